"""What the tests of pages share."""

from __future__ import annotations

# Scripts that Streamlit runs, not modules with examples.
collect_ignore = ["gallery.py", "gallery_server.py"]

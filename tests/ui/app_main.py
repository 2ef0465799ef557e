"""The app's script, away from its own folder: beside a folder ``pages`` Streamlit's test would guess the pages itself."""

from __future__ import annotations

import runpy
from pathlib import Path

from evaluator import ui

runpy.run_path(str(Path(ui.__file__).with_name("main.py")), run_name="__main__")

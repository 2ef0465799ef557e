"""The acceptance journeys start the app as the browser tests do."""

from __future__ import annotations

from tests.browser.conftest import serving

__all__ = ["serving"]

"""Tells the server that a first page was drawn, so that slow libraries load after it and never before it."""

from __future__ import annotations

import threading

_served = threading.Event()


def page_served() -> None:
    """A page reached its end."""
    _served.set()


def wait_for_page(seconds: float | None = None) -> bool:
    """True once a page reached its end; waits for it at most so long."""
    return _served.wait(seconds)

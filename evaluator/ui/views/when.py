"""Moments of the event log as the person in front of the page reads them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import streamlit as st


def local(at: str, *, offset: int = 0, year: bool = False) -> str:
    """A stored UTC moment in a zone ``offset`` minutes behind UTC, as browsers state it; empty for none.

    >>> local("2026-11-23T06:40:00.000000Z", offset=-480), local("")
    ('11-23 14:40', '')
    """
    if not at:
        return ""
    there = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(timezone(-timedelta(minutes=offset)))
    return f"{there:%Y-%m-%d %H:%M}" if year else f"{there:%m-%d %H:%M}"


def here(at: str, *, year: bool = False) -> str:
    """A stored moment in the zone of the browser that shows the page."""
    return local(at, offset=st.context.timezone_offset or 0, year=year)

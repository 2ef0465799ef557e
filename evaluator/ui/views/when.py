"""Moments of the event log as the person in front of the page reads them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

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


def stated(day: date | None, hour: time | None, *, offset: int, now: datetime) -> str:
    """A day and an hour of a form as a moment with its offset; without a day the present one, without an hour none.

    >>> now = datetime(2026, 12, 5, 9, 1, tzinfo=timezone.utc)
    >>> stated(date(2026, 12, 5), time(16, 30), offset=-480, now=now), stated(None, None, offset=-480, now=now)
    ('2026-12-05T16:30+08:00', '2026-12-05T17:01+08:00')
    """
    zone = timezone(-timedelta(minutes=offset))
    if day is None:
        return now.astimezone(zone).isoformat(timespec="minutes")
    return datetime.combine(day, hour, zone).isoformat(timespec="minutes") if hour is not None else ""

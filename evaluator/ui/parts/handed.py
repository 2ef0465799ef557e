"""When something was handed in: now, unless a person says another day and hour."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from evaluator.ui.state import PageContext
from evaluator.ui.views.when import stated


def moment_inputs(page: PageContext, key: str) -> None:
    """Two fields, empty at first: what is uploaded now was handed in now."""
    day, hour = st.columns([1, 1])
    day.date_input(
        page.t("receipt.day"), None, key=f"{key}_day", format="YYYY-MM-DD", help=page.t("receipt.note"), width=220
    )
    hour.time_input(page.t("receipt.hour"), None, key=f"{key}_hour", step=60, width=220)


def moment_given(key: str) -> str:
    """The moment that the fields state, with the offset of the browser; empty where a day stands without an hour."""
    day, hour = st.session_state.get(f"{key}_day"), st.session_state.get(f"{key}_hour")
    return stated(day, hour, offset=st.context.timezone_offset or 0, now=datetime.now(UTC))

"""A conversation named as the source of a settlement, where one with this vendor was noted."""

from __future__ import annotations

import streamlit as st

from evaluator.services.state import TenderState
from evaluator.ui.state import PageContext
from evaluator.ui.views.conversations import citation


def citing(page: PageContext, now: TenderState, vendor: str, form: str = "settle") -> None:
    """The choice of a conversation, which writes itself into the field of a form's source; nothing where there is none."""
    talks = {one.number: one for one in now.dealings.talks(vendor) if not one.withdrawn}
    if not talks:
        return

    def cite() -> None:
        chosen = st.session_state[f"{form}_cite_{vendor}"]
        if chosen is not None:
            st.session_state[f"{form}_source"] = citation(talks[chosen], page.lang)

    st.selectbox(
        page.t("conversation.cite"), list(talks), index=None, key=f"{form}_cite_{vendor}", on_change=cite, width=420,
        placeholder=page.t("conversation.cite_none"), format_func=lambda number: citation(talks[number], page.lang),
    )  # fmt: skip

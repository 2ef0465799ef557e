"""A commitment from the bid struck from the draft: which one, and why; the record keeps it with its points."""

from __future__ import annotations

import streamlit as st

from evaluator.contract.strikes import STRUCK
from evaluator.services import agreeing
from evaluator.services.drafting import DraftResult
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.parts import steps, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import promises as view

_TERM, _REASON = "strike_term", "strike_reason"


def striking(page: PageContext, now: TenderState, made: DraftResult) -> None:
    """The form to strike one commitment; a struck one is withdrawn where any agreed value is, term by term."""
    there = view.commitments(now, made, page.lang)
    if not there:
        return
    with st.expander(page.t("contract.strike.title"), key="strike"):
        words.small(page.t("contract.strike.note"))
        with st.form("strike_form", border=False):
            st.selectbox(
                page.t("contract.strike.choose"), list(there), index=None, key=_TERM,
                format_func=there.__getitem__, placeholder=page.t("parts.choose"),
            )  # fmt: skip
            st.text_input(page.t("contract.term.reason"), key=_REASON, max_chars=WORDS)
            steps.submit(page.t("contract.strike.do"), key="strike_do", on_click=_strike, args=(page, now, there))


def _strike(page: PageContext, now: TenderState, there: dict[str, str]) -> None:
    term, reason = st.session_state[_TERM], str(st.session_state[_REASON])
    wishes = [agreeing.Wish(term, STRUCK)] if term else []
    act.act(
        lambda cid: agreeing.agree_all(page.store, page.actor, cid, page.tender, wishes, reason, drawn=now),
        f"strike.{term}", "contract.strike.done", label=there.get(term, ""),
    )  # fmt: skip

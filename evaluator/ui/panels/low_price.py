"""Prices that seem abnormally low: what triggers that, what the vendor explained, and the judgement with its reason."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.dealing import Said
from evaluator.services.limits import NAME, WORDS
from evaluator.services.low_prices import Low, judge_low_price, low_prices
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import findings, steps, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import low_prices as view


def judged_prices(page: PageContext, now: TenderState, *, ask: bool) -> None:
    """Each low price with what was said of it; with ``ask`` a form to judge it. Nothing where no price is low."""
    found = low_prices(now)
    if not found:
        return
    words.section(page.t("ranking.low.title"), page.t("ranking.low.note") if ask else "")
    for at, low in enumerate(found):
        findings.finding_list(view.lines(low, page.lang), key=f"low_{page.key}_{at}")
        if ask:
            with st.expander(page.t(f"ranking.low.{'again' if low.word else 'judge'}"), key=f"low_open_{at}"):
                _form(page, now, low, at)


def _form(page: PageContext, now: TenderState, low: Low, at: int) -> None:
    with st.form(f"low_{at}", border=False):
        left, right = st.columns([1, 3])
        left.date_input(page.t("ranking.low.day"), "today", key=f"low_day_{at}", format="YYYY-MM-DD")
        right.text_input(page.t("ranking.low.people"), key=f"low_people_{at}", max_chars=NAME)
        st.text_area(page.t("ranking.low.explanation"), key=f"low_text_{at}", max_chars=WORDS, height=80)
        ways = {True: page.t("ranking.low.accept"), False: page.t("ranking.low.refuse")}
        st.radio(
            page.t("ranking.low.word"), list(ways), format_func=ways.__getitem__, key=f"low_how_{at}", horizontal=True,
            index=None,
        )  # fmt: skip
        st.text_input(page.t("ranking.low.reason"), key=f"low_reason_{at}", max_chars=WORDS)
        steps.submit(page.t("ranking.low.save"), on_click=_send, args=(page, now, low, at), key=f"low_save_{at}")


def _send(page: PageContext, now: TenderState, low: Low, at: int) -> None:
    typed = st.session_state
    accepted, reason, day = typed[f"low_how_{at}"], str(typed[f"low_reason_{at}"]), typed[f"low_day_{at}"]
    if accepted is None:
        state.flash("error", page.t("ranking.low.choose"))
        return
    said = Said(
        vendor=low.vendor, day=day.isoformat() if day else "", people=str(typed[f"low_people_{at}"]),
        asked=view.asked(low, now, page.lang), learnt=str(typed[f"low_text_{at}"]), kind="letter",
    )  # fmt: skip
    act.act(
        lambda cid: judge_low_price(page.store, page.actor, cid, page.tender, said, accepted, reason, drawn=now),
        f"low.{low.vendor}", "ranking.low.done",
    )  # fmt: skip

"""Prices that seem abnormally low: what triggers that, what the vendor explained, and the judgement with its reason."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.dealing import Said
from evaluator.services.limits import NAME, WORDS
from evaluator.services.low_prices import (
    Low,
    doubt_low_price,
    doubtable,
    judge_low_price,
    low_prices,
    question,
)
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import findings, steps, words
from evaluator.ui.parts.copy import copy_box
from evaluator.ui.state import PageContext
from evaluator.ui.views import low_prices as view


def judged_prices(page: PageContext, now: TenderState, *, ask: bool) -> None:
    """Each low price with what was said of it; with ``ask`` the question to the vendor and forms to judge and to question.

    Nothing where no price is low and none may be questioned.
    """
    found, open_to = low_prices(now), doubtable(now) if ask else ()
    if found:
        words.section(page.t("ranking.low.title"), page.t("ranking.low.note") if ask else "")
    for at, low in enumerate(found):
        findings.finding_list(view.lines(low, page.lang), key=f"low_{page.key}_{at}")
        if ask:
            copy_box(page.t("ranking.low.question"), _questions(low, now), key=f"low_ask_{at}")
            with st.expander(page.t(f"ranking.low.{'again' if low.word else 'judge'}"), key=f"low_open_{at}"):
                _form(page, now, low, at)

    if open_to:
        with st.expander(page.t("ranking.low.doubt"), key="low_doubt_open"):
            _doubts(page, now, open_to)


def _questions(low: Low, now: TenderState) -> str:
    """The question in each language of the tender."""
    return "\n\n".join(question(low, now, lang) for lang in now.tender.languages)


def _doubts(page: PageContext, now: TenderState, vendors: tuple[str, ...]) -> None:
    """A price questioned by the panel, whatever the limits say, and the questions that may be taken back."""
    words.small(page.t("ranking.low.doubt_note"))
    with st.form("low_doubt", border=False):
        st.selectbox(page.t("ranking.low.doubt_vendor"), vendors, key="low_doubt_vendor", width=480)
        st.text_input(page.t("ranking.low.doubt_reason"), key="low_doubt_reason", max_chars=WORDS)
        left, right = st.columns(2)
        with left:
            steps.submit(
                page.t("ranking.low.doubt_save"), on_click=_doubt, args=(page, now, True), key="low_doubt_save"
            )
        if now.judged.low_doubts:
            with right:
                steps.submit(
                    page.t("ranking.low.doubt_back"), on_click=_doubt, args=(page, now, False), key="low_doubt_back"
                )


def _doubt(page: PageContext, now: TenderState, raised: bool) -> None:
    vendor, reason = str(st.session_state["low_doubt_vendor"]), str(st.session_state["low_doubt_reason"])
    act.act(
        lambda cid: doubt_low_price(
            page.store, page.actor, cid, page.tender, vendor, reason, raised=raised, drawn=now
        ), f"doubt.{vendor}", f"ranking.low.doubt_{'done' if raised else 'gone'}",
    )  # fmt: skip


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
        asked=question(low, now, page.lang), learnt=str(typed[f"low_text_{at}"]), kind="letter",
    )  # fmt: skip
    act.act(
        lambda cid: judge_low_price(page.store, page.actor, cid, page.tender, said, accepted, reason, drawn=now),
        f"low.{low.vendor}", "ranking.low.done",
    )  # fmt: skip

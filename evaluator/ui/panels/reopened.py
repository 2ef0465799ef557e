"""Scores that a client's words put in question, and the act that gives submitted scores back to their evaluators."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evaluator.services.held import ScoreEntry
from evaluator.services.limits import WORDS
from evaluator.services.naming import names_to_panel
from evaluator.services.reopening import Place, open_contradictions, place_of, reopen_scores
from evaluator.services.scores import LOCKED
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.parts import findings, notice, steps, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import scores as view


def reopened(page: PageContext, now: TenderState, *, here: bool = True) -> None:
    """Each contradiction with the sub-criterion that it bears on; ``here`` where scores are reopened on this page."""
    found = open_contradictions(now)
    if found:
        do = page.t("reference.reopened_do" if here else "reference.reopened_there")
        notice.warn(page.t("reference.reopened", n=len(found)), do)
        lines = findings.lines(found, page.lang, names_to_panel(now, page.lang).cover)
        findings.finding_list(lines, more=4, key="scores_reopened")


def reopening(page: PageContext, now: TenderState) -> None:
    """Which submitted scores go back, whose and why; what a client contradicts is chosen from the start."""
    places = view.submitted_places(now)
    if not places or LOCKED in now.stages:
        return
    doubted = [
        place for place in dict.fromkeys(place_of(now, one) for one in open_contradictions(now)) if place in places
    ]
    names = names_to_panel(now, page.lang)
    titles = {leaf.key: page.text(leaf.title) for leaf in now.pack.method.panel_leaves()}
    with (
        st.expander(plain(page.t("scores.reopen")), expanded=bool(doubted), key="scores_reopen"),
        st.form("scores_reopen_form", border=False),
    ):
        words.small(page.t("scores.reopen_note"))
        st.multiselect(
            page.t("scores.reopen_places"), places, default=doubted, key=f"reopen_places_{now.revision}",
            placeholder=page.t("parts.choose"),
            format_func=lambda place: f"{titles[place[0]]} · {names.of(place[1])}",
        )  # fmt: skip
        st.selectbox(
            page.t("scores.reopen_who"), ["", *now.panel()], key="reopen_who", width=300,
            format_func=lambda name: name or page.t("scores.reopen_all"),
        )  # fmt: skip
        st.text_input(page.t("scores.reopen_reason"), key=f"reopen_reason_{now.revision}", max_chars=WORDS)
        steps.submit(page.t("scores.reopen_do"), key="scores_reopen_do", on_click=_reopen, args=(page, now))


def _reopen(page: PageContext, now: TenderState) -> None:
    places: Sequence[Place] = st.session_state[f"reopen_places_{now.revision}"]
    reason, who = str(st.session_state[f"reopen_reason_{now.revision}"]), str(st.session_state["reopen_who"])

    def work(cid: str) -> None:
        reopen_scores(page.store, page.actor, cid, page.tender, places, reason, evaluator=who, drawn=now)

    act.act(work, "scores.reopen", "scores.reopened_done")


def earlier(page: PageContext, entry: ScoreEntry | None) -> None:
    """Beside a score that was reopened: why, and what it was before."""
    if entry is not None and entry.reopened is not None:
        for line in view.reopened_lines(entry.reopened, page.lang):
            words.small(line)

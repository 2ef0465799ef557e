"""The end of scoring: what is still missing, then submitting, which is final."""

from __future__ import annotations

import streamlit as st

from evaluator.services.commands import Actor
from evaluator.services.naming import names_to
from evaluator.services.scores import submit_scores
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from evaluator.ui import act, state
from evaluator.ui.parts import confirm, findings, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import scores as view


def show(page: PageContext, now: TenderState, evaluator: str) -> None:
    """How far the evaluator is, then the missing scores by name, or the button that submits all."""
    given, of = now.progress(evaluator)
    words.small(page.t("scores.progress", given=given, of=of))
    left = view.missing(now, evaluator, names_to(now, evaluator, page.lang), page.lang)
    if left:
        with st.expander(plain(page.t("scores.missing.title", n=of - given)), key="scores_missing"):
            findings.finding_list([findings.Line(line) for line in left], more=20, key="scores_missing_list")
            words.small(page.t("scores.submit_missing"))
        return
    silent = view.unreasoned(now, evaluator)
    echoing = view.repeated(now, evaluator)
    do = page.t("scores.submit_reasons", n=silent) if silent else page.t("scores.submit_complete")
    if echoing:
        do = f"{do} {page.t('scores.submit_repeats', n=echoing)}"
    confirm.ask(
        confirm.Act(
            key="scores_submit", label=page.t("scores.submit"), what=page.t("scores.submit_what", evaluator=evaluator), do=do,
            yes=page.t("scores.submit_yes"), work=submit, args=(page.store, page.actor, now.id, evaluator),
        )
    )  # fmt: skip


def submit(store: Store, actor: Actor, tender: str, evaluator: str) -> None:
    """All scores of the evaluator are submitted."""
    names = names_to(load(store, actor, tender), evaluator, state.language())
    act.act(
        lambda cid: submit_scores(store, actor, cid, tender, evaluator), "scores.submit", "scores.submit_done",
        cover=names.cover, evaluator=evaluator,
    )  # fmt: skip

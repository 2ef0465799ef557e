"""Scores that a client's words put in question, told where scores are given until a person has looked into it."""

from __future__ import annotations

from evaluator.services.naming import names_to_panel
from evaluator.services.state import TenderState
from evaluator.ui.parts import findings, notice
from evaluator.ui.state import PageContext


def reopened(page: PageContext, now: TenderState) -> None:
    """Each contradiction with the sub-criterion that it bears on; nothing where there is none."""
    found = now.dealings.reopened()
    if found:
        notice.warn(page.t("reference.reopened", n=len(found)), page.t("reference.reopened_do"))
        lines = findings.lines(found, page.lang, names_to_panel(now, page.lang).cover)
        findings.finding_list(lines, more=4, key="scores_reopened")

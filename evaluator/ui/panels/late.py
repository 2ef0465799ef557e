"""What was changed of the technical side after its scores were locked, for whoever reads the ranking."""

from __future__ import annotations

from evaluator.services.state import TenderState
from evaluator.ui.parts import findings, words
from evaluator.ui.state import PageContext


def late_changes(page: PageContext, now: TenderState) -> None:
    """Each change with its reason, the newest first; nothing where there is none."""
    if now.late:
        words.section(page.t("shortlist.late"), str(len(now.late)))
        findings.finding_list(findings.lines(reversed(now.late), page.lang), more=4, key=f"late_{page.key}")

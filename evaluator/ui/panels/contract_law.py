"""The law of a draft on the Contract page: the day to sign by, loose words, and what statutes ask for, folded."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.finding import Severity
from evaluator.services.drafting import DraftResult
from evaluator.services.state import TenderState
from evaluator.ui.parts import findings, notice, tables, words
from evaluator.ui.parts.findings import Line
from evaluator.ui.state import PageContext
from evaluator.ui.views import contract_law as view


def day_to_sign(page: PageContext, now: TenderState, made: DraftResult) -> None:
    """By when the contract is to be signed, where the route sets a day."""
    said, late = view.signing(now, made, page.store.clock(), page.lang)
    if late:
        notice.warn(page.t("contract.signing.title"), said)
    elif said:
        words.para(said)


def law(page: PageContext, now: TenderState, made: DraftResult) -> None:
    """What counsel should look at, and the lists of statutes."""
    loose = view.warnings(now, made, page.lang)
    if loose:
        with st.expander(page.t("contract.warnings", n=len(loose)), key="contract_warnings"):
            findings.finding_list(
                [Line(one, "", Severity.WARNING) for one in loose], more=20, key="contract_loose_words"
            )
    gaps = view.gaps(made)
    title = page.t("contract.statute.gaps", n=gaps) if gaps else page.t("contract.statute.title")
    with st.expander(title, key="contract_statutes"):
        columns, rows = view.statutes(now, made, page.lang)
        tables.html_table(columns, rows, caption=page.t("contract.statute.title"), key="contract_statutes_table")
        words.small(page.t("contract.statute.note", day=made.summary["law_checked_on"]))

"""Second opinions on the ranking page: asked for by a button, then one sentence, the places, and a slope chart."""

from __future__ import annotations

import streamlit as st

from evaluator.services.opinions import OpinionReport, opinions, reversal_of
from evaluator.services.state import TenderState
from evaluator.ui import state
from evaluator.ui.parts import findings, notice, slope, steps, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import opinions as view

NOT_SAID_ABOVE = frozenset({"opinion_refused", "cross_check_failed"})


def second_opinions(page: PageContext, now: TenderState) -> None:
    """The section: an offer at first, the opinions once they were asked for at this revision."""
    words.section(page.t("ranking.opinion.title"), page.t("ranking.opinion.note"))
    if len(now.evaluation.ranking.ranked()) < 2:
        words.small(page.t("ranking.opinion.few"))
    elif state.get("ranking.asked") != now.revision:
        words.small(page.t("ranking.opinion.lead"))
        ask = steps.Action(
            label=page.t("ranking.opinion.ask"), key="ranking_ask", primary=False, on_click=state.put,
            args=("ranking.asked", now.revision),
        )  # fmt: skip
        steps.actions(ask, key="ranking_ask")
    else:
        step = notice.working(page.t("ranking.opinion.working"))
        step(0.1, "")
        report = opinions(now)
        step(1, "")
        if report is not None:
            _compared(page, now, report)


def _compared(page: PageContext, now: TenderState, report: OpinionReport) -> None:
    lang, ranking = page.lang, now.evaluation.ranking
    words.para(view.verdict(report, lang))
    names = view.answered(report)
    if names:
        label = view.label(lang)
        chosen = st.selectbox(
            page.t("ranking.opinion.choose"), names, format_func=label, key="ranking_method", width=420
        )
        slope.rank_slope(
            page, (page.t("ranking.opinion.official"), label(chosen)), view.lines(report, ranking, chosen),
            alt=view.alt(report, chosen, lang),
        )  # fmt: skip
        words.small(view.steadiness(reversal_of(now, chosen), lang))
        columns, rows = view.columns(report, lang), view.rows(report, ranking, lang)
        tables.html_table(columns, rows, caption=page.t("ranking.opinion.table"), key="ranking_opinions")
    refused = [found for found in report.findings if found.rule.value in NOT_SAID_ABOVE]
    if refused:
        words.section(page.t("ranking.opinion.refused"))
        findings.finding_list(findings.lines(refused, lang), more=3, key="ranking_refused")

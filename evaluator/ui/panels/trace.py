"""The numbers of one bid, followed to their cells, persons and rules; the reader opens what he doubts."""

from __future__ import annotations

import streamlit as st

from evaluator.services.state import TenderState
from evaluator.ui.parts import tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import ranking, trace, trail


def follow(page: PageContext, now: TenderState) -> None:
    """A choice of vendor, and one fold for each criterion."""
    words.section(page.t("ranking.follow"), page.t("ranking.follow_note"))
    vendors = [row.vendor for row in ranking.ordered(now.evaluation.ranking)]
    vendor = st.selectbox(page.t("ranking.follow.vendor"), vendors, key="ranking_vendor", width=420)
    here = trail.trail(now, vendor, page.lang)
    for top in ranking.by_weight(now.pack.method):
        node = here.result.node(top.key)
        with st.expander(plain(trace.title(node, page.lang)), key=f"trace_{top.key}"):
            caption = page.t("ranking.trace.table", vendor=vendor, criterion=top.title)
            tables.html_table(trace.columns(page.lang), trace.rows(here, node), caption=caption, height=36)

"""The numbers of one bid, followed to their cells, persons and rules; the reader opens what he doubts."""

from __future__ import annotations

import streamlit as st

from evaluator.services.state import TenderState
from evaluator.ui import state
from evaluator.ui.parts import tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import ranking, trace, trail

Fold = tuple[str, str, str, list[tables.Row]]


def follow(page: PageContext, now: TenderState) -> None:
    """A choice of vendor, and one fold for each criterion."""
    words.section(page.t("ranking.follow"), page.t("ranking.follow_note"))
    vendors = [row.vendor for row in ranking.ordered(now.evaluation.ranking)]
    vendor = st.selectbox(page.t("ranking.follow.vendor"), vendors, key="ranking_vendor", width=420)
    for key, title, caption, rows in _kept(page, now, vendor):
        with st.expander(plain(title), key=f"trace_{key}"):
            tables.html_table(trace.columns(page.lang), rows, caption=caption, height=36)


def _kept(page: PageContext, now: TenderState, vendor: str) -> list[Fold]:
    """The folds of a vendor, made once for each revision: other interactions on the page do not pay for them."""
    stamp = (now.id, now.revision, vendor, page.lang)
    kept: tuple[object, list[Fold]] | None = state.get("ranking.trace")
    if kept is None or kept[0] != stamp:
        kept = (stamp, _folds(page, now, vendor))
        state.put("ranking.trace", kept)
    return kept[1]


def _folds(page: PageContext, now: TenderState, vendor: str) -> list[Fold]:
    here = trail.trail(now, vendor, page.lang)
    folds = []
    for top in ranking.by_weight(now.pack.method):
        node = here.result.node(top.key)
        caption = page.t("ranking.trace.table", vendor=vendor, criterion=top.title)
        folds.append((top.key, trace.title(node, page.lang), caption, trace.rows(here, node)))
    return folds

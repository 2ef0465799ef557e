"""The consensus page: how far the panel lies apart, what must be discussed, and what came of it."""

from __future__ import annotations

import streamlit as st

from evaluator.services.consensus import explanations_of
from evaluator.services.naming import names_to_panel
from evaluator.services.state import TenderState, load
from evaluator.ui import frame
from evaluator.ui.panels import consensus as panel
from evaluator.ui.parts import notice, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import consensus as view

page = frame.open_page("consensus")
lang, t = page.lang, page.t


def talking(now: TenderState) -> None:
    names = names_to_panel(now, lang)
    found = view.items(now, names)
    words.headline(view.headline(now, found, lang), view.lead(now, lang))
    if names.hidden:
        words.small(t("scores.hidden"))
    if not any(one.given for one in found.values()):
        # A table of dashes tells nobody anything.
        notice.empty(
            t("consensus.waits"), t("consensus.waits_do"),
            Action(label=t("scores.go"), key="consensus_scores", page="scores"),
        )  # fmt: skip
        return
    panel.finish(page, now)
    words.section(t("consensus.one"), t("consensus.one_note"))
    chosen = st.selectbox(
        t("consensus.choose"),
        list(found),
        format_func=lambda item: view.label(found[item], names, lang),
        key="consensus_item",
    )
    one, notes = found[chosen], explanations_of(page.store, page.actor, now)
    columns, rows = view.individual(one, notes, now.panel(), names, lang)
    tables.html_table(columns, rows, caption=t("consensus.individual"), key="consensus_individual")
    words.small(view.result(one, now, names, lang))
    if view.agrees(now):
        panel.agreeing(page, now, one)
    else:
        panel.explaining(page, now, one, notes)
    words.section(t("consensus.all"), t("consensus.all_note"))
    columns, rows = view.table(now, found, names, lang)
    tables.html_table(columns, rows, caption=t("consensus.all"), key="consensus_all")


state = load(page.store, page.actor, page.tender) if page.tender else None
if state is not None and view.items(state, names_to_panel(state, lang)):
    talking(state)
else:
    words.headline(t("frame.page.consensus"))
    if state is None:
        notice.empty(
            t("scores.empty.title"), t("scores.empty.do"),
            Action(label=t("scores.empty.go"), key="consensus_desk", page="desk"),
        )  # fmt: skip
    elif state.pack.method.panel_leaves():
        notice.empty(
            t("scores.none.title"), t("scores.none.do"),
            Action(label=t("scores.none.go"), key="consensus_bids", page="bids"),
        )  # fmt: skip
    else:
        notice.info(t("scores.panel_free"), t("scores.panel_free_do"))

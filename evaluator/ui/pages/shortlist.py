"""Shortlist and award: who goes on by the published rule, and the choice of a vendor as a person's act."""

from __future__ import annotations

import streamlit as st

from evaluator.services import exports
from evaluator.services.awarding import select_vendor, shortlist_of, withdraw_selection
from evaluator.services.state import load
from evaluator.ui import act, frame
from evaluator.ui.parts import download, notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import shortlist as view
from evaluator.ui.views.trail import person
from evaluator.ui.views.when import here

page = frame.open_page("shortlist")
lang, store, actor = page.lang, page.store, page.actor
if not page.tender:
    words.headline(page.t("shortlist.empty.head"))
    notice.empty(
        page.t("shortlist.empty.head"),
        page.t("shortlist.empty.start"),
        Action(label=page.t("shortlist.to_desk"), key="shortlist_desk", page="desk"),
    )
    st.stop()

now = load(store, actor, page.tender)
if "prices_opened" not in now.stages or not now.evaluation.ranking.ranked():
    words.headline(page.t("shortlist.empty.head"))
    where = Action(label=page.t("shortlist.to_ranking"), key="shortlist_ranking", page="ranking")
    notice.empty(page.t("shortlist.empty.title"), page.t("shortlist.empty.do"), where)
    st.stop()


def choose(vendor: str) -> None:
    """Record the choice with what was typed."""
    said = st.session_state
    reason, second = said.get("award_reason", ""), said.get("award_second", "")
    act.act(
        lambda cid: select_vendor(store, actor, cid, page.tender, vendor, reason, second), "award", "shortlist.done"
    )


def withdraw() -> None:
    """Take the choice back, for the reason typed."""
    reason = st.session_state.get("award_withdraw_reason", "")
    act.act(
        lambda cid: withdraw_selection(store, actor, cid, page.tender, reason), "award.withdraw", "shortlist.withdrawn"
    )


listed = shortlist_of(now)
words.headline(view.headline(listed, lang), view.rule(listed, lang))
columns, rows = view.bid_table(now, listed, lang)
tables.html_table(columns, rows, caption=page.t("shortlist.table"), key="shortlist_table")
with st.container(key="shortlist_downloads", horizontal=True):
    for layout in ("both", "zh", "en"):
        download.download_link(
            page.t(f"shortlist.download.{layout}"), key=f"shortlist_{layout}",
            primary=layout == "both" and now.selection is not None,
            mint=lambda layout=layout: exports.mint(store, actor, page.tender, "shortlist", lang=layout),  # type: ignore[misc]  # bound per link
        )  # fmt: skip
words.small(page.t("shortlist.download_note"))

words.section(page.t("shortlist.award"))
if now.selection is not None:
    chosen = now.selection
    notice.done(page.t("shortlist.chosen", vendor=chosen.vendor, by=person(chosen.by, lang), at=here(chosen.at)))
    words.para(page.t("shortlist.reason_given", reason=chosen.reason))
    if chosen.second_reason:
        words.para(page.t("shortlist.second_given", reason=chosen.second_reason))
    steps.next_step(
        page.t("shortlist.next"), Action(label=page.t("shortlist.to_contract"), key="award_contract", page="contract")
    )
    with st.popover(plain(page.t("shortlist.withdraw")), key="award_withdraw"):
        st.text_input(page.t("shortlist.withdraw_reason"), key="award_withdraw_reason")
        st.button(plain(page.t("shortlist.withdraw")), key="award_withdraw_do", on_click=withdraw)
else:
    words.para(page.t("shortlist.award_note"))
    vendors = [result.vendor for result in now.evaluation.ranking.ranked()]
    vendor = st.selectbox(page.t("shortlist.choose"), vendors, key="award_vendor", width=480) or vendors[0]
    st.text_area(page.t("shortlist.reason"), key="award_reason", height=90)
    if view.second_reason_needed(now, vendor):
        st.text_area(page.t("shortlist.second"), key="award_second", height=90)
    steps.actions(
        Action(label=page.t("shortlist.record"), key="award_do", on_click=choose, args=(vendor,)), key="award_acts"
    )

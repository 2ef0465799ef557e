"""Shortlist and award: who goes on by the published rule, and the choice of a vendor as a person's act."""

from __future__ import annotations

import streamlit as st

from evaluator.award.committee import committee
from evaluator.services import exports
from evaluator.services.awarding import beyond_limit, select_vendor, shortlist_of, withdraw_selection
from evaluator.services.final_price import askable
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState, load
from evaluator.ui import act, frame
from evaluator.ui.panels.award_papers import award_papers
from evaluator.ui.panels.final_price import final_prices
from evaluator.ui.panels.late import late_changes
from evaluator.ui.panels.lots import beyond
from evaluator.ui.panels.low_price import judged_prices
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
if "prices_opened" not in now.stages or not (now.evaluation.ranking.ranked() or now.selection):
    words.headline(page.t("shortlist.empty.head"))
    where = Action(label=page.t("shortlist.to_ranking"), key="shortlist_ranking", page="ranking")
    notice.empty(page.t("shortlist.empty.title"), page.t("shortlist.empty.do"), where)
    if "prices_opened" in now.stages and askable(now):  # nobody is ranked because every price is above the ceiling
        final_prices(page, now)
    st.stop()


def choose(vendor: str, drawn: TenderState, done: str) -> None:
    """Record the choice with what was typed."""
    said = st.session_state
    reason, second = said.get("award_reason", ""), said.get("award_second", "")
    members = committee(said.get("award_members", "").splitlines(), said.get("award_chair", ""))
    act.act(
        lambda cid: select_vendor(
            store, actor, cid, page.tender, vendor, reason, second, members=members, drawn=drawn
        ), "award", done,
    )  # fmt: skip


def withdraw(drawn: TenderState) -> None:
    """Take the choice back, for the reason typed."""
    reason = st.session_state.get("award_withdraw_reason", "")
    act.act(
        lambda cid: withdraw_selection(store, actor, cid, page.tender, reason, drawn=drawn), "award.withdraw",
        "shortlist.withdrawn",
    )  # fmt: skip


def people() -> None:
    """Who decides: the panel stands there already, a role and further people are typed."""
    there = now.selection.members if now.selection else ()
    listed = "\n".join(view.member_lines(there) if there else now.panel())
    st.text_area(page.t("shortlist.members"), listed, key="award_members", height=110, max_chars=WORDS)
    typed = [member.name for member in committee(st.session_state.get("award_members", listed).splitlines())]
    chair = next((member.name for member in there if member.chair), "")
    st.selectbox(
        page.t("shortlist.chair"), ["", *typed], index=1 + typed.index(chair) if chair in typed else 0, key="award_chair",
        width=480, format_func=lambda name: name or page.t("shortlist.no_chair"),
    )  # fmt: skip


def reasons(vendor: str, button: str, done: str) -> None:
    """The reason, a second one where a better placed bid is passed over, and the button that records the choice."""
    st.text_area(page.t("shortlist.reason"), key="award_reason", height=90, max_chars=WORDS)
    over = beyond_limit(store, actor, now, vendor)
    if now.selection is None:  # of one that stands it is said already
        beyond(page, over)
    if view.second_reason_needed(now, vendor) or over:
        title = "shortlist.second" if view.second_reason_needed(now, vendor) else "shortlist.second_limit"
        st.text_area(page.t(title), key="award_second", height=90, max_chars=WORDS)
    people()
    record = Action(label=page.t(button), key="award_do", on_click=choose, args=(vendor, now, done), changes=True)
    steps.actions(record, key="award_acts")


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

judged_prices(page, now, ask=False)
late_changes(page, now)
final_prices(page, now)
words.section(page.t("shortlist.award"))
ranked = [result.vendor for result in now.evaluation.ranking.ranked()]
if now.selection is not None:
    chosen = now.selection
    notice.done(page.t("shortlist.chosen", vendor=chosen.vendor, by=person(chosen.by, lang), at=here(chosen.at)))
    words.para(page.t("shortlist.reason_given", reason=chosen.reason))
    if chosen.second_reason:
        words.para(page.t(view.second_given(now), reason=chosen.second_reason))
    if chosen.members:
        words.para(page.t("shortlist.committee", members=view.members(chosen.members, lang)))
    beyond(page, beyond_limit(store, actor, now, chosen.vendor))
    if now.to_confirm:
        notice.warn(page.t("shortlist.to_confirm", vendor=chosen.vendor), page.t("shortlist.to_confirm_do"))
        if chosen.vendor in ranked:
            reasons(chosen.vendor, "shortlist.confirm", "shortlist.confirmed")
    else:
        award_papers(page, now)
        go = Action(label=page.t("shortlist.to_contract"), key="award_contract", page="contract")
        steps.next_step(page.t("shortlist.next"), go)
    with st.popover(plain(page.t("shortlist.withdraw")), key="award_withdraw"):
        st.text_input(page.t("shortlist.withdraw_reason"), key="award_withdraw_reason", max_chars=WORDS)
        steps.button(plain(page.t("shortlist.withdraw")), key="award_withdraw_do", on_click=withdraw, args=(now,))
else:
    words.para(page.t("shortlist.award_note"))
    vendor = st.selectbox(page.t("shortlist.choose"), ranked, key="award_vendor", width=480) or ranked[0]
    reasons(vendor, "shortlist.record", "shortlist.done")

"""The desk: where the tender stands, what comes next, who is waited for."""

from __future__ import annotations

import streamlit as st

from evaluator.i18n.words import t
from evaluator.services.front import next_step
from evaluator.services.record import recent
from evaluator.services.reopening import undecided
from evaluator.services.sample import load_sample
from evaluator.services.state import load
from evaluator.services.tenders import choose_tender, remove_tender, tenders
from evaluator.ui import act, frame, state
from evaluator.ui.panels.lots import all_lots
from evaluator.ui.parts import findings, notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import desk as view

page = frame.open_page("desk")
lang, store, actor = page.lang, page.store, page.actor


def start() -> None:
    """The tender page opens on its form."""
    state.put("tender.new", True)


def sample() -> None:
    act.act(lambda cid: load_sample(store, actor, cid), "desk.sample", "desk.sample_done")


def remove() -> None:
    act.act(lambda cid: remove_tender(store, actor, cid, page.tender), "desk.remove", "desk.removed")


def choose() -> None:
    chosen = st.session_state["desk_tender"]
    act.act(lambda cid: choose_tender(store, actor, cid, chosen), "desk.choose")


def begin_with(vendor: str) -> None:
    """The bids page opens on the vendor that the next step is about."""
    if vendor:
        st.session_state["bids_vendor"] = vendor


def where_it_stands() -> None:
    """Stage by stage, what is open, and what happened last; nothing of it before this person has declared."""
    last = recent(store, actor, now)
    columns, rows = view.stage_table(now, numbers, last, lang)
    tables.html_table(columns, rows, caption=page.t("desk.stages"), key="desk_stages")
    all_lots(page, now)

    left, right = st.columns([8, 6], gap="medium")
    with left:
        waiting = (*undecided(now), *view.open_answers(now))
        words.section(page.t("desk.open"), str(len(waiting)) if waiting else "")
        if waiting:
            findings.finding_list(findings.lines(waiting, lang), more=4, key="desk_open")
        else:
            words.small(page.t("desk.open_none"))
    with right:
        words.section(page.t("desk.recent"))
        heads = [tables.Column(page.t("desk.col.when"), width=8), tables.Column(page.t("desk.col.what"), width=14)]
        tables.html_table(
            heads, view.recent_rows(last.happened, lang)[:6], caption=page.t("desk.recent"), key="desk_recent"
        )


mine = Action(label=page.t("desk.start"), key="desk_start", page="tender", on_click=start, primary=not page.tender)
if not page.tender:
    words.headline(page.t("desk.empty.head"), page.t("desk.empty.lead"))
    other = Action(label=page.t("desk.sample"), key="desk_sample", on_click=sample, primary=False)
    notice.empty(page.t("desk.empty.title"), page.t("desk.empty.do"), mine, other)
    st.stop()

now = load(store, actor, page.tender)
numbers = view.standing(now)
with st.container(key="desk_head", horizontal=True, vertical_alignment="top"):
    with st.container(width="stretch", key="desk_words"):
        words.headline(view.headline(now, numbers).words(lang), view.lead(now, numbers).words(lang))
    with st.container(width="content", key="desk_mine"):
        steps.actions(mine, key="desk_mine_acts")

upcoming = next_step(now)
first = str(upcoming.params.get("vendor", ""))
do = page.t(f"desk.do.{upcoming.key.removeprefix('stage.next_')}")
doing = Action(label=do, key="desk_next", page=upcoming.page, on_click=begin_with, args=(first,))
steps.next_step(t(upcoming.key, lang, **upcoming.params), doing)

if now.declared:
    where_it_stands()

there = tenders(store, actor)
if len(there) > 1 or page.front.sample:
    words.section(page.t("desk.tenders"))
with st.container(key="desk_tenders", horizontal=True, vertical_alignment="bottom"):
    if len(there) > 1:
        names = {key: f"{page.text(name)} · {key}" for key, name, _ in there}
        st.selectbox(
            page.t("desk.choose"), list(names), format_func=names.__getitem__, key="desk_tender", on_change=choose,
            index=list(names).index(page.tender), width=420,
        )  # fmt: skip
    if page.front.sample:
        words.small(page.t("desk.sample_note"))
        with st.popover(plain(page.t("desk.remove")), key="desk_remove"):
            words.para(page.t("desk.remove_ask"))
            steps.button(page.t("desk.remove_do"), key="desk_remove_do", on_click=remove)

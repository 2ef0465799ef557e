"""The contract page: the draft for the chosen vendor, what it rests on, and what is still open in it."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.finding import Severity
from evaluator.services.draft_grounds import allowed_drafts
from evaluator.services.drafting import may_talk
from evaluator.services.drafts import draft_preview
from evaluator.services.state import load
from evaluator.ui import frame
from evaluator.ui.panels.clause_book import clause_book
from evaluator.ui.panels.contract_law import day_to_sign, law
from evaluator.ui.panels.draft_files import draft_files, excepted, exceptions, promised
from evaluator.ui.panels.draft_stage import draft_stage
from evaluator.ui.panels.read_back import reading_back
from evaluator.ui.panels.redlines import redlines
from evaluator.ui.panels.strike import striking
from evaluator.ui.panels.term import term_panel
from evaluator.ui.parts import findings, notice, steps, tables, words
from evaluator.ui.parts.findings import Line
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import contract as view

page = frame.open_page("contract")
lang = page.lang
if not page.tender:
    words.headline(page.t("contract.none.head"))
    start = Action(label=page.t("desk.start"), key="contract_start", page="tender")
    notice.empty(page.t("desk.empty.title"), page.t("contract.none.do"), start)
    st.stop()
now = load(page.store, page.actor, page.tender)
there = view.candidates(now)
if not there:
    words.headline(page.t("contract.none.head"), page.t("contract.none.lead"))
    ranking = Action(label=page.t("desk.do.ranking"), key="contract_ranking", page="ranking")
    notice.empty(page.t("contract.none.title"), page.t("contract.none.rank"), ranking)
    clause_book(page, now)
    st.stop()


allowed = allowed_drafts(page.store, page.actor, page.tender)
if now.selection is not None:
    vendor = now.selection.vendor
    confirm = Action(label=page.t("desk.do.confirm"), key="contract_confirm", page="shortlist")
    made = view.preview(now, vendor, allowed)
    if made is None:  # chosen, and now excluded or without a bid
        words.headline(page.t("contract.none.head"))
        notice.warn(page.t("shortlist.to_confirm", vendor=vendor), page.t("contract.held"))
        steps.next_step(page.t("stage.next_confirm", vendor=vendor), confirm, key="contract")
        clause_book(page, now)
        st.stop()
    numbers = view.numbers(made.draft, made.summary)
    words.headline(page.t("contract.head", vendor=vendor), view.lead(numbers, lang))
    if now.to_confirm:
        notice.warn(page.t("shortlist.to_confirm", vendor=vendor), page.t("contract.held"))
        steps.next_step(page.t("stage.next_confirm", vendor=vendor), confirm, key="contract")
    elif draft_files(page, now, vendor, allowed):
        redlines(page, now, vendor, made)
else:
    words.headline(page.t("contract.none.title"), page.t("contract.none.lead"))
    select = Action(label=page.t("contract.select"), key="contract_select", page="shortlist")
    steps.next_step(page.t("contract.none.select"), select, key="contract")
    there = (*there, *excepted(now, allowed))
    vendor = st.selectbox(page.t("contract.vendor"), there, key="contract_vendor", width=420)
    made = draft_preview(now, vendor, allowed)
    numbers = view.numbers(made.draft, made.summary)
    if draft_files(page, now, vendor, allowed):
        redlines(page, now, vendor, made)

day_to_sign(page, now, made)
tables.html_table(*view.tally(numbers, lang), caption=page.t("contract.counts"), key="contract_counts")
blocks = view.blocking(now, made, lang)
words.section(page.t("contract.blocking"), str(len(blocks)) if blocks else "")
if blocks:
    findings.finding_list([Line(said, "", Severity.BLOCKER) for said in blocks], more=5, key="contract_blocking")
else:
    words.small(page.t("contract.blocking_none"))
law(page, now, made)

standing = now.selection is not None and not now.to_confirm
if standing:
    draft_stage(page, now, made, vendor)

promised(page, now, made)
if standing and may_talk(now.tender):  # after a call for tenders no commitment can be given up
    striking(page, now, made)

words.section(page.t("contract.terms"), str(numbers.terms))
with st.container(horizontal=True, key="contract_filter"):
    standings = {key: page.t(f"contract.show.{key}") for key in view.SHOWN}
    groups = {"": page.t("contract.every_group"), **view.groups(now, lang)}
    shown = st.selectbox(
        page.t("contract.col.status"),
        list(standings),
        format_func=standings.__getitem__,
        key="contract_status",
        width=260,
    )
    group = st.selectbox(
        page.t("contract.col.group"), list(groups), format_func=groups.__getitem__, key="contract_group", width=320
    )
columns, rows = view.terms(now, made.draft, (shown, group), lang)
if rows:
    tables.html_table(columns, rows, caption=page.t("contract.terms"), key="contract_terms", height=44)
else:
    words.small(page.t("contract.show_none"))
term_panel(page, now, made, vendor, ask=standing)
if standing:
    reading_back(page, now, vendor)
exceptions(page, now, allowed)
clause_book(page, now)
words.small(page.t("contract.counsel"))

"""The tender page: what the tender is, what it still lacks, and the way to start another."""

from __future__ import annotations

import streamlit as st

from evaluator.services.buyers import keep_buyer
from evaluator.services.state import load
from evaluator.services.tenders import change_tender
from evaluator.services.tenders import missing as lacking
from evaluator.ui import act, frame, state
from evaluator.ui.panels import tender_forms as forms
from evaluator.ui.panels.assigning import assignments
from evaluator.ui.panels.lots import adding
from evaluator.ui.panels.sending import sending
from evaluator.ui.panels.tender_keep import keeping
from evaluator.ui.panels.tender_own import change_part, own_list, own_terms
from evaluator.ui.panels.tender_start import begin, others, starting
from evaluator.ui.parts import steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import tender as view
from evaluator.ui.views.tender_own import editing

page = frame.open_page("tender")
lang, store, actor = page.lang, page.store, page.actor


def edit(part: str) -> None:
    state.put("tender.edit", part)


def save(prefix: str) -> None:
    def change(cid: str) -> bool:
        given = forms.handed_in(prefix)
        changes = view.changes_of(part, given, now)
        if changes:
            change_tender(store, actor, cid, page.tender, now.ver, changes, str(given.get("reason", "")))
        if given.get("keep"):
            keep_buyer(store, actor, f"{cid}/keep", changes.get("buyer", now.tender.buyer))
        return True

    if act.act(change, "tender.save", "tender.saved"):
        if part == "facts":
            forms.tell_ceiling(forms.values(prefix), lang)
        edit("")


if not page.tender or state.get("tender.new"):
    starting(page)
    st.stop()

now = load(store, actor, page.tender)
tender, part = now.tender, editing(state.get("tender.edit", ""), now)
with st.container(key="tender_head", horizontal=True, vertical_alignment="top"):
    with st.container(width="stretch"):
        words.headline(view.headline(now, lang), view.lead(now, lang))
    with st.container(width="content"):
        other = Action(label=page.t("tender.new"), key="tender_new", on_click=begin, args=(True,), primary=False)
        steps.actions(other, key="tender_new_acts")

missing = lacking(tender)
if missing and not part:
    fill = Action(label=page.t("tender.edit"), key="tender_fill", on_click=edit, args=("facts",))
    steps.next_step(view.wanted(missing, lang), fill, key="tender")
elif not now.locked and not part:
    lock = Action(label=page.t("tender.to_method"), key="tender_to_method", page="method")
    steps.next_step(page.t("tender.next_method"), lock, key="tender")

if part in view.SIDES:
    words.section(page.t(f"tender.edit.{part}"), page.t("tender.edit_locked") if now.locked and part == "facts" else "")
    forms.FORMS[part](page, now, save)
    cancel = Action(label=page.t("parts.not_now"), key="tender_cancel", on_click=edit, args=("",), primary=False)
    steps.actions(cancel, key="tender_cancel_acts")
else:
    sides = zip(
        st.columns(2, gap="medium"), view.SIDES, (view.facts(now, lang), view.buyer(tender.buyer, lang)), strict=True
    )
    for place, key, rows in sides:
        with place:
            words.section(page.t(f"tender.section.{key}"))
            tables.html_table(*view.pairs(rows, lang), caption=page.t(f"tender.section.{key}"), key=f"tender_{key}")
            change_part(page, key, edit)

words.section(page.t("tender.section.people"))
tables.html_table(*view.people(tender, lang), caption=page.t("tender.section.people"), key="tender_people")
assignments(page, now, part, edit)
sending(page, now)
own_terms(page, now, part, edit, save)
own_list(page, now, part, edit, save)

adding(page, now)
keeping(page, now)
words.section(page.t("tender.section.all"))
others(page, now)

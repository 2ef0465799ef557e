"""The contract page: the draft for the chosen vendor, what it rests on, and what is still open in it."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.text import Layout
from evaluator.services.drafts import draft_preview
from evaluator.services.exports import mint
from evaluator.services.state import load
from evaluator.ui import frame
from evaluator.ui.parts import download, findings, notice, tables, words
from evaluator.ui.parts.findings import Line, Severity
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
chosen = now.selection.vendor if now.selection else ""
there = view.candidates(now) if "prices_opened" in now.stages else ()
if not chosen:
    words.headline(page.t("contract.none.head"), page.t("contract.none.lead"))
    select = Action(label=page.t("contract.select"), key="contract_select", page="shortlist")
    notice.empty(page.t("contract.none.title"), page.t("contract.none.select"), select)
    if there:
        words.section(page.t("contract.preview"), page.t("contract.preview_note"))
        chosen = st.selectbox(
            page.t("contract.vendor"), there, index=None, placeholder=page.t("contract.vendor_hint"), key="contract_vendor"
        )
    if not chosen:
        st.stop()

made = draft_preview(now, chosen)
numbers = view.numbers(made.draft, made.summary)
if now.selection is not None:
    lead = page.t("contract.lead", n=numbers.terms, blank=numbers.blank, deviates=numbers.deviates)
    words.headline(page.t("contract.head", vendor=chosen), lead)
    layouts: tuple[Layout, ...] = ("zh", "en", "both")
    with st.container(horizontal=True, vertical_alignment="center", key="contract_drafts"):
        for layout in layouts:
            download.download_link(
                page.t(f"contract.draft.{layout}"),
                lambda layout=layout: mint(page.store, page.actor, page.tender, "draft", vendor=chosen, lang=layout),
                key=f"draft_{layout}", primary=layout == lang,
            )  # fmt: skip
    words.small(page.t("contract.draft_note"))
else:
    notice.warn(page.t("contract.not_recorded", vendor=chosen), page.t("contract.not_recorded_do"))

tables.html_table(*view.tally(numbers, lang), caption=page.t("contract.counts"), key="contract_counts")
blocks = view.blocking(now, made.summary, lang)
words.section(page.t("contract.blocking"), str(len(blocks)) if blocks else "")
if blocks:
    findings.finding_list([Line(words_, "", Severity.BLOCKER) for words_ in blocks], more=5, key="contract_blocking")
else:
    words.small(page.t("contract.blocking_none"))

loose = view.unbacked(now, made.summary, lang)
words.section(page.t("contract.coverage"))
words.para(page.t("contract.coverage_said", scored=numbers.scored, backed=numbers.backed))
if loose:
    with st.expander(page.t("contract.unbacked", n=len(loose)), key="contract_unbacked"):
        findings.finding_list([Line(one, "", Severity.NOTE) for one in loose], more=40, key="contract_loose")

words.section(page.t("contract.terms"), str(numbers.terms))
ways = {name: page.t(f"contract.show.{name}") for name in view.SHOWN}
shown = st.segmented_control(
    page.t("contract.show"), list(ways), format_func=ways.__getitem__, key="contract_show", default="open", required=True,
    label_visibility="collapsed",
)  # fmt: skip
columns, rows = view.terms(now, made.draft, shown or "open", lang)
if rows:
    tables.html_table(columns, rows, caption=page.t("contract.terms"), key="contract_terms", height=44)
else:
    words.small(page.t("contract.show_none"))

"""Lots of one purchase: how each of them stands, the award limit, and the form that starts the next."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evaluator.award.lots import next_lot
from evaluator.domain.finding import Finding
from evaluator.services.limits import NAME
from evaluator.services.lots import add_lot, lots_of, over_awarded
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.panels import tender_forms as forms
from evaluator.ui.parts import findings, steps, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import lots as view

MANY = 999


def all_lots(page: PageContext, now: TenderState) -> None:
    """Every lot of the purchase that this person may see, and what the limit says; nothing for a tender that stands alone."""
    lots = lots_of(page.store, page.actor, now.tender)
    if not lots:
        return
    words.section(page.t("lots.section", purchase=now.tender.purchase), str(len(lots)))
    tables.html_table(*view.table(lots, now.id, page.lang), caption=page.t("lots.caption"), key="lots_table")
    words.small(view.limit(lots, page.lang))
    if page.actor.sign_in:
        words.small(page.t("lots.yours"))
    beyond(page, over_awarded(lots))


def beyond(page: PageContext, found: Sequence[Finding]) -> None:
    """Vendors with more lots than the limit, each with its lots."""
    if found:
        findings.finding_list(findings.lines(found, page.lang), key="lots_limit")


def adding(page: PageContext, now: TenderState) -> None:
    """The form for the next lot; a tender that stands alone is given its purchase and number with it."""
    words.section(page.t("lots.title"), view.belongs(now.tender, page.lang))
    words.small(page.t("lots.note"))
    prefix, tender = f"lot_{now.id}_{now.revision}", now.tender
    lots = lots_of(page.store, page.actor, tender)
    with st.expander(page.t("lots.add"), key="lots_add"), st.form(prefix, border=False):
        left, right = st.columns(2)
        if not tender.purchase:
            left.text_input(page.t("lots.form.purchase"), tender.id, key=f"{prefix}_purchase", max_chars=NAME)
            with right.container(horizontal=True):
                st.text_input(page.t("lots.form.this"), "1", key=f"{prefix}_this", max_chars=NAME)
                st.number_input(page.t("lots.form.limit"), 0, MANY, 0, key=f"{prefix}_limit")
        for side, lang in zip((left, right), tender.languages, strict=False):
            side.text_input(page.t(f"lots.form.{lang}"), key=f"{prefix}_{lang}", max_chars=NAME)
        following = next_lot([one.tender.lot for one in lots] or ["1"])
        left.text_input(page.t("lots.form.lot"), following, key=f"{prefix}_lot", max_chars=NAME)
        right.text_input(page.t("tender.form.ceiling"), key=f"{prefix}_ceiling", placeholder="1200000")
        st.checkbox(page.t("lots.form.with_list"), value=True, key=f"{prefix}_list")
        st.form_submit_button(
            page.t("lots.add"), type="primary", on_click=_add, args=(page, now, prefix), key="lots_do",
            disabled=steps.archived() and not tender.purchase,
        )  # fmt: skip


def _add(page: PageContext, now: TenderState, prefix: str) -> None:
    given = forms.values(prefix)

    def started(cid: str) -> str:
        return add_lot(page.store, page.actor, cid, now, view.form_of(given, now.tender))

    if act.act(started, "lots.add", "lots.added", lot=given["lot"]):
        forms.tell_ceiling({**given, "currency": now.tender.currency}, page.lang)
        forms.forget(prefix)

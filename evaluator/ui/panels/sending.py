"""Sending the workbooks out: a package for each vendor to download, and the ledger of what was sent."""

from __future__ import annotations

from typing import cast

import streamlit as st

from evaluator.domain.text import Layout, languages
from evaluator.services.exports import mint
from evaluator.services.limits import NAME, WORDS
from evaluator.services.sending import OWN, Wish, by_choice, covering_note, record_sending, sendings
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.parts import download, notice, steps, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import sending as view
from evaluator.ui.views.tender import LAYOUTS, layout


def sending(page: PageContext, now: TenderState) -> None:
    """Who has the workbooks, and the way to send them to those who have not."""
    ledger = sendings(page.store, page.actor, page.tender)
    said = view.headline(now, ledger, page.lang) if now.locked and now.tender.vendors else ""
    words.section(page.t("sending.section"), said)
    if not now.tender.vendors or not now.locked:
        notice.info(page.t("sending.unlocked" if now.tender.vendors else "sending.nobody"))
        return
    words.small(page.t("sending.lead"))
    tables.html_table(*view.table(now, ledger, page.lang), caption=page.t("sending.section"), key="sending_table")
    waiting = view.to_send(now, ledger)
    with st.expander(page.t("sending.download_one"), expanded=bool(waiting), key="sending_out"):
        _packages(page, now, waiting)
    if ledger:
        with st.expander(page.t("sending.ledger"), key="sending_ledger"):
            for line in view.lines(ledger, page.lang):
                words.small(line)


def _packages(page: PageContext, now: TenderState, waiting: list[str]) -> None:
    turn = now.revision
    left, right = st.columns([3, 1])
    vendors = left.multiselect(
        page.t("sending.vendors"),
        list(now.tender.vendors),
        default=waiting,
        key=f"sending_vendors_{turn}",
        placeholder=page.t("parts.choose"),
    )
    offered = (*LAYOUTS, OWN) if len(now.tender.languages) > 1 else LAYOUTS
    chosen = right.selectbox(
        page.t("sending.lang"), offered, index=LAYOUTS.index(layout(now.tender.languages)), key=f"sending_lang_{turn}",
        format_func=lambda key: page.t(f"tender.languages.{key}"),
    )  # fmt: skip
    added = st.text_area(page.t("sending.added"), key=f"sending_added_{turn}", max_chars=WORDS, height=90)
    if not vendors:
        return
    wish = Wish(
        layout=cast("Layout", "both" if chosen == OWN else chosen), added=added,
        by_vendor=by_choice(now.tender, vendors, chosen, now.evaluation.bids),
    )  # fmt: skip
    if wish.by_vendor:
        words.small(view.own_languages(vendors, wish, page.lang))
    _note(page, now, vendors[0], wish.to(vendors[0]))
    label = page.t("sending.download", count=len(vendors)) if len(vendors) > 1 else page.t("sending.download_one")
    download.download_link(
        label, lambda: mint(page.store, page.actor, page.tender, "packages", vendors="\n".join(vendors), lang=chosen, added=added),
        key=f"sending_{hash((tuple(vendors), chosen, added))}", primary=True,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", key="sending_record"):
        way = st.text_input(page.t("sending.way"), key=f"sending_way_{turn}", max_chars=NAME)
        steps.button(
            page.t("sending.record"), key="sending_do", on_click=_record, args=(page, vendors, wish), disabled=not way
        )


def _note(page: PageContext, now: TenderState, vendor: str, wish: Wish) -> None:
    with st.popover(page.t("sending.preview"), key="sending_note"):
        for lang in languages(wish.layout):
            words.para(covering_note(now.tender, vendor, now.asked.issue, lang, wish))


def _record(page: PageContext, vendors: list[str], wish: Wish) -> None:
    way = str(st.session_state[f"sending_way_{page.revision}"])
    act.act(
        lambda cid: record_sending(page.store, page.actor, cid, page.tender, vendors, way, wish), "sending.record",
        "sending.recorded",
    )  # fmt: skip

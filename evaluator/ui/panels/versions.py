"""Every workbook a vendor has sent: one of them at a time, with what it said and what differs from the one that counts."""

from __future__ import annotations

import streamlit as st

from evaluator.services.exports import mint
from evaluator.services.state import TenderState
from evaluator.services.versions import Version, answers_of, since, versions
from evaluator.ui.parts import download, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import revisions as view

TALL, HEIGHT = 8, 34


def all_versions(page: PageContext, now: TenderState, vendor: str) -> None:
    """The versions in a list, one of them opened; nothing where only one of each kind counts or has counted.

    One that waits is shown with its own difference and is not listed again.
    """
    found = {one.file: one for one in versions(page.store, page.actor, now, vendor) if one.state != "waiting"}
    earlier = [key for key, one in found.items() if one.state != "current"]
    if not earlier:
        return
    words.section(page.t("revision.versions"), str(len(found)))
    for clarified in filter(None, (view.changed_line(now, one, page.lang) for one in found.values())):
        words.small(clarified)
    chosen = st.selectbox(
        page.t("revision.version"), list(found), index=list(found).index(earlier[0]), key=f"version_{now.revision}_{vendor}",
        format_func=lambda key: view.version_line(found[key], page.lang), width=620,
    )  # fmt: skip
    one = found[chosen]
    if said := view.decision_line(one, page.lang):
        words.small(said)
    given = answers_of(page.store, page.actor, page.tender, one.file)
    if given is None:
        words.small(page.t("revision.version_sealed"))
        return
    if one.hidden:
        words.small(page.t("revision.version_hidden"))
    else:
        _original(page, one)
    _difference(page, now, vendor, one)
    with st.expander(page.t("revision.version_answers"), key="version_answers"):
        caption = page.t("revision.version_answers")
        tables.html_table(*view.answers(now, given, page.lang), caption=caption, key="version_table", height=HEIGHT)


def _original(page: PageContext, one: Version) -> None:
    download.download_link(
        page.t("bids.download"), lambda: mint(page.store, page.actor, page.tender, "original", upload=one.file),
        key=f"version_file_{one.file}",
    )  # fmt: skip


def _difference(page: PageContext, now: TenderState, vendor: str, one: Version) -> None:
    """What the workbooks that count say otherwise than this version."""
    told = since(page.store, page.actor, now, vendor, one.file)
    if told is None:
        return
    words.section(page.t("revision.version_difference"), view.counts(told, page.lang))
    if told.changes:
        rows = view.table(now, told, page.lang, heads=("version", "counting", "cells_version"))
        caption, tall = page.t("revision.version_difference"), HEIGHT if len(told.changes) > TALL else None
        tables.html_table(*rows, caption=caption, key="version_difference", height=tall)

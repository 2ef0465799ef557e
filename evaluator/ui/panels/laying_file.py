"""The mapping of a foreign workbook as something that is kept: saved with the tender, downloaded, or taken from a file."""

from __future__ import annotations

import streamlit as st

from evaluator.adapters.mapping_file import parse_mapping
from evaluator.services.exports import mint
from evaluator.services.mapping import save_mapping, saved_mappings
from evaluator.ui import act, state
from evaluator.ui.panels import laying_sheet
from evaluator.ui.parts import download, findings, notice, steps, upload, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import laying as view
from evaluator.ui.views.laying import Laying

_TURN = "laying.file_turn"


def origin(page: PageContext, laying: Laying) -> None:
    """By what the workbook is read, where that is not recognition alone, and the sheets that a mapping does not fit."""
    with st.container(key="laying_origin"):
        _origin(page, laying)


def _origin(page: PageContext, laying: Laying) -> None:
    if laying.origin != "recognised":
        notice.done(
            page.t("laying.applied" if laying.origin == "saved" else "laying.applied_file", name=laying.origin_name)
        )
    if laying.faults:
        words.small(page.t("laying.moved"))
        findings.finding_list(findings.lines(laying.faults, page.lang), more=3, key="laying_faults")


def keeping(page: PageContext, laying: Laying) -> None:
    """Save it, download it as it is saved, or use one from a file."""
    mapping = laying.mapping()
    kept = next(
        (one for one in saved_mappings(page.store, page.actor, page.tender) if one.mapping.shape == mapping.shape), None
    )
    same = kept is not None and view.bare(kept.mapping) == view.bare(mapping)
    with st.container(horizontal=True, vertical_alignment="center", key="laying_keeping"):
        steps.button(
            page.t("laying.save"), key="laying_save", type="primary", disabled=same or not mapping.tables, wrap=False,
            on_click=_save, args=(page, laying, kept.ver if kept else 0),
        )  # fmt: skip
        if same:
            download.download_link(
                page.t("laying.download"), lambda: mint(page.store, page.actor, page.tender, "mapping", shape=mapping.shape),
                key=f"laying_download_{mapping.shape}",
            )  # fmt: skip
            words.small(page.t("laying.saved"))
    with st.expander(page.t("laying.upload"), key="laying_upload"):
        turn = int(state.get(_TURN, 0))
        given = upload.file_box(page.t("laying.upload"), key=f"laying_file_{turn}")
        words.small(page.t("laying.upload_note"))
        if given is not None:
            st.button(
                page.t("laying.upload_do"),
                key="laying_upload_do",
                on_click=_use,
                args=(laying, given.name, given.getvalue()),
            )


def _save(page: PageContext, laying: Laying, ver: int) -> None:
    act.act(
        lambda cid: save_mapping(page.store, page.actor, cid, page.tender, laying.name, laying.mapping(), ver),
        "laying.save", "laying.save_done",
    )  # fmt: skip


def _use(laying: Laying, name: str, data: bytes) -> None:
    mapping = act.act(lambda _: parse_mapping(data.decode("utf-8-sig", "replace"), name), "laying.use")
    if mapping is not None:
        laying.take(mapping, "file", name)
        laying_sheet.begin()
        state.put(_TURN, int(state.get(_TURN, 0)) + 1)

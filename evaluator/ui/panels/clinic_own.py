"""The team's own what-if bids: the vendors' empty workbooks out, filled-in ones tried on the method, nothing saved."""

from __future__ import annotations

import streamlit as st

from evaluator.services import exports
from evaluator.services.clinic import NO_BIDS, Own, read_own, refusal_lines
from evaluator.services.state import TenderState
from evaluator.ui import state
from evaluator.ui.parts import download, notice, upload, words
from evaluator.ui.state import PageContext

_KEPT = "clinic.own"


def own_given(page: PageContext, now: TenderState) -> Own:
    """The bids that were put in on this page; none once the method is locked."""
    kept: tuple[str, str, Own] = state.get(_KEPT, ("", "", NO_BIDS))
    return kept[2] if kept[:2] == (now.id, now.pack.sha256) and not now.locked else NO_BIDS


def own_bids(page: PageContext, now: TenderState) -> None:
    """The box for filled-in workbooks; while the method can still change."""
    words.section(page.t("clinic.own.title"), "" if now.locked else page.t("clinic.own.note"))
    if now.locked:
        words.small(page.t("clinic.own.locked"))
        return
    lang = "both" if len(now.tender.languages) > 1 else now.tender.languages[0]
    download.download_link(
        page.t("clinic.own.blank"), key="clinic_blank",
        mint=lambda: exports.mint(page.store, page.actor, page.tender, "templates", lang=lang),
    )  # fmt: skip
    given = upload.upload_box(page.t("clinic.own.box"), key="clinic_files")
    mine = own_given(page, now)
    marks = tuple(sorted(file.file_id for file in given))
    if marks != state.get("clinic.own_files", ()):
        step = notice.working(page.t("clinic.own.reading"))
        step(0.1, "")
        mine = read_own(now, [(file.name, file.getvalue()) for file in given]) if given else NO_BIDS
        step(1, "")
        state.put(_KEPT, (now.id, now.pack.sha256, mine))
        state.put("clinic.own_files", marks)
        st.rerun()
    for line in refusal_lines(mine, page.lang):
        notice.warn(line)

"""What happens to a tender that is done: everything of it as one folder, and the archive."""

from __future__ import annotations

import streamlit as st

from evaluator.services import exports
from evaluator.services.archive import archive_tender, unarchive_tender
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.parts import confirm, download, notice, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views.when import here


def keeping(page: PageContext, now: TenderState) -> None:
    """The folder to keep, and the way into the archive and out of it."""
    words.section(page.t("folder.section"))
    words.para(page.t("folder.note"))
    if "prices_opened" not in now.stages:
        words.small(page.t("folder.sealed"))
    download.download_link(
        page.t("folder.download"), key="tender_folder",
        mint=lambda: exports.mint(page.store, page.actor, page.tender, "everything", lang=page.lang),
    )  # fmt: skip
    if now.archived_at:
        notice.warn(page.t("folder.archived", at=here(now.archived_at)), page.t("folder.archived_do"))
        with st.popover(plain(page.t("folder.take_out")), key="tender_unarchive"):
            st.text_input(page.t("folder.take_out_reason"), key="tender_unarchive_reason", max_chars=WORDS)
            st.button(plain(page.t("folder.take_out")), key="tender_unarchive_do", on_click=_take_out, args=(page,))
        return
    confirm.ask(confirm.Act(
        key="tender_archive", label=page.t("folder.archive"), what=page.t("folder.archive_what", name=now.tender.name),
        do=page.t("folder.archive_ask"), yes=page.t("folder.archive"), work=_archive, args=(page,), primary=False,
    ))  # fmt: skip


def _archive(page: PageContext) -> None:
    act.act(lambda cid: archive_tender(page.store, page.actor, cid, page.tender), "tender.archive", "folder.done")


def _take_out(page: PageContext) -> None:
    reason = st.session_state.get("tender_unarchive_reason", "")
    act.act(
        lambda cid: unarchive_tender(page.store, page.actor, cid, page.tender, reason), "tender.unarchive", "folder.out"
    )  # fmt: skip

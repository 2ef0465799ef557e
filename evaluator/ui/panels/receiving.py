"""Files in and out: the upload with its progress and one result line a file, and the originals as they came."""

from __future__ import annotations

import streamlit as st

from evaluator.services.bids import import_files, withdraw_file
from evaluator.services.exports import mint
from evaluator.services.held import Upload
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.panels import laying
from evaluator.ui.panels.lateness import handing_in
from evaluator.ui.parts import download, handed, steps, tables, upload, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import bids as view


def receiving(page: PageContext) -> None:
    """A box for several files; bids and scorecards are told apart by what they carry inside."""
    turn = int(state.get("bids.turn", 0))
    given = upload.upload_box(page.t("bids.upload"), key=f"bids_files_{turn}")
    words.small(page.t("bids.upload_note"))
    if given:
        handed.moment_inputs(page, "bids_handed")
    if steps.button(page.t("bids.upload_do", n=len(given)), key="bids_upload", type="primary", disabled=not given):
        moment = handed.moment_given("bids_handed")
        if not moment:
            state.flash("error", page.t("receipt.hour_missing"))
            st.rerun()
        tell = upload.watched(page.t("bids.reading"), [file.name for file in given])
        files = [(file.name, file.getvalue()) for file in given]
        found = act.act(
            lambda cid: import_files(page.store, page.actor, cid, page.tender, files, tell, handed_in=moment),
            "bids.import",
        )
        if found is not None:
            state.put("bids.results", (page.tender, found))
            state.put("bids.handed", moment)
            foreign = {one.name for one in found if view.is_foreign(one)}
            laying.keep(page.tender, {name: data for name, data in files if name in foreign})
            state.put("bids.turn", turn + 1)
        st.rerun()


def results(page: PageContext) -> None:
    """What became of the files of the last upload, until it is put away."""
    tender, found = state.get("bids.results", ("", ()))
    if tender != page.tender or not found:
        return
    stored = sum(one.status in ("stored", "waits", "unassigned") for one in found)
    words.section(page.t("bids.results", n=len(found), stored=stored))
    tables.html_table(*view.results(found, page.lang), caption=page.t("bids.results_caption"), key="bids_results")
    laying.offer(page)
    st.button(page.t("bids.results_away"), key="bids_results_away", on_click=state.put, args=("bids.results", ("", ())))


def originals(page: PageContext, now: TenderState, files: tuple[Upload, ...]) -> None:
    """The files as they came, with their hash; each can be downloaded, or withdrawn."""
    if not files:
        words.small(page.t("bids.no_files"))
    for file in files:
        with st.container(horizontal=True, vertical_alignment="center", key=f"file_{file.id}"):
            with st.container(width="stretch", gap=None):
                words.para(file.name)
                words.small(view.file_line(now, file, page.lang))
            with st.container(width="content"):
                original(page, now, file)
            if file.kind == "bid":
                handing_in(page, now, file)
                withdrawal(page, file)


def original(page: PageContext, now: TenderState, file: Upload) -> None:
    """The link to a file as it came, or that it is sealed."""
    if not view.may_download(now, file):
        words.small(page.t("bids.sealed_note"))
        return
    download.download_link(
        page.t("bids.download"), lambda: mint(page.store, page.actor, page.tender, "original", upload=file.id),
        key=f"original_{file.id}",
    )  # fmt: skip


def withdrawal(page: PageContext, file: Upload) -> None:
    """The way to take a file back, for a reason."""
    with st.popover(plain(page.t("bids.withdraw")), key=f"withdraw_{file.id}"):
        words.para(page.t("bids.withdraw_ask"))
        st.text_input(page.t("bids.reason"), key=f"withdraw_reason_{file.id}", max_chars=WORDS)
        steps.button(page.t("bids.withdraw_do"), key=f"withdraw_do_{file.id}", on_click=_withdraw, args=(page, file))


def _withdraw(page: PageContext, file: Upload) -> None:
    reason = str(st.session_state[f"withdraw_reason_{file.id}"])
    act.act(
        lambda cid: withdraw_file(page.store, page.actor, cid, page.tender, file.id, reason), f"withdraw.{file.id}",
        "bids.withdrawn", name=file.name,
    )  # fmt: skip

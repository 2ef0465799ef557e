"""Attachments of one vendor: which answers name which file, each file with its acts, and what no longer counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from evaluator.domain.attachment import Attachment
from evaluator.services import attachments
from evaluator.services.exports import mint
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.panels.lateness import handing_in
from evaluator.ui.parts import download, notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import attachments as view


def attached(page: PageContext, now: TenderState, vendor: str) -> None:
    """The answers that name files, then the files in two groups, then the history."""
    files, found = now.dealings.of(vendor), view.named(now, vendor)
    if not files:
        notice.info(page.t("attachment.none"), page.t("attachment.none_do", n=len(found)))
    if found:
        words.section(page.t("attachment.evidence"))
        tables.html_table(
            *view.evidence_table(now, found, page.lang), caption=page.t("attachment.evidence"), key="attach_evidence",
            height=30 if len(found) > 9 else None,
        )  # fmt: skip
    for key, group in view.groups(now, vendor):
        if group:
            words.section(page.t(f"attachment.group.{key}"), str(len(group)))
        for file in group:
            _file(page, now, file)
    columns, rows = view.history(now, vendor, page.lang)
    if rows:
        with st.expander(page.t("attachment.history", n=len(rows)), key="attach_past"):
            tables.html_table(columns, rows, caption=page.t("attachment.history", n=len(rows)), key="attach_history")


def _file(page: PageContext, now: TenderState, file: Attachment) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"attached_{file.id}"):
        with st.container(width="stretch", gap=None):
            words.para(file.name)
            words.small(view.line(now, file, page.lang))
        with st.container(width="content"):
            if view.may_download(now, file):
                made = partial(mint, page.store, page.actor, page.tender, "original", upload=file.id)
                download.download_link(page.t("bids.download"), made, key=f"attachment_{file.id}")
            else:
                words.small(page.t("bids.sealed_note"))
        handing_in(page, now, file)
        if file.envelope != "price" and "prices_opened" not in now.stages:
            _act(page, file, "seal", attachments.seal)
        _act(page, file, "withdraw", attachments.withdraw)
    if file.entries:
        with st.expander(page.t("attachment.contents", n=len(file.entries)), key=f"attach_inside_{file.id}"):
            words.small(page.t("attachment.contents_note"))
            tables.html_table(
                *view.inside(file, page.lang), caption=page.t("attachment.contents", n=len(file.entries)),
                key=f"attach_names_{file.id}", height=26,
            )  # fmt: skip


def _act(page: PageContext, file: Attachment, way: str, service: Callable[..., None]) -> None:
    """A small form of its own for an act on a file, with the reason."""
    with st.popover(plain(page.t(f"attachment.{way}")), key=f"attach_{way}_{file.id}"):
        words.para(page.t(f"attachment.{way}_ask"))
        with st.form(f"attach_{way}_form_{file.id}", border=False):
            st.text_input(page.t("bids.reason"), key=f"attach_{way}_reason_{file.id}", max_chars=WORDS)
            steps.submit(
                page.t(f"attachment.{way}_do"), key=f"attach_{way}_do_{file.id}", on_click=_send,
                args=(page, file, way, service),
            )  # fmt: skip


def _send(page: PageContext, file: Attachment, way: str, service: Callable[..., None]) -> None:
    reason = str(st.session_state[f"attach_{way}_reason_{file.id}"])
    act.act(
        lambda cid: service(page.store, page.actor, cid, page.tender, file.id, file.ver, reason),
        f"attach.{way}.{file.id}", f"attachment.{way}_done", name=file.name,
    )  # fmt: skip

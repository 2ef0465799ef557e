"""Whose is this? A person assigns each workbook that is nobody's, or withdraws it; its names only suggest."""

from __future__ import annotations

import streamlit as st

from evaluator.services.belonging import Nobodys, assign, nobodys
from evaluator.services.limits import NAME, WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.panels.receiving import original, withdrawal
from evaluator.ui.parts import steps, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import belonging as view
from evaluator.ui.views.bids import file_line


def belonging(page: PageContext, now: TenderState) -> None:
    """Every workbook that is nobody's, each with the question whose it is; nothing where there is none."""
    waiting = nobodys(page.store, page.actor, now)
    if not waiting:
        return
    words.section(page.t("belonging.title"), page.t("belonging.count", n=len(waiting)))
    for one in waiting:
        with st.container(border=True, key=f"belonging_{one.upload.id}"):
            _question(page, now, one)


def _question(page: PageContext, now: TenderState, one: Nobodys) -> None:
    file = one.upload
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            words.para(file.name)
            words.small(file_line(now, file, page.lang))
        with st.container(width="content"):
            original(page, now, file)
        withdrawal(page, file)
    words.para(view.why(one, page.lang))
    # Nothing is chosen beforehand: a likeness is no reason to take a bid for this vendor's.
    vendor = st.selectbox(
        page.t("belonging.whose"), view.vendors(now, one), index=None, width=420, key=f"belonging_vendor_{file.id}",
        format_func=lambda name: view.vendor_label(name, page.lang), placeholder=page.t("belonging.choose"),
    )  # fmt: skip
    other = vendor == view.OTHER
    if other:
        st.text_input(
            page.t("belonging.name"), value=one.named[:NAME], max_chars=NAME, key=f"belonging_name_{file.id}", width=420
        )
    st.text_input(
        page.t("belonging.reason_other" if other else "belonging.reason"), max_chars=WORDS,
        key=f"belonging_reason_{file.id}", placeholder=page.t("belonging.reason_hint"), width=620,
    )  # fmt: skip
    steps.button(
        page.t("belonging.do"),
        key=f"belonging_do_{file.id}",
        disabled=vendor is None,
        on_click=_assign,
        args=(page, one),
    )


def _assign(page: PageContext, one: Nobodys) -> None:
    file = one.upload
    chosen = str(st.session_state[f"belonging_vendor_{file.id}"])
    vendor = str(st.session_state[f"belonging_name_{file.id}"]) if chosen == view.OTHER else chosen
    reason = str(st.session_state[f"belonging_reason_{file.id}"])
    became = act.act(
        lambda cid: assign(page.store, page.actor, cid, page.tender, file, vendor, reason), f"assign.{file.id}"
    )
    if became is not None:
        state.flash("done", page.t(f"belonging.done.{became}", name=file.name, vendor=vendor))

"""The method workbook out and in again, and two versions of the method side by side."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from evaluator.adapters.packs import known_packs
from evaluator.domain.method_differences import differences
from evaluator.services.method_books import BookResult
from evaluator.services.method_preview import read_tender_book
from evaluator.services.methods import method_of, method_versions
from evaluator.services.state import TenderState
from evaluator.ui import state
from evaluator.ui.panels.book_links import book_links
from evaluator.ui.panels.method_edit import save, show_changes
from evaluator.ui.parts import findings, notice, steps, tables, upload, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import method_compare as compare

_READ, _TURN = "method.book", "method.book_turn"
BUNDLED = 0


def method_book(page: PageContext, now: TenderState) -> None:
    """Links to the workbook, the box for one that comes back, what it changes, and what is wrong with it."""
    words.section(page.t("change.book"), page.t("change.book_note"))
    book_links(page, now, "method", "method.workbooks")
    given = upload.file_box(page.t("change.book_back"), key=f"method_back_{state.get(_TURN, 0)}")
    if given is None:
        return
    result = _read(page, now, given.name, given.getvalue())
    if result.findings:
        findings.finding_list(findings.lines(result.findings, page.lang), key="method_book_findings")
    if result.refused:
        notice.warn(page.t("change.book_refused"))
    elif not result.told:
        notice.info(page.t("change.no_change"))
    else:
        show_changes(page, now, result.told)
        if now.locked:
            st.text_input(page.t("change.reason"), key="method_book_reason", max_chars=500)
        do = Action(
            label=page.t("change.save", n=len(result.told)),
            key="method_book_save",
            on_click=_take,
            args=(page, now, result),
            changes=True,
        )
        steps.actions(do, key="method_book_acts")


def _read(page: PageContext, now: TenderState, name: str, data: bytes) -> BookResult:
    """What the workbook says, read once for each revision of the method."""
    stamp = (sha256(data).hexdigest(), now.number, now.method_ver)
    kept: tuple[object, BookResult] | None = state.get(_READ)
    if kept is None or kept[0] != stamp:
        kept = (stamp, read_tender_book(page.store, page.actor, now, name, data))
        state.put(_READ, kept)
    return kept[1]


def _take(page: PageContext, now: TenderState, result: BookResult) -> None:
    if save(page, now, list(result.changes), str(st.session_state.get("method_book_reason", ""))):
        state.put(_TURN, int(state.get(_TURN, 0)) + 1)


def versions(page: PageContext, now: TenderState) -> None:
    """Two versions side by side, or a version beside the bundled pack: only what differs."""
    there = {
        row.number: page.t("change.version", n=row.number)
        for row in method_versions(page.store, page.actor, page.tender)
    }
    if now.pack.method.key in known_packs():
        there = {BUNDLED: page.t("change.bundled"), **there}
    if len(there) < 2:
        return
    with st.expander(page.t("change.compare"), key="method_compare"):
        left, right = st.columns(2)
        numbers = list(there)
        old = left.selectbox(page.t("change.col.before"), numbers, format_func=there.__getitem__, key=f"method_old_{len(there)}",
                             index=len(numbers) - 2)  # fmt: skip
        new = right.selectbox(page.t("change.col.after"), numbers, format_func=there.__getitem__, key=f"method_new_{len(there)}",
                              index=len(numbers) - 1)  # fmt: skip
        both = [method_of(page.store, page.actor, page.tender, number, now.pack.method.key) for number in (old, new)]
        found = differences(both[0].method, both[1].method)
        reasons = {row.number: row.reason for row in method_versions(page.store, page.actor, page.tender)}
        if reasons.get(new):
            words.small(page.t("change.because", reason=reasons[new]))
        if not found:
            words.para(page.t("change.alike" if both[0].sha256 == both[1].sha256 else "change.alike_here"))
            return
        pair = (both[0].method, both[1].method)
        tables.html_table(
            *compare.differing(found, pair, page.lang),
            caption=page.t("change.compare"),
            key="method_differs",
            height=32,
        )

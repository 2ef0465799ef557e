"""The clause book out and in again: what counsel changed is listed, checked and saved for a reason."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from evaluator.services.clause_books import ClauseResult, read_book
from evaluator.services.clause_saving import basis_of, save_book
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.panels.book_links import book_links
from evaluator.ui.parts import findings, notice, steps, tables, upload, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import clause_book as view
from evaluator.ui.views.when import here

_READ, _TURN = "contract.book", "contract.book_turn"


def clause_book(page: PageContext, now: TenderState) -> None:
    """Folded away: links to the book, the box for one that comes back, what it changes, and what is wrong with it."""
    with st.expander(page.t("contract.book"), key="clause_book"):
        words.small(page.t("contract.book_note"))
        basis, ver, last = basis_of(page.store, page.actor, page.tender)
        if last is not None:
            words.small(page.t("contract.book_last", by=last.by, at=here(last.at), reason=last.reason))
        book_links(page, now, "clauses", "contract.book")
        given = upload.file_box(page.t("contract.book_back"), key=f"clauses_back_{state.get(_TURN, 0)}")
        if given is None:
            return
        data = given.getvalue()
        stamp = (sha256(data).hexdigest(), now.number, ver, now.selection_ver)
        kept: tuple[object, ClauseResult] | None = state.get(_READ)
        if kept is None or kept[0] != stamp:
            kept = (stamp, read_book(basis, given.name, data))
            state.put(_READ, kept)
        _result(page, now, ver, kept[1])


def _result(page: PageContext, now: TenderState, ver: int, result: ClauseResult) -> None:
    if result.findings:
        findings.finding_list(findings.lines(result.findings, page.lang), key="clause_findings")
    if result.refused:
        notice.warn(page.t("contract.book_refused"))
    elif not result.told:
        notice.info(page.t("contract.book_same"))
    else:
        caption = page.t("contract.book_changed", n=len(result.told))
        words.section(caption)
        columns, rows = view.changed(result.told, now.pack.library, page.lang)
        tables.html_table(columns, rows, caption=caption, key="clause_changes", height=26)
        st.text_input(page.t("contract.book_reason"), key="clauses_reason", max_chars=WORDS)
        do = Action(
            label=page.t("contract.book_save"), key="clauses_save", on_click=_save,
            args=(page, now, ver, result), changes=True,
        )  # fmt: skip
        steps.actions(do, key="clauses_acts")


def _save(page: PageContext, now: TenderState, ver: int, result: ClauseResult) -> None:
    reason, before = str(st.session_state.get("clauses_reason", "")), state.get(_TURN, 0)
    done: list[bool] = []

    def saved(cid: str) -> None:
        save_book(page.store, page.actor, cid, page.tender, now.number, ver, list(result.edits), reason)
        done.append(True)

    act.act(saved, "clauses.save", "contract.book_saved")
    if done:
        state.put(_TURN, int(before) + 1)

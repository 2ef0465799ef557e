"""The negotiated document brought back: its values are confirmed by a person, one or several, and all else is listed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import streamlit as st

from evaluator.services import agreeing
from evaluator.services.draft_grounds import allowed_drafts, reasons
from evaluator.services.drafts import inputs_of
from evaluator.services.limits import WORDS
from evaluator.services.problem import Refused
from evaluator.services.read_back import ReadBack, confirmed, read_back
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import findings, notice, steps, tables, upload, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import returned as view

_KEPT = "read_back_found"


def reading_back(page: PageContext, now: TenderState, vendor: str) -> None:
    """The box for the document and, once it is read, what it changes."""
    words.section(page.t("contract.back.title"), page.t("contract.back.note"))
    with st.expander(page.t("contract.back.open"), key="back_open"):
        given = upload.file_box(page.t("contract.back.file"), key="back_file")
        if given is None:
            return
        found = _read(page, now, vendor, (given.name, given.getvalue()))
        if found is not None:
            _found(page, now, vendor, found)


def _read(page: PageContext, now: TenderState, vendor: str, file: tuple[str, bytes]) -> ReadBack | None:
    """The document as it was first read: values confirmed since then do not make it another one."""
    name, content = file
    key = (page.tender, vendor, hashlib.sha256(content).hexdigest())
    kept = st.session_state.get(_KEPT)
    if kept is not None and kept[0] == key:
        found: ReadBack = kept[1]
        return found
    try:
        given = reasons(now, vendor, allowed_drafts(page.store, page.actor, page.tender))
        found = read_back(replace(inputs_of(now, vendor, "zh"), although=given), name, content)
    except Refused as refusal:
        notice.error(page.t(refusal.key, **refusal.params))
        return None
    st.session_state[_KEPT] = (key, found)
    return found


def _found(page: PageContext, now: TenderState, vendor: str, found: ReadBack) -> None:
    if found.findings:
        findings.finding_list(findings.lines(found.findings, page.lang), more=20, key="back_findings")
    values = view.waiting(found, now, vendor)
    words.section(page.t("contract.back.values"), str(len(values)))
    if values:
        tables.html_table(*view.values(values, page.lang), caption=page.t("contract.back.values"), key="back_values")
        labels = {one.term: one.label.show(page.lang) for one in values if not one.refused}
        if labels:
            _form(page, now, found, labels)
    else:
        words.small(page.t("contract.back.no_values"))
    for key, (columns, rows) in (("edits", view.edits(found, page.lang)), ("remarks", view.remarks(found, page.lang))):
        words.section(page.t(f"contract.back.{key}"), str(len(rows)))
        if rows:
            if key == "edits":
                words.small(page.t("contract.back.edits_do"))
            tables.html_table(columns, rows, caption=page.t(f"contract.back.{key}"), key=f"back_{key}", height=36)
        else:
            words.small(page.t(f"contract.back.no_{key}"))
    words.small(page.t("contract.back.formatting"))


def _form(page: PageContext, now: TenderState, found: ReadBack, labels: dict[str, str]) -> None:
    with st.form("back_form", border=False):
        st.multiselect(
            page.t("contract.back.choose"), list(labels), key="back_terms", placeholder=page.t("parts.choose"),
            format_func=labels.__getitem__,
        )  # fmt: skip
        st.checkbox(page.t("contract.back.all", n=len(labels)), key="back_all")
        st.text_input(page.t("bids.reason"), key="back_reason", max_chars=WORDS)
        steps.submit(
            page.t("contract.back.confirm"), type="primary", key="back_save", on_click=_confirm,
            args=(page, now, found, tuple(labels)),
        )  # fmt: skip


def _confirm(page: PageContext, now: TenderState, found: ReadBack, offered: tuple[str, ...]) -> None:
    typed = st.session_state
    chosen = offered if typed["back_all"] else tuple(typed["back_terms"])
    if not chosen:
        state.flash("error", page.t("contract.back.none_chosen"))
        return
    reason = str(typed["back_reason"])

    def keep(command_id: str) -> bool:
        wishes = [agreeing.Wish(term, value) for term, value in confirmed(found, chosen)]
        agreeing.agree_all(
            page.store, page.actor, command_id, page.tender, wishes, reason, source=found.source, drawn=now
        )  # fmt: skip
        return True

    if act.act(keep, "back.confirm", "contract.back.done", n=len(chosen)):
        typed["back_terms"], typed["back_all"] = [], False

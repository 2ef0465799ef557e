"""Who scores what on the tender page: a table for reading, and one to tick by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from evaluator.services.assigning import assign
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.parts import steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import assigning as view

PART = "assignments"
WIDTH = 110


def assignments(page: PageContext, now: TenderState, part: str, edit: Callable[[str], None]) -> None:
    """The section; nothing where there is no panel, or nothing for people to judge."""
    if not now.tender.evaluators or not now.pack.method.panel_leaves():
        return
    words.section(page.t("tender.section.assignments"), view.note(now, page.lang))
    closed = "technical_locked" in now.stages
    if part == PART and not closed:
        _form(page, now, edit)
        return
    tables.html_table(
        *view.table(now, page.lang), caption=page.t("tender.section.assignments"), key="tender_assignments"
    )
    if not closed:
        change = Action(
            label=page.t("tender.edit.assignments"), key="tender_edit_assignments", on_click=edit, args=(PART,),
            primary=False, changes=True,
        )  # fmt: skip
        steps.actions(change, key="tender_edit_assignments_acts")


def _form(page: PageContext, now: TenderState, edit: Callable[[str], None]) -> None:
    import pandas as pd

    words.small(page.t("tender.assign.how"))
    key = f"tassign{now.revision}"
    drawn = pd.DataFrame(view.ticks(now), index=view.titles(now, page.lang), dtype=bool)
    with st.form(f"{key}_form", border=False):
        steps.grid(
            drawn, key=key, num_rows="fixed", disabled=("_index",), width="stretch",
            alt=page.t("tender.section.assignments"),
            column_config={
                "_index": st.column_config.TextColumn(page.t("tender.assign.col.leaf"), width=320),
                **{name: st.column_config.CheckboxColumn(name, width=WIDTH) for name in now.tender.evaluators},
            },
        )  # fmt: skip
        steps.submit(
            page.t("tender.form.save"), type="primary", key="tender_assign_save", on_click=_save,
            args=(page, now, key, edit),
        )  # fmt: skip
    cancel = Action(label=page.t("parts.not_now"), key="tender_cancel", on_click=edit, args=("",), primary=False)
    steps.actions(cancel, key="tender_cancel_acts")


def _save(page: PageContext, now: TenderState, key: str, edit: Callable[[str], None]) -> None:
    def work(cid: str) -> bool:
        wanted = view.wanted(now, st.session_state.get(key))
        assign(page.store, page.actor, cid, now.id, wanted, drawn=now)
        return True

    if act.act(work, "tender.assign", "tender.saved"):
        edit("")

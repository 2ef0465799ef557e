"""The buyer's own part of a tender, shown and changed in place: its terms for the contract, and its requirement list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from evaluator.domain.contract import TermKind
from evaluator.intake.requirements import read_requirements, written
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui.parts import findings, notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import tender_own as view
from evaluator.ui.views.tender_own import Field

Call = Callable[[str], None]


def own_terms(page: PageContext, now: TenderState, part: str, edit: Call, save: Call) -> None:
    """The buyer's terms as a table, or the form for them."""
    words.section(page.t("tender.section.terms"), page.t("tender.terms_note", n=len(now.tender.terms)))
    if part == "terms":
        _terms_form(page, now, save)
        _leave(page, edit)
        return
    _table(page, "terms", view.terms(now, page.lang), None)
    change_part(page, "terms", edit)


def own_list(page: PageContext, now: TenderState, part: str, edit: Call, save: Call) -> None:
    """The requirement list as a table, or the box to paste it in; once it can no longer change, why."""
    words.section(
        page.t("tender.section.requirements"), page.t("tender.requirements_note", n=len(now.tender.requirements))
    )
    if part == "requirements":
        _paste(page, now, edit, save)
        return
    closed = view.closed(now)
    if closed:
        notice.info(page.t(closed))
    if now.tender.requirements or not closed:
        _table(page, "requirements", view.requirements(now.tender.requirements, page.lang), 32)
    if not closed:
        change_part(page, "requirements", edit)


def _table(
    page: PageContext, part: str, table: tuple[list[tables.Column], list[tables.Row]], height: int | None
) -> None:
    columns, rows = table
    if rows:
        caption = page.t(f"tender.section.{part}")
        tables.html_table(columns, rows, caption=caption, key=f"tender_{part}", height=height)
    else:
        notice.info(page.t(f"tender.no_{part}"))


def change_part(page: PageContext, part: str, edit: Call) -> None:
    """The button that opens the form of a part of the tender."""
    change = Action(
        label=page.t(f"tender.edit.{part}"),
        key=f"tender_edit_{part}",
        on_click=edit,
        args=(part,),
        primary=False,
        changes=True,
    )
    steps.actions(change, key=f"tender_edit_{part}_acts")


def _leave(page: PageContext, edit: Call) -> None:
    cancel = Action(label=page.t("parts.not_now"), key="tender_cancel", on_click=edit, args=("",), primary=False)
    steps.actions(cancel, key="tender_cancel_acts")


def _terms_form(page: PageContext, now: TenderState, save: Call) -> None:
    prefix, offered = f"tterms{now.revision}", view.fields(now)
    words.small(page.t("tender.own.lead"))
    with st.form(prefix, border=False):
        for field in offered:
            if not field.number:
                _written(page, now, prefix, field)
        words.small(page.t("tender.own.asked"))
        _figures(page, now, prefix, [field for field in offered if field.number and field.first])
        more = [field for field in offered if field.number and not field.first]
        if more:
            with st.expander(page.t("tender.own.more", n=len(more)), key=f"tender_terms_more_{now.revision}"):
                _figures(page, now, prefix, more)
        steps.submit(page.t("tender.form.save"), type="primary", on_click=save, args=(prefix,), key="tender_save")


def _written(page: PageContext, now: TenderState, prefix: str, field: Field) -> None:
    langs, label = now.tender.languages, view.title(field, now, page.lang)
    hint = page.t("tender.own.per_line") if field.term.kind is TermKind.LIST else None
    for place, lang in zip(st.columns(len(langs)), langs, strict=True):
        title = page.t(f"tender.form.in_{lang}", title=label) if len(langs) > 1 else label
        value, key = view.said(now.tender.terms.get(field.key), lang), f"{prefix}_{field.key}_{lang}"
        if field.term.kind is TermKind.LINE:
            place.text_input(plain(title), value, key=key)
        else:
            place.text_area(plain(title), value, key=key, height=140, placeholder=hint)


def _figures(page: PageContext, now: TenderState, prefix: str, offered: list[Field]) -> None:
    places: list[Any] = []
    for field in offered:
        places = places or list(st.columns(3, vertical_alignment="bottom"))
        places.pop(0).text_input(
            plain(view.title(field, now, page.lang)), view.said(now.tender.terms.get(field.key), page.lang),
            key=f"{prefix}_{field.key}", placeholder=view.said(field.usual, page.lang) or None,
        )  # fmt: skip


def _paste(page: PageContext, now: TenderState, edit: Call, save: Call) -> None:
    # Outside a form: what is pasted is shown as it was understood before anything is saved.
    prefix = f"tlist{now.revision}"
    words.small(page.t("tender.list.how"))
    words.small(page.t("tender.list.two"))
    before = written(now.tender.requirements, page.lang)
    pasted = st.text_area(page.t("tender.list.box"), before, key=f"{prefix}_list", height=220)
    if now.locked:
        words.small(page.t("tender.list.reissue"))
        st.text_input(page.t("tender.form.reason"), key=f"{prefix}_reason", max_chars=WORDS)
    read = read_requirements(pasted)
    fresh = bool(read.rows) and not read.faults and read.rows != now.tender.requirements
    do = (
        Action(
            label=page.t("tender.list.save", n=len(read.rows)), key="tender_list_save", on_click=save, args=(prefix,)
        )
        if fresh
        else Action(label=page.t("tender.list.check"), key="tender_list_check")
    )
    leave = Action(label=page.t("parts.not_now"), key="tender_cancel", on_click=edit, args=("",), primary=False)
    steps.actions(do, leave, key="tender_list_acts")
    if not (read.rows or read.faults):
        return
    same = not read.faults and not fresh
    words.section(page.t("tender.list.preview"), page.t("tender.list.same") if same else view.result(read, page.lang))
    if read.faults:
        findings.finding_list(view.faults(read, page.lang), key="tender_list_faults")
    if read.rows:
        columns, rows = view.requirements(read.rows, page.lang)
        tables.html_table(columns, rows, caption=page.t("tender.list.preview"), key="tender_list_preview", height=24)

"""What was made of a foreign sheet besides its questions: what stands above them, and why it is all read so."""

from __future__ import annotations

import streamlit as st

from evaluator.intake.foreign.fields import Field
from evaluator.intake.foreign.replies import GIVEN
from evaluator.ui.parts import tables
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.state import PageContext
from evaluator.ui.views import layout_edits as edits
from evaluator.ui.views.laying import Laying
from evaluator.ui.views.laying_why import general_fields, reasons


def general(page: PageContext, laying: Laying, number: int) -> None:
    """What stands beside the questions, above them or on a cover sheet: read as it is, and no answer to anything."""
    fields = general_fields(laying, number)
    if not fields:
        return
    with st.expander(page.t("laying.general", n=len(fields)), key="laying_general"):
        heads = (("cell", 4), ("label", 12), ("value", 20))
        columns = [Column(page.t(f"laying.general.{name}"), width=width, head=name == "cell") for name, width in heads]
        rows = [
            Row(
                [
                    _place(one, laying.parts[number].sheet.name),
                    one.label,
                    one.text if one.state in GIVEN else Cell(one.text or "–", tone="soft"),
                ]
            )
            for one in fields
        ]
        tables.html_table(columns, rows, caption=page.t("laying.general", n=len(fields)), key="laying_fields")


def _place(field: Field, sheet: str) -> str:
    """The cell of a field, with its sheet where that is another than the one shown."""
    return field.cell if field.sheet == sheet else f"{field.sheet}!{field.cell}"


def why(page: PageContext, laying: Laying, number: int) -> None:
    """Every decision about the sheet with its cells, folded away."""
    part = laying.parts[number]
    if not part.used:
        return
    roles = {role: page.t(f"laying.role.{role}") for role in edits.ROLES}
    given = reasons(laying, number, roles, page.lang)
    note = page.t(f"laying.why_by.{part.by}", share=round(part.confidence * 100))
    with st.expander(plain(f"{page.t('laying.why')} · {note}"), key="laying_why"):
        columns = [Column(page.t("laying.why.place"), head=True, width=6), Column(page.t("laying.why.text"), width=30)]
        rows = [Row([one.place, one.text]) for one in given]
        tables.html_table(columns, rows, caption=page.t("laying.why"), key="laying_reasons")

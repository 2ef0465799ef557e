"""A vendor's answers, given by question id, entered into the product's own empty workbook as a person would type them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from evaluator.adapters.package import Shown, pack
from evaluator.adapters.sheets import Page, write_text
from evaluator.domain.question import Kind, Option, Question
from evaluator.domain.text import Layout
from evaluator.intake import layout as plan
from evaluator.intake.cells import column_letters
from evaluator.intake.questionnaire import PRICES_ID, Questionnaire

Data = Mapping[str, Any]
_COUNTED = re.compile(r"(COUNTBLANK|COUNTA)\('((?:[^']|'')+)'!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)\)")


@dataclass(slots=True)
class Form:
    """An empty workbook that is being filled in: where its rows stand, and in which language it is printed."""

    book: Workbook
    asked: Questionnaire
    layout: Layout

    def place(self, key: str) -> tuple[Worksheet, int]:
        """Sheet and row whose first column holds this id."""
        for sheet in self.book.worksheets:
            for row in range(1, sheet.max_row + 1):
                if sheet.cell(row, plan.ID).value == key:
                    return sheet, row
        raise KeyError(key)

    def rows(self, question: Question) -> tuple[Worksheet, dict[str, int]]:
        """Rows of a table by key; those of an open table are numbered from 1."""
        sheet, top = self.place(question.id)
        keys = [row.key for row in question.rows] or [str(number + 1) for number in range(question.blank_rows)]
        return sheet, {key: top + 2 + number for number, key in enumerate(keys)}


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at this place; one swallowed by a merged range cannot be written."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title}!{cell.coordinate} is merged")
    return cell


def open_form(template: bytes, asked: Questionnaire, layout: Layout) -> Form:
    """The empty workbook, ready to be filled in."""
    return Form(load_workbook(io.BytesIO(template)), asked, layout)


def fill_cover(form: Form, cover: Data) -> None:
    """Enter the vendor's own fields; an id that this workbook does not ask is left out."""
    for key, value in cover.items():
        try:
            sheet, row = form.place(key)
        except KeyError:
            continue
        _write(at(sheet, row, plan.COVER_ANSWER), Kind.DATE if isinstance(value, date) else Kind.TEXT, value)


def fill_technical(form: Form, data: Data) -> None:
    """Enter answers, remarks, evidence, tables, replies to requirements and to the buyer's terms."""
    for key, value in data["answers"].items():
        sheet, row = form.place(key)
        question = form.asked.question(key)
        _write(at(sheet, row, plan.ANSWER), question.kind, _shown(question.options, value, form.layout))
    for column, group in ((plan.REMARK, "remarks"), (plan.EVIDENCE, "evidence")):
        for key, text in data.get(group, {}).items():
            sheet, row = form.place(key)
            write_text(at(sheet, row, column), text)
    for key, rows in data["tables"].items():
        fill_table(form, form.asked.question(key), rows)
    given = data["requirements"]
    asked = form.asked.question("REQ")
    replies = {row.key: given.get(row.key, ["meets", "basic", ""]) for row in asked.rows}
    fill_table(form, asked, replies)
    for question in form.asked.questions("technical"):
        if question.kind is Kind.DEVIATION:
            reply, wording = data["deviations"].get(question.id, ["none", ""])
            sheet, row = form.place(question.id)
            write_text(at(sheet, row, plan.ANSWER), str(_shown(question.options, reply, form.layout)))
            write_text(at(sheet, row, plan.REMARK), wording)


def fill_price(form: Form, data: Data) -> None:
    """Enter unit prices with tax rates and remarks, extra prices of requirements, and the vendor's own total."""
    lines = {key: value for key, value in data["prices"].items() if key != "TOTAL"}
    fill_table(form, form.asked.question(PRICES_ID), lines)
    sheet, row = form.place("TOTAL")
    _write(at(sheet, row, plan.ANSWER), Kind.MONEY, data["prices"]["TOTAL"])
    fill_table(form, form.asked.question("REQPRICE"), data.get("extras", {}))


def fill_table(form: Form, question: Question, rows: Sequence[Sequence[Any]] | Mapping[str, Sequence[Any]]) -> None:
    """Enter rows in the order of the open columns; an empty text leaves its cell empty."""
    sheet, places = form.rows(question)
    named = rows if isinstance(rows, Mapping) else {str(number + 1): row for number, row in enumerate(rows)}
    first = plan.first_column(question)
    free = plan.open_columns(question)
    for key, values in named.items():
        if len(values) > len(free):
            raise ValueError(f"{question.id} {key}: {len(values)} cells for {len(free)} columns")
        for column, value in zip(free, values, strict=False):
            cell = at(sheet, places[key], first + question.columns.index(column))
            _write(cell, column.kind, _shown(column.options, value, form.layout))


def _shown(options: Sequence[Option], value: Any, layout: Layout) -> Any:
    """Keys of options as the drop-down shows them; anything else as the vendor wrote it."""
    if isinstance(value, list):
        return ("；" if layout == "zh" else "; ").join(str(_shown(options, one, layout)) for one in value)
    found = next((option for option in options if option.key == value), None)
    return found.text.show(layout, " / ") if found else value


def _write(cell: Cell, kind: Kind, value: Any) -> None:
    if isinstance(value, str):
        if value:
            write_text(cell, value)
        return
    cell.value = value
    if kind is Kind.TEXT:
        cell.number_format = "yyyy-mm-dd" if isinstance(value, date) else "General"


def save(form: Form) -> bytes:
    """The workbook as its vendor's spreadsheet would store it: rows high enough, results of formulas beside them."""
    shown: dict[int, dict[str, Shown]] = {}
    growing: dict[int, frozenset[int]] = {}
    for number, sheet in enumerate(form.book.worksheets, start=1):
        page = Page(sheet, form.layout)
        page.widths = {
            column: float(sheet.column_dimensions[column_letters(column)].width)
            for column in range(1, sheet.max_column + 1)
        }
        for row in _typed_rows(sheet):
            page.fit(row)
        shown[number] = dict(_results(form.book, sheet))
        growing[number] = frozenset(page.growing)
    return pack(form.book, shown, growing)


def _typed_rows(sheet: Worksheet) -> Iterator[int]:
    joined = {row for area in sheet.merged_cells.ranges for row in range(area.min_row, area.max_row + 1)}
    for row in range(1, sheet.max_row + 1):
        open_cells = (cell for cell in sheet[row] if not cell.protection.locked and cell.value is not None)
        if row not in joined and next(open_cells, None) is not None:
            yield row


def _results(book: Workbook, sheet: Worksheet) -> Iterator[tuple[str, Shown]]:
    """Results of the formulas of our own workbook: amounts, their sum, and the counts of what is still empty."""
    total = Fraction(0)
    for line in sheet.iter_rows():
        for number, cell in enumerate(line):
            formula = cell.value
            if not isinstance(formula, str) or cell.data_type != "f":
                continue
            if formula.startswith("=IF(ISNUMBER("):
                quantity, price = line[number - 2].value, line[number - 1].value
                if isinstance(price, (int, Decimal)):
                    total += Fraction(price) * Fraction(str(quantity))
                    yield cell.coordinate, Fraction(price) * Fraction(str(quantity))
                else:
                    yield cell.coordinate, ""
            elif formula.startswith("=SUM("):
                yield cell.coordinate, total
            else:
                yield cell.coordinate, Fraction(_count(book, formula))


def _count(book: Workbook, formula: str) -> int:
    """Result of a sum of ``COUNTBLANK(…)`` and ``IF(COUNTA(…)=0,1,0)``."""
    total = 0
    for name, title, area in _COUNTED.findall(formula):
        cells = book[title.replace("''", "'")][area.replace("$", "")]
        flat = [cell for row in (cells if isinstance(cells, tuple) else ((cells,),)) for cell in row]
        empty = sum(cell.value is None for cell in flat)
        total += empty if name == "COUNTBLANK" else int(empty == len(flat))
    return total

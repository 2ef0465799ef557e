"""A table question as a real table: its title, the column titles with their units, then printed and open rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from evaluator.adapters import text_size
from evaluator.adapters.look import HEADER, KEY, PRINTED, SUBHEAD, Look
from evaluator.adapters.sheets import Page, quoted
from evaluator.adapters.template_entry import Form, entry_look, guide, labels, shown_as, unit_name
from evaluator.domain.question import Column, FixedRow, Kind, Question
from evaluator.intake import layout
from evaluator.intake.address import column_letters
from evaluator.intake.questionnaire import PRICES_ID

_CHOICES = (Kind.CHOICE, Kind.YES_NO, Kind.DEVIATION)
_BUYERS_NUMBER = re.compile(r"[A-Z]{0,4}[-.]?\d+(\.\d+)*")
_MULTI = (*_CHOICES, Kind.MULTI_CHOICE)


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table was written, and how a formula counts what is still missing in it (cells, now)."""

    header: int
    last: int
    missing: str
    count: int


def columns_of(question: Question) -> int:
    """Number of the last sheet column a table needs."""
    return layout.first_column(question) + len(question.columns) - 1


def write_table(form: Form, page: Page, question: Question, top: int, last_column: int) -> Block:
    """Write the table from row ``top`` on; whatever stands right of it stays empty."""
    _title(form, page, question, top, last_column)
    header = top + 1
    _header(form, page, question, header)
    first = header + 1
    rows = question.rows or (None,) * question.blank_rows
    for number, fixed in enumerate(rows, start=first):
        _row(form, page, question, number, fixed)
    last = first + len(rows) - 1
    for order, column in _open(question):
        letters = column_letters(order)
        guide(form, page, column, f"{letters}{first}:{letters}{last}")
    missing, count = _missing(page, question, first, last)
    if question.id == PRICES_ID:
        last += 1
        _sum(form, page, question, first, last)
    return Block(header, last, missing, count)


def _open(question: Question) -> list[tuple[int, Column]]:
    start, free = layout.first_column(question), layout.open_columns(question)
    return [(start + order, column) for order, column in enumerate(question.columns) if column in free]


def _title(form: Form, page: Page, question: Question, row: int, last: int) -> None:
    page.text(row, layout.ID, question.id, KEY)
    page.text(row, layout.TEXT, question.text.show(form.layout), SUBHEAD)
    hints = [question.hint.show(form.layout)] if question.hint.zh or question.hint.en else []
    hints += [
        f"{column.title.show(form.layout, ' / ')}: {'; '.join(labels(column.options, form.layout))}"
        for column in question.columns
        if column.kind in _MULTI
    ]
    if not question.rows:
        hints.append(form.say("table.more"))
    look = replace(SUBHEAD, bold=False, up="center")
    for column in range(layout.ALLOWED, max(last, layout.ALLOWED) + 1):
        page.paint(row, column, look)
    page.text(row, layout.ALLOWED, "\n".join(hints), look)
    page.merge(row, layout.ALLOWED, last)
    room = sum(page.widths[column] for column in range(layout.ALLOWED, last + 1))
    need = max(
        text_size.lines("\n".join(hints), room),
        text_size.lines(question.text.show(form.layout), page.widths[layout.TEXT], bold=True),
    )
    page.sheet.row_dimensions[row].height = text_size.height(need, tall=page.tall)


def _header(form: Form, page: Page, question: Question, row: int) -> None:
    page.text(row, layout.ID, layout.TABLE_HEADER, replace(HEADER, code=shown_as(form.say("table.number"))))
    start = layout.first_column(question)
    if start > layout.TABLE_FIRST:
        page.text(row, layout.TABLE_FIRST, "", HEADER)
    for order, column in enumerate(question.columns, start=start):
        page.text(row, order, column_title(form, column), HEADER)
    page.fit(row, 2, grows=False)


def column_title(form: Form, column: Column) -> str:
    """The title of a column as it stands above it, with its unit."""
    title = column.title.show(form.layout)
    measure = unit_name(form, column).show(form.layout, " / ")
    # The unit goes on a line of its own, and not where the title itself ends with it.
    return title if not measure or title.rstrip("）)").endswith(measure) else f"{title}\n({measure})"


def _row(form: Form, page: Page, question: Question, number: int, fixed: FixedRow | None) -> None:
    if fixed:
        page.text(number, layout.ID, fixed.key, _numbered(question, fixed))
    else:
        page.paint(number, layout.ID, KEY)
    start = layout.first_column(question)
    if fixed and start > layout.TABLE_FIRST:
        page.text(number, layout.TABLE_FIRST, fixed.title.show(form.layout), PRINTED)
    printed = dict(fixed.cells) if fixed else {}
    for order, column in enumerate(question.columns, start=start):
        if column.key == "amount" and question.id == PRICES_ID:
            _amount(page, question, number, order)
        elif column.key == "quantity" and question.id == PRICES_ID:
            page.number(number, order, Decimal(printed[column.key].show(form.layout)), PRINTED)
        elif column.key in printed:
            page.text(number, order, printed[column.key].show(form.layout), PRINTED)
        else:
            page.paint(number, order, entry_look(column.kind))
    page.fit(number)


def _numbered(question: Question, fixed: FixedRow) -> Look:
    """A row shows its id where that is a number of the buyer's, such as R-18; a mere word shows as its place instead."""
    if _BUYERS_NUMBER.fullmatch(fixed.key):
        return KEY
    return replace(KEY, code=shown_as(str(question.rows.index(fixed) + 1)))


def _amount(page: Page, question: Question, row: int, order: int) -> None:
    names = [column.key for column in question.columns]
    start = layout.first_column(question)
    quantity, price = (f"{column_letters(start + names.index(key))}{row}" for key in ("quantity", "unit_price"))
    look = replace(PRINTED, code="#,##0.00")
    page.formula(row, order, f'=IF(ISNUMBER({price}),{quantity}*{price},"")', look, "")


def _sum(form: Form, page: Page, question: Question, first: int, row: int) -> None:
    """A line for the reader's eye only: nothing reads it back, so it carries no id."""
    start = layout.first_column(question)
    amount = start + [column.key for column in question.columns].index("amount")
    for column in range(layout.ID, columns_of(question) + 1):
        page.text(row, column, form.say("table.sum") if column == layout.TEXT else "", SUBHEAD)
    letters = column_letters(amount)
    look = replace(SUBHEAD, code="#,##0.00")
    page.formula(row, amount, f"=SUM({letters}{first}:{letters}{row - 1})", look, Fraction(0))
    page.fit(row)


def _missing(page: Page, question: Question, first: int, last: int) -> tuple[str, int]:
    """Formula part and present number of what must still be filled."""
    name = quoted(page.name)
    area = [(column_letters(order), column) for order, column in _open(question)]
    if not area or not question.required:
        return "", 0
    if not question.rows:
        return f"IF(COUNTA({name}!{area[0][0]}{first}:{area[-1][0]}{last})=0,1,0)", 1
    scored = {item.column for item in question.items}
    needed = [letters for letters, column in area if column.required or column.key in scored]
    parts = [f"COUNTBLANK({name}!{letters}{first}:{letters}{last})" for letters in needed]
    return "+".join(parts), len(parts) * (last - first + 1)

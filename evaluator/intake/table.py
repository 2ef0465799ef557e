"""The answer to a table question: its rows found by their keys or by what is written in them, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.domain.bid import Answer, Row, State
from evaluator.domain.finding import Param, Phrase, Rule, Severity, Source
from evaluator.domain.money import Money
from evaluator.domain.question import Column, Judge, Kind, Question
from evaluator.intake import layout
from evaluator.intake.cells import Cell, SheetCells
from evaluator.intake.naming import item_name
from evaluator.intake.questionnaire import PRICES_ID, REQUIREMENT_PRICES_ID, REQUIREMENTS_ID
from evaluator.intake.reading import Context, Reading, damaged, quoted, read_cell, severity_of
from evaluator.intake.settling import reworded
from evaluator.intake.values import Asked


def read_table(reading: Reading, question: Question, sheet: SheetCells, top: int, context: Context) -> Answer:
    """All rows of a table whose title stands in row ``top``; fixed rows come in published order, missing ones too."""
    body = list(below(reading, sheet, top))
    places = _columns(reading, question, sheet, body)
    columns = {column.key: places[column.key] for column in layout.open_columns(question)}
    rows = [number for number in body if sheet.text(number, layout.ID) != layout.TABLE_HEADER]
    if question.rows:
        read = _fixed_rows(reading, question, sheet, (rows, columns), context)
        read = [_as_issued(reading, question, sheet, (row, rows, places)) for row in read]
    else:
        filled = [number for number in rows if any(sheet.text(number, column) for column in columns.values())]
        read = [
            _row(reading, question, sheet, (str(order), number, columns), context)
            for order, number in enumerate(filled, start=1)
        ]
    source = reading.source(sheet, top, layout.ID)
    answered = any(cell.state is State.ANSWERED for row in read for cell in row.cells.values())
    if not answered and question.required and not question.rows:
        reading.note(Rule.BLANK, source, question.id, severity_of(question), id=question.id)
    state = State.ANSWERED if answered else State.UNANSWERED
    return Answer(item=question.id, state=state, source=source, rows=tuple(read))


def below(reading: Reading, sheet: SheetCells, top: int) -> Iterator[int]:
    """Rows below a table's title up to the next question."""
    for number in reading.rows(sheet):
        if number > top:
            if sheet.text(number, layout.ID) in reading.ids:
                return
            yield number


def headed(reading: Reading, question: Question, sheet: SheetCells, top: int) -> tuple[int | None, dict[str, int]]:
    """Header row of the table whose title stands in row ``top``, if it is still there, and the sheet column of each column."""
    body = list(below(reading, sheet, top))
    return _header(sheet, body), _columns(reading, question, sheet, body)


def _header(sheet: SheetCells, body: list[int]) -> int | None:
    return next((number for number in body if sheet.text(number, layout.ID) == layout.TABLE_HEADER), None)


def _columns(reading: Reading, question: Question, sheet: SheetCells, body: list[int]) -> dict[str, int]:
    """Sheet column of each column: by its title where the header row still has it, else by its published place."""
    first = layout.first_column(question)
    columns = {column.key: first + order for order, column in enumerate(question.columns)}
    header = _header(sheet, body)
    if header is None:
        return columns
    for column in question.columns:
        for cell in reading.rows(sheet)[header]:
            if _heads(cell, column.title.show(reading.marker.layout)):
                columns[column.key] = cell.column
    return columns


def _heads(cell: Cell, title: str) -> bool:
    """Whether a cell of the header row carries this title, with or without the unit behind it."""
    return layout.same_words(title, cell.text) or cell.text.startswith((f"{title}\n", f"{title} ("))


def _fixed_rows(
    reading: Reading, question: Question, sheet: SheetCells, where: tuple[list[int], dict[str, int]], context: Context
) -> list[Row]:
    """The buyer's own rows by their keys; rows of anybody else are told of and not read."""
    rows, columns = where
    keys = [row.key for row in question.rows]
    placed: dict[str, list[int]] = {key: [] for key in keys}
    for number in rows:
        key = sheet.text(number, layout.ID)
        if key in placed:
            placed[key].append(number)
        elif _says(question, sheet, number, columns):
            source = reading.source(sheet, number, layout.ID)
            name = item_name(f"{question.id}/{key}", question) if key else _added(question, source)
            reading.note(Rule.QUESTION_UNKNOWN, source, question.id, id=name)
    return [
        _one_of(reading, question, sheet, (key, placed[key], columns), context)
        if placed[key]
        else _missing(reading, question, sheet, key, columns)
        for key in keys
    ]


def _added(question: Question, source: Source) -> Param:
    """What a person calls a line that the vendor has added to the buyer's table."""
    return Phrase("finding.row.added", (("table", item_name(question.id, question)), ("cell", source.cell)))


def _says(question: Question, sheet: SheetCells, row: int, columns: dict[str, int]) -> bool:
    """Whether anything but a remark stands in a row's open cells."""
    return any(
        sheet.text(row, column) for name, column in columns.items() if question.column(name).kind is not Kind.TEXT
    )


def _one_of(
    reading: Reading, question: Question, sheet: SheetCells, where: tuple[str, list[int], dict[str, int]],
    context: Context,
) -> Row:  # fmt: skip
    """The first row with this key; where another one says something else, nobody can tell which counts."""
    key, numbers, columns = where
    row = _row(reading, question, sheet, (key, numbers[0], columns), context)
    said = [tuple(sheet.text(number, column) for column in columns.values()) for number in numbers]
    if all(one == said[0] for one in said):
        return row
    item, source = f"{question.id}/{key}", reading.source(sheet, numbers[1], layout.ID)
    cells = ", ".join(str(reading.source(sheet, number, layout.ID)) for number in numbers)
    reading.note(Rule.QUESTION_TWICE, source, item, severity_of(question), id=item_name(item, question), cells=cells)
    return Row(key, {name: damaged(cell) for name, cell in row.cells.items()})


def _as_issued(
    reading: Reading, question: Question, sheet: SheetCells, where: tuple[Row, list[int], dict[str, int]]
) -> Row:
    """The row, without values where the vendor has overwritten the buyer's own words in it: what it answers is unclear."""
    row, numbers, places = where
    fixed = next(one for one in question.rows if one.key == row.key)
    number = next((number for number in numbers if sheet.text(number, layout.ID) == row.key), None)
    if number is None:
        return row
    titled = layout.first_column(question) > layout.TABLE_FIRST
    printed = [(layout.TABLE_FIRST, fixed.title)] if titled else []
    printed += [(places[key], text) for key, text in fixed.cells]
    kept = True
    for column, expected in printed:
        given = sheet.text(number, column)
        if not layout.same_words(expected.show(reading.marker.layout), given):
            kept, item = False, f"{question.id}/{row.key}"
            reading.note(
                Rule.QUESTION_CHANGED, reading.source(sheet, number, column), item, severity_of(question),
                id=item_name(item, question), expected=quoted(expected.show(reading.marker.layout)), given=quoted(given),
            )  # fmt: skip
    return row if kept else Row(row.key, {name: reworded(cell) for name, cell in row.cells.items()})


def _missing(reading: Reading, question: Question, sheet: SheetCells, key: str, columns: dict[str, int]) -> Row:
    source = Source(reading.workbook.name, reading.workbook.sha256, sheet.name)
    item, weight = f"{question.id}/{key}", severity_of(question) if question.required else Severity.WARNING
    reading.note(Rule.QUESTION_MISSING, source, item, weight, id=item_name(item, question))
    blank = {name: Answer(item=f"{item}/{name}", state=State.UNANSWERED, source=source) for name in columns}
    return Row(key, blank)


def _row(
    reading: Reading, question: Question, sheet: SheetCells, where: tuple[str, int, dict[str, int]], context: Context
) -> Row:
    key, number, columns = where
    cells = {
        name: read_part(reading, question, (key, name), (sheet, number, column), context)
        for name, column in columns.items()
    }
    return Row(key, cells)


def read_part(
    reading: Reading, question: Question, place: tuple[str, str], where: tuple[SheetCells, int, int],
    context: Context, written: tuple[str, bool] = ("", False),
) -> Answer:  # fmt: skip
    """The answer in a cell of a table: of the row and column that ``place`` names, where it stands on the sheet.

    ``written`` is the unit that a foreign sheet states, and whether the words of the question are foreign (`Asked`).
    """
    key, name = place
    part, item = question.column(name), f"{question.id}/{key}/{name}"
    weight, needed = weight_of(question, key, part)
    asked = Asked(
        part.kind, part.unit, part.options, context.currency, context.units, item_name(item, question), *written
    )
    answer = read_cell(reading, item, asked, where, weight, needed)
    if question.judge is Judge.PRICE and isinstance(answer.value, Money) and answer.value.amount < 0:
        reading.note(Rule.PRICE_NEGATIVE, answer.source, answer.item, weight, given=answer.verbatim)
        return damaged(answer)
    return answer


def weight_of(question: Question, row: str, column: Column) -> tuple[Severity, bool]:
    """What a cell of a table decides: a scored item or a required column holds the ranking, the rest may stay empty."""
    scored = any(item.row == row and item.column == column.key for item in question.items)
    if scored or (column.required and question.id in (REQUIREMENTS_ID, PRICES_ID)):
        return Severity.BLOCKER, True
    if question.id == REQUIREMENT_PRICES_ID and column.kind is Kind.MONEY:
        return Severity.BLOCKER, False
    return Severity.WARNING, column.required

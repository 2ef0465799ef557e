"""A workbook that is not ours as it may be shown while prices are sealed: where a price stands, a mark stands instead.

A column holds prices from below the heading that says so, as recognition reads it or as a mapping does, whichever finds
more: what a person says of a row or a column hides more, and never shows again what recognition has found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evaluator.intake.address import area
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.foreign.bands import Band, bands_of
from evaluator.intake.foreign.figures import (
    asks_price,
    is_figure,
    is_money,
    is_number,
    is_offer,
    is_paid,
    labels_price,
    names_price,
    states_price,
)
from evaluator.intake.foreign.layouts import MONEY, Rows
from evaluator.intake.foreign.mapped import is_priced, matches_of
from evaluator.intake.foreign.mapping import WorkbookMapping, apply
from evaluator.intake.foreign.matching import match_of
from evaluator.intake.foreign.merges import merges_of
from evaluator.intake.foreign.recognise import tables_of
from evaluator.intake.foreign.tables import Table, rows_of
from evaluator.intake.questionnaire import PRICE, TECHNICAL, Questionnaire

MARK: Final = "•••"


@dataclass(frozen=True, slots=True)
class Said:
    """A table as recognition or a mapping makes it out, with what its questions were confirmed to be."""

    table: Table
    confirmed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Area:
    """A column of prices: ``head`` is the last row of its heading, ``first`` and ``last`` bound it (``last`` 0: to the end)."""

    column: int
    head: int
    first: int
    last: int

    def __contains__(self, row: int) -> bool:
        return self.first <= row <= (self.last or row)


def recognised(workbook: Workbook) -> tuple[Said, ...]:
    """The tables of every sheet as recognition makes them out, of hidden sheets and examples too."""
    return tuple(Said(table, {}) for sheet in workbook.sheets for table in tables_of(sheet))


def by_mapping(workbook: Workbook, mapping: WorkbookMapping) -> tuple[Said, ...]:
    """The tables of a mapping that stand in the workbook."""
    return tuple(Said(table, mapping.matches) for table in apply(workbook, mapping).tables)


def veiled(workbook: Workbook, said: Sequence[Said], asked: Questionnaire) -> Workbook:
    """The workbook without prices, by its headings and by these tables; the very same workbook where it holds none."""
    sheets = tuple(
        veiled_sheet(sheet, [one for one in said if one.table.sheet.name == sheet.name], asked)
        for sheet in workbook.sheets
    )
    same = all(one is other for one, other in zip(sheets, workbook.sheets, strict=True))
    return workbook if same else replace(workbook, sheets=sheets)


def veiled_sheet(sheet: SheetCells, said: Sequence[Said], asked: Questionnaire) -> SheetCells:
    """The sheet without prices, as its headings and these tables tell where they stand; the very same where it holds none.

    Comments there are hidden, too; links and the lists to choose from there are left out.
    """
    merges = merges_of(sheet)
    rows = rows_of(sheet, merges)
    bands = bands_of(rows, merges)
    heads = {row for band in bands for row in band.rows}
    areas = [*_headed(bands), *(found for one in said for found in _columns(one.table))]
    rows_said = {place for one in said for place in _answers(one, asked)}
    places = {
        (row, column)
        for (row, column), cell in sheet.cells.items()
        if cell.text.strip() and ((row, column) in rows_said or _in_column(cell, areas, heads))
    }
    asked_on = [item for one in said if not one.table.layout.form for item in one.table.items]
    asking = {row for item in asked_on for row in (item.row, *(row for row, _ in item.more))}
    places |= set(_beside(sheet, rows, {*asking, *heads}, priced=bool(areas)))
    places |= set(_remarked(sheet, said, areas, heads))
    return _without(sheet, places, areas) if places or areas else sheet


def _headed(bands: Sequence[Band]) -> Iterator[_Area]:
    """Columns whose heading names a price, down to the next heading that names something else in the column."""
    for order, band in enumerate(bands):
        for column, role in band.roles.items():
            if role in MONEY:
                later = [
                    one for one in bands[order + 1 :] if column in one.heads and one.roles.get(column) not in MONEY
                ]
                last = later[0].rows[0] - 1 if later else 0
                yield _Area(column, band.rows[-1], band.rows[0] if order else 1, last)


def _columns(table: Table) -> Iterator[_Area]:
    """Columns of prices of a table: by their role, of a price list with a column for each vendor all of those."""
    layout = table.layout
    head = min(layout.header_rows, default=layout.first)
    yield from (_Area(column, head, layout.first or 1, layout.last) for column in layout.price_columns())


def _answers(said: Said, asked: Questionnaire) -> Iterator[tuple[int, int]]:
    """Cells that answer a price: of a form beside a label that says so, of a table whose questions are prices all that are.

    Where a person has said so of some of its questions, of the others those that are surely none are left.
    """
    table = said.table
    columns = table.answer_columns()
    if table.layout.form:
        labelled = (item for item in table.items if names_price(item.text))
        yield from ((item.row, column) for item in labelled for column in columns)
    if not is_priced(table, asked, said.confirmed):
        yield from _asked(said, asked)
        return
    prices, technical = ({question.id for question in asked.questions(part)} for part in (PRICE, TECHNICAL))
    beside = bool(
        MONEY & table.columns.keys() or table.prices
    )  # prices have a column of their own, the replies are none
    found = matches_of((table,), asked, said.confirmed)
    for item in table.items:
        ours = match_of(found, table.layout, item).item.partition("/")[0]
        if ours in prices or (not beside and ours not in technical):
            yield from ((item.row, column) for column in columns)
            yield from item.more


def _asked(said: Said, asked: Questionnaire) -> Iterator[tuple[int, int]]:
    """Answers that state a price where a question asks for that of the offer, unless it is a technical one of ours."""
    table, cells = said.table, said.table.sheet.cells
    places = [
        (item, (item.row, column))
        for item in table.items
        if asks_price(item.text)
        for column in table.answer_columns()
        if (item.row, column) in cells and states_price(cells[item.row, column], item.text)
    ]
    if places:
        technical = {question.id for question in asked.questions(TECHNICAL)}
        found = matches_of((table,), asked, said.confirmed)
        for item, place in places:
            if match_of(found, table.layout, item).item.partition("/")[0] not in technical:
                yield place
                yield from item.more


def _in_column(cell: Cell, areas: Sequence[_Area], heads: Collection[int]) -> bool:
    """Whether a cell stands where prices do; in a heading, and above it, only what itself is a figure does."""
    for one in areas:
        if one.column == cell.column and cell.row in one:
            if cell.row in heads:
                return is_number(cell) or is_money(cell.text)
            if cell.row > one.head or is_figure(cell):
                return True
    return False


def _beside(sheet: SheetCells, rows: Rows, known: Collection[int], *, priced: bool) -> Iterator[tuple[int, int]]:
    """Figures in rows that ask nothing and head nothing: of a total, or of an offer stated beside the table or without one.

    In a workbook that lists prices a word for them is enough; elsewhere a label must name a price, or its text state one.
    """
    for row, texts in rows.items():
        if row in known:
            continue
        worded = {column for column, text in texts.items() if names_price(text)}
        label = next((column for column, text in texts.items() if labels_price(text)), 0)
        for column, text in texts.items():
            cell = sheet.cells[row, column]
            money = is_money(cell.text) or is_paid(cell)
            summed = worded - {column} and priced and is_figure(cell)
            if (
                (money and (worded or priced))
                or summed
                or is_offer(text)
                or (label and _states(cell, label, texts))
            ):  # fmt: skip
                yield row, column


def _states(cell: Cell, label: int, texts: Mapping[int, str]) -> bool:
    """Whether a cell states the price that a column of its row labels, in the label's own cell or to its right."""
    beside = texts[label] if cell.column > label else ""
    return cell.column >= label and states_price(cell, beside)


def _remarked(
    sheet: SheetCells, said: Sequence[Said], areas: Sequence[_Area], heads: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Amounts of money beside prices, in columns that neither ask nor answer: remarks, and what no heading explains."""
    if not areas:
        return
    layouts = [one.table.layout for one in said]
    speaking = {layout.columns.get(role, 0) for layout in layouts for role in ("question", "id", "section", "answer")}
    speaking |= {column for layout in layouts for column in (*layout.levels, *layout.vendors)}
    for (row, column), cell in sheet.cells.items():
        below = row not in heads and any(row > one.head and row in one for one in areas)
        if below and column not in speaking and is_money(cell.text):
            yield row, column


def _without(sheet: SheetCells, places: Collection[tuple[int, int]], areas: Sequence[_Area]) -> SheetCells:
    """The sheet with a mark at these places and at the comments of its prices; the very same where nothing stands there."""

    def priced(row: int, column: int) -> bool:
        return (row, column) in places or any(one.column == column and row in one for one in areas)

    def touches(text: str) -> bool:
        ends = area(text)
        if ends is None:
            return True
        (top, left), (bottom, right) = ends
        columns = any(
            left <= one.column <= right and bottom >= one.first and (not one.last or top <= one.last) for one in areas
        )
        return columns or any(top <= row <= bottom and left <= column <= right for row, column in places)

    cells = {
        place: Cell(cell.row, cell.column, MARK, "sealed") if place in places else cell
        for place, cell in sheet.cells.items()
    }
    comments = tuple(
        replace(one, text=MARK) if priced(one.row, one.column) or is_money(one.text) else one for one in sheet.comments
    )
    links = tuple(one for one in sheet.links if not touches(one.area))
    validations = tuple(one for one in sheet.validations if not any(map(touches, one.areas)))
    if not places and (comments, links, validations) == (sheet.comments, sheet.links, sheet.validations):
        return sheet
    return replace(sheet, cells=cells, comments=comments, links=links, validations=validations)

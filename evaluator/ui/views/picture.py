"""A sheet as it looks, a page of rows at a time: what each row and column was taken for, merged and hidden parts marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evaluator.intake.address import place
from evaluator.intake.cells import SheetCells
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.tables import Table
from evaluator.ui.parts.sheet import OPTION, REMARK, VENDOR, Head, Kind, Line, Picture, Square

PAGE: Final = 40  # rows on one page of the picture
WIDEST: Final = 60  # columns drawn; those to the right of them are named by their letters
GAP: Final = 2  # so many blank rows are drawn as they are, more of them as one line
LONGEST: Final = 240  # characters drawn of a cell


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stays the same of a sheet however it is laid out: its lines, its width, its merged ranges as numbers."""

    sheet: SheetCells
    lines: tuple[tuple[int, int], ...]
    columns: int
    merged: tuple[tuple[int, int, int, int], ...]

    def page_of(self, row: int) -> int:
        """The page, from 0, on which a row is drawn."""
        return next((n for n, (_, last) in enumerate(self.lines) if last >= row), max(len(self.lines) - 1, 0)) // PAGE


def drawing(sheet: SheetCells) -> Drawing:
    """A sheet made ready to be drawn: (first, last) of every line, long runs of blank rows taken together."""
    lines: list[tuple[int, int]] = []
    above = 0
    for row in sheet.rows():
        blank = range(above + 1, row)
        lines += [(blank[0], blank[-1])] if len(blank) > GAP else [(one, one) for one in blank]
        lines.append((row, row))
        above = row
    return Drawing(sheet, tuple(lines), max((c for _, c in sheet.cells), default=0), tuple(_areas(sheet.merged)))


def picture(drawn: Drawing, table: Table, page: int) -> Picture:
    """A page of the picture under a table's layout; a cell that must not be seen yet is drawn as sealed."""
    heads = tuple(head(drawn.sheet, table.layout, column) for column in range(1, min(drawn.columns, WIDEST) + 1))
    window = drawn.lines[page * PAGE : (page + 1) * PAGE]
    asking = {item.row for item in table.items}
    going_on = {row for item in table.items for row, _ in item.more}
    covered, merged = _merged(drawn, window, len(heads))
    lines = []
    for first, last in window:
        kind = (
            "gap" if last > first else kind_of(table.layout, first, asks=first in asking, continues=first in going_on)
        )
        squares = () if kind == "gap" else tuple(_squares(drawn.sheet, first, heads, covered, merged))
        lines.append(Line(first, kind, squares, first in drawn.sheet.hidden_rows, last))
    pages = max(1, -(-len(drawn.lines) // PAGE))
    return Picture(heads=heads, lines=tuple(lines), page=page, pages=pages, columns=drawn.columns)


def kind_of(layout: Layout, row: int, *, asks: bool, continues: bool) -> Kind:
    """What a row was taken for."""
    if row in layout.header_rows:
        return "header"
    if asks:
        return "asks"
    if continues:
        return "continues"
    return "above" if row < min(layout.header_rows, default=0) else "out"


def head(sheet: SheetCells, layout: Layout, column: int) -> Head:
    """The head of a column under a layout."""
    hidden = column in sheet.hidden_columns
    if column in layout.vendors:
        return Head(column, VENDOR, layout.vendors[column], hidden)
    whose = next(
        (layout.vendors.get(answers, "") for answers, place in layout.remarks.items() if place == column), None
    )
    if whose is not None:
        return Head(column, REMARK, whose, hidden)
    role = next((role for role, place in layout.columns.items() if place == column), "")
    return Head(column, OPTION if column in layout.options else role, hidden=hidden)


def _areas(merged: tuple[str, ...]) -> Iterator[tuple[int, int, int, int]]:
    for area in merged:
        first, _, last = area.partition(":")
        start, end = place(first), place(last)
        if start and end:
            yield *start, *end


Spans = dict[tuple[int, int], tuple[int, int]]


def _merged(drawn: Drawing, window: tuple[tuple[int, int], ...], columns: int) -> tuple[set[tuple[int, int]], Spans]:
    """Cells of the page that a merged range covers, and how far the cell that starts it on this page reaches."""
    rows = [first for first, last in window if first == last]
    covered: set[tuple[int, int]] = set()
    spans: Spans = {}
    for top, left, bottom, right in drawn.merged:
        # Only rows one below the other are drawn as one cell: a run of blank rows is a line of its own between them.
        inside = [row for row in rows if top <= row <= bottom]
        inside = [row for order, row in enumerate(inside) if row == inside[0] + order]
        across = range(left, min(right, columns) + 1)
        if inside and across:
            spans[inside[0], left] = (len(across), len(inside))
            covered |= {(row, column) for row in inside for column in across} - {(inside[0], left)}
    return covered, spans


def _squares(
    sheet: SheetCells, row: int, heads: tuple[Head, ...], covered: set[tuple[int, int]], spans: Spans
) -> Iterator[Square]:
    for one in heads:
        if (row, one.column) not in covered:
            cell = sheet.at(row, one.column)
            sealed = cell is not None and cell.kind == "sealed"
            text = "" if sealed else sheet.text(row, one.column)
            shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
            yield Square(one.column, shown, *spans.get((row, one.column), (1, 1)), sealed=sealed)

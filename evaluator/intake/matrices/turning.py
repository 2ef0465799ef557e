"""A sheet as it lies or turned on its side, so that one set of rules reads criteria down the rows and across the columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.intake.address import area, column_letters
from evaluator.intake.cells import Cell, SheetCells

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class View:
    """Cells by (line, place): row and column, or column and row where the sheet is ``turned``.

    ``covered`` leads from a cell that a merged range covers to the range's first; ``lines`` and ``places`` are those in
    which something is written, ascending.
    """

    sheet: SheetCells
    turned: bool
    cells: Mapping[Spot, Cell]
    covered: Mapping[Spot, Spot]
    lines: tuple[int, ...]
    places: tuple[int, ...]

    def at(self, line: int, spot: int) -> Cell | None:
        """The cell written at this place."""
        return self.cells.get((line, spot))

    def text(self, line: int, spot: int) -> str:
        """The text at this place; of a covered cell that of its range."""
        cell = self.cells.get((line, spot)) or self.cells.get(self.covered.get((line, spot), (0, 0)))
        return " ".join(cell.text.split()) if cell else ""

    def address(self, line: int, spot: int) -> str:
        """The cell's name as Excel writes it."""
        row, column = (spot, line) if self.turned else (line, spot)
        return f"{column_letters(column)}{row}"

    def hidden(self, line: int, spot: int) -> bool:
        """Whether the row or the column of a cell is hidden."""
        row, column = (spot, line) if self.turned else (line, spot)
        return row in self.sheet.hidden_rows or column in self.sheet.hidden_columns


def view(sheet: SheetCells, *, turned: bool = False) -> View:
    """A view of the cells that hold something.

    >>> cells = {(2, 1): Cell(2, 1, "Weight"), (2, 3): Cell(2, 3, "30%")}
    >>> lying = view(SheetCells("S", cells), turned=True)
    >>> lying.text(1, 2), lying.address(3, 2)
    ('Weight', 'C2')
    """
    cells = {
        (column, row) if turned else (row, column): cell
        for (row, column), cell in sheet.cells.items()
        if cell.text.strip()
    }
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    covered: dict[Spot, Spot] = {}
    room = 4 * len(sheet.cells) + 1000
    for start, end in filter(None, map(area, sheet.merged)):
        # A merge may reach to the end of the grid; only what lies inside the table is of use.
        bottom, right = min(end[0], last_row), min(end[1], last_column)
        room -= max(0, bottom - start[0] + 1) * max(0, right - start[1] + 1)
        if room < 0:
            break
        for row in range(start[0], bottom + 1):
            for column in range(start[1], right + 1):
                if (row, column) != start:
                    covered[(column, row) if turned else (row, column)] = (start[1], start[0]) if turned else start
    lines, places = ({spot[side] for spot in cells} for side in (0, 1))
    return View(sheet, turned, cells, covered, tuple(sorted(lines)), tuple(sorted(places)))

"""Where a vendor's answer to a foreign question stands, and what is said beside it."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.intake.cells import Cell, SheetCells
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.tables import Table
from evaluator.intake.words import clean


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a vendor's answer to a foreign question stands; ``foreign`` where its words are not ours."""

    table: Table
    item: Item
    column: int
    foreign: bool

    @property
    def text(self) -> str:
        """What is answered, as written."""
        return self.table.answer(self.item, self.column)

    @property
    def remark(self) -> tuple[str, int]:
        """What the vendor remarks beside it, and the column in which it stands, 0 where there is none."""
        said = self.table.remarks(self.item, self.column)
        column = next(iter(said), self.table.remark_column(self.column))
        return clean("; ".join(said.values()))[0].strip(), column

    def where(self) -> tuple[SheetCells, int, int]:
        """The cell to read; an option that is marked in a column of its own is read as its words, where the mark stands."""
        sheet, row, options = self.table.sheet, self.item.row, self.table.layout.options
        if not options:
            cell = self.table.cell(self.item, self.column)
            if cell is not sheet.at(row, self.column):  # it goes on below, or nobody sees it under a merged cell
                held = {(row, self.column): cell} if cell else {}
                sheet = SheetCells(sheet.name, held, sheet.merged, comments=sheet.comments)
            return sheet, row, self.column
        told = self.table.marked(self.item) or self.table.unclear(self.item)
        column = told[0].column if told else min(options)
        cells = {(row, column): Cell(row, column, self.text)} if self.text else {}
        return SheetCells(sheet.name, cells, sheet.merged, comments=sheet.comments), row, column

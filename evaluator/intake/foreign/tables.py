"""A sheet and how it is laid out → the table of questions in it: which rows ask something, and where the answers stand.

The layout may come from recognition or from a person; either way the rows are told apart by the same rules (``asking``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from evaluator.intake.address import column_letters
from evaluator.intake.cells import Cell, SheetCells
from evaluator.intake.foreign.asking import asked
from evaluator.intake.foreign.beside import (
    deviates,
    further_remarks,
    headed,
    headed_deviations,
    prices_beside,
    second_answers,
    unread,
)
from evaluator.intake.foreign.continuing import Stray, continued, unrepeated
from evaluator.intake.foreign.layouts import Item, Layout, Place, Rows, bounded
from evaluator.intake.foreign.marks import Mark, Signs, signs_of
from evaluator.intake.foreign.merges import Merges, merges_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of questions on a sheet.

    ``confidence`` in its layout lies between 0 and 1, and is 1 where a person set it. ``because`` gives the addresses of the
    cells that led to each decision of recognition (``header``, a role, ``vendors``, ``options``, ``end``), ``trust`` the
    confidence in each, and ``rivals`` the column that reads as well as the one taken, by its role. ``covered`` are the cells
    under a merged one: whatever is left in them, nobody sees it, and it answers nothing. ``stray`` is what stands in the
    columns of answers in rows without a question, and goes on with no answer. ``signs`` tell how possible answers are marked.
    ``second`` are further columns of answers or deviations, ``notes`` of remarks, ``prices`` columns of prices that are
    not read, ``unread`` cells beside questions of which nobody said what they hold. ``deviations`` are the columns headed
    as such.
    """

    sheet: SheetCells
    layout: Layout
    items: tuple[Item, ...]
    confidence: float = 1.0
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trust: Mapping[str, float] = field(default_factory=dict)
    rivals: Mapping[str, int] = field(default_factory=dict)
    covered: Collection[tuple[int, int]] = frozenset()
    stray: tuple[Stray, ...] = ()
    signs: Signs = field(default_factory=Signs)
    second: tuple[int, ...] = ()
    deviations: Collection[int] = frozenset()
    notes: tuple[int, ...] = ()
    prices: Collection[int] = frozenset()
    unread: tuple[Place, ...] = ()

    @property
    def columns(self) -> Mapping[str, int]:
        """Column numbers by role."""
        return self.layout.columns

    @property
    def letters(self) -> dict[str, str]:
        """Letters of the columns by role."""
        return {role: column_letters(column) for role, column in self.columns.items()}

    def answer_columns(self) -> dict[int, str]:
        """Columns that hold answers, with the vendor's name where each has its own."""
        return self.layout.answer_columns()

    def cell(self, item: Item, column: int) -> Cell | None:
        """The cell in the row of a question, None where nothing is written or a merged cell covers it.

        What goes on in rows below is joined to it, line by line.
        """
        cell = None if (item.row, column) in self.covered else self.sheet.at(item.row, column)
        below = [self.sheet.written(*place) for place in item.more if place[1] == column]
        if not below:
            return cell
        first = [cell.written.strip()] if cell else []
        return Cell(item.row, column, "\n".join((*first, *below)))

    def marked(self, item: Item) -> list[Cell]:
        """Cells in which a possible answer is marked, where each has a column of its own."""
        return [cell for cell, mark in self._marks(item) if mark is Mark.HERE]

    def unclear(self, item: Item) -> list[Cell]:
        """Cells below possible answers that leave open which is meant: words, or "no" where nothing in the row is marked."""
        marks = self._marks(item)
        here = sum(mark is Mark.HERE for _, mark in marks)
        doubted = {Mark.WORDS} if here else {Mark.WORDS, Mark.NOT}
        return [] if here > 1 else [cell for cell, mark in marks if mark in doubted]

    def _marks(self, item: Item) -> list[tuple[Cell, Mark]]:
        cells = (self.cell(item, place) for place in self.layout.options)
        written = [cell for cell in cells if cell and cell.text.strip()]
        return [(cell, self.signs.mark(cell.text, self.layout.options[cell.column])) for cell in written]

    def answer(self, item: Item, column: int) -> str:
        """What is answered in a column, as written; of marked options their words, parted by a semicolon.

        Where it is unclear which option is meant, what stands below each goes with it.
        """
        if options := self.layout.options:
            marked, unclear = self.marked(item), self.unclear(item)
            if not unclear:
                return "; ".join(options[cell.column] for cell in marked)
            cells = sorted((*marked, *unclear), key=lambda cell: cell.column)
            return "; ".join(f"{options[cell.column]}: {cell.text.strip()}" for cell in cells)
        cell = self.cell(item, column)
        return cell.written.strip() if cell else ""

    def place(self, item: Item, column: int) -> str:
        """The address of the answer in a column; of options that of the first mark or doubtful word, else of the first."""
        if self.layout.options:
            told = self.marked(item) or self.unclear(item)
            column = told[0].column if told else min(self.layout.options)
        return f"{column_letters(column)}{item.row}"

    def remark_column(self, column: int) -> int:
        """The column of the remarks beside the answers in a column, 0 where there is none.

        One column of remarks beside the columns of several vendors is nobody's own.
        """
        shared = 0 if self.layout.vendors else self.columns.get("comment", 0)
        return self.layout.remarks.get(column, shared)

    def replies(self) -> bool:
        """Whether there is a column for replies, whatever prices stand beside it."""
        return "answer" in self.columns or bool(self.layout.vendors and self.prices)

    def states_prices(self) -> bool:
        """Whether prices stand here, or nothing but prices is asked for.

        A column of costs that is blank beside answers makes no price list of them; once something stands in it, it does.
        """
        layout, columns = self.layout, {*self.layout.price_columns(), *self.prices}
        top = min(layout.header_rows, default=layout.first)
        return layout.lists_prices() or (
            bool(columns)
            and any(
                top < row <= (layout.last or row) and row not in layout.header_rows
                for (row, column), cell in self.sheet.cells.items()
                if column in columns and cell.text.strip()
            )
        )

    def going_on(self, item: Item, column: int) -> list[Place]:
        """Cells below in which the answer in a column, or the remark beside it, goes on."""
        return [place for place in item.more if place[1] in (column, self.remark_column(column))]

    def remarks(self, item: Item, column: int) -> dict[int, str]:
        """What is said beside the answer in a column, by column: the remark, a deviation, what a second column answers."""
        others = (*(self.answer_columns() if self.second else ()), *self.second)
        places = [self.remark_column(column), *(place for place in others if place != column), *self.notes]
        said: dict[int, str] = {}
        for place in filter(None, places):
            cell = self.cell(item, place)
            text = cell.text.strip() if cell else ""
            if text and (place not in self.deviations or deviates(text)) and text not in said.values():
                said[place] = text
        return said

    def remark(self, item: Item, column: int) -> str:
        """What is remarked beside the answer in a column, empty where nothing is."""
        return "; ".join(self.remarks(item, column).values())


def rows_of(sheet: SheetCells, merges: Merges | None = None) -> Rows:
    """Texts of a sheet by row and column, from the top down, without blanks and without cells that a merged one covers."""
    covered = (merges or merges_of(sheet)).anchor
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        if (text := cell.text.strip()) and (row, column) not in covered:
            rows.setdefault(row, {})[column] = text
    # Row by row, as a reader gives them: to sort all cells at once takes longer than all the rest.
    return {row: dict(sorted(rows[row].items())) for row in sorted(rows)}


def table_by(
    sheet: SheetCells, layout: Layout, confidence: float = 1.0, rows: Rows | None = None, merges: Merges | None = None
) -> Table:
    """The table that a layout makes of a sheet; without a column of questions it has no items.

    ``rows`` are those of `rows_of` and ``merges`` those of `merges_of`, where they are at hand: to gather them takes most of
    the time.
    """
    merges = merges or merges_of(sheet)
    mine = unrepeated(bounded(rows_of(sheet, merges) if rows is None else rows, layout), layout)
    items, stray = continued(
        sheet, mine, layout, [Item(*found) for found in asked(sheet, mine, layout, merges)], merges
    )
    heads = headed(mine, layout)
    second, notes = second_answers(heads, layout), further_remarks(heads, layout)
    prices = prices_beside(heads, layout)
    rest = unread(mine, heads, layout, {item.row for item in items}, {*second, *notes})
    signs = signs_of([mine[item.row].get(place, "") for place in layout.options] for item in items)
    return Table(
        sheet=sheet, layout=layout, items=items, confidence=confidence, covered=merges.anchor.keys(), stray=stray,
        signs=signs, second=second, deviations=headed_deviations(heads, layout),
        notes=notes, prices=prices, unread=rest,
    )  # fmt: skip

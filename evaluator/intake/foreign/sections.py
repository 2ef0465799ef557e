"""The headings above a question: from rows of their own, titles in repeated headers, and columns filled once for a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evaluator.intake.cells import SheetCells
from evaluator.intake.foreign.headings import role_of
from evaluator.intake.foreign.row_words import asks_nothing, rank

if TYPE_CHECKING:
    from evaluator.intake.foreign.layouts import Layout, Rows

Style = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Heading:
    rank: Style | str
    text: str
    indent: int = -1  # how far the row is indented, -1 where indentation does not make it a heading


def indent(sheet: SheetCells, row: int, column: int) -> int:
    """By how many characters a text is indented."""
    cell = sheet.at(row, column)
    return len(cell.text) - len(cell.text.lstrip()) if cell else 0


class Sections:
    """Headings in the order of the rows; one that is numbered as an earlier one ends that one and what stands below it."""

    def __init__(self, sheet: SheetCells, rows: Rows, layout: Layout) -> None:
        """Starts at the table's first header; the row above it is a heading where that is not the only header."""
        self.sheet, self.rows, self.layout = sheet, rows, layout
        self.open: list[_Heading] = []
        section = layout.columns.get("section")
        self.levels = layout.levels or ((section,) if section else ())
        self.filled: dict[int, str] = {}
        first = min(layout.header_rows, default=0)
        if first and (layout.first or max(layout.header_rows) - first >= len(layout.header_rows)):
            above = rows.get(first - 1, {})
            if len(above) == 1 and not asks_nothing(text := next(iter(above.values()))):
                self.heading(first - 1, text, "")
        titles = {row: self._title(row) for row in layout.header_rows}
        self.titles = titles if len({title for title in titles.values() if title}) > 1 else {}
        self.header(first)

    def header(self, number: int) -> None:
        """A header that bears a title of its own, as headers repeated for each section do."""
        if title := self.titles.get(number):
            self._push(_Heading("header", title))

    def _title(self, number: int) -> str:
        """What stands in a header over the questions, or to their left, and says no role."""
        texts = self.rows.get(number, {})
        places = [column for column in texts if column <= self.layout.columns["question"]]
        return texts[max(places)] if places and not role_of(texts[max(places)]) else ""

    def heading(self, number: int, text: str, own: str, *, by_indent: bool = False) -> None:
        """A row that is a heading, with its id."""
        column = next(iter(self.rows[number]))
        depth = indent(self.sheet, number, column)
        style: Style | str = rank(text) or ("", column, depth)
        if own:
            style = ("id", own.count("."), 0)
        self._push(_Heading(style, text, depth if by_indent else -1))

    def fill(self, number: int) -> None:
        """Takes over what a row says in the columns of headings; it holds until the next that says something."""
        for place, column in enumerate(self.levels):
            if text := self.rows[number].get(column):
                if text != self.filled.get(column):
                    for deeper in self.levels[place + 1 :]:
                        self.filled.pop(deeper, None)
                self.filled[column] = text

    def path(self, number: int, words: str) -> tuple[str, ...]:
        """The headings above the question in a row, outermost first, without its own words."""
        depth = indent(self.sheet, number, self.layout.columns["question"])
        above = [one.text for one in self.open if one.indent < 0 or one.indent < depth]
        return (*above, *(text for column in self.levels if (text := self.filled.get(column)) and text != words))

    def _push(self, new: _Heading) -> None:
        same = next((place for place, one in enumerate(self.open) if one.rank == new.rank), len(self.open))
        self.open = [*self.open[:same], new]


def deeper(sheet: SheetCells, rows: Rows, number: int, following: int, column: int) -> bool:
    """Whether the next row is indented further than this one, in the same column."""
    return column in rows[following] and indent(sheet, following, column) > indent(sheet, number, column)

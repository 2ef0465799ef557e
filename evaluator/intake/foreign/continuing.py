"""Rows without a question below an answer: the rest of the answer where it is prose, else a second value or a text of nobody's.

Whoever types a long answer often goes on in the row below. What stands there is joined only where nothing else can be
meant; of two values nobody knows which counts, and below a blank nobody knows what is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evaluator.intake.cells import SheetCells
from evaluator.intake.foreign.layouts import MONEY, Item, Layout, Place, Rows
from evaluator.intake.foreign.merges import Merges
from evaluator.intake.foreign.replies import GIVEN, Reply, reply_in
from evaluator.intake.foreign.row_words import asks_nothing, rank
from evaluator.intake.words import JUDGEMENTS, plain

_FIGURE: Final = re.compile(r"[-+]?[¥￥$€£]?\d[\d,.]*\s?\S{0,3}")
_SECTIONS: Final = ("第", "section")  # other numbers begin the lines of an answer as often
_FEWEST: Final = 4  # so many answers tell that a few words stand again and again
_SHORT: Final = 20


@dataclass(frozen=True, slots=True)
class Stray:
    """A cell beside no question; ``below`` is the row of the question above where that has a value already, else 0."""

    row: int
    column: int
    below: int = 0


def continued(
    sheet: SheetCells, rows: Rows, layout: Layout, items: Sequence[Item], merges: Merges
) -> tuple[tuple[Item, ...], tuple[Stray, ...]]:
    """The questions with the cells in which their answers go on, and what stands in a row without a question."""
    if layout.form or layout.options or not items:
        return tuple(items), ()
    return _Continuing(sheet, rows, layout, items, merges).read()


def unrepeated(rows: Rows, layout: Layout) -> Rows:
    """The rows, without what only says again in the second line of an answer whose line it is: its id and its section.

    Such a line asks nothing itself and repeats, cell by cell, what stands in the row above.
    """
    if layout.form or layout.options:
        return rows
    replies = reply_columns(layout).keys()
    kept = dict(rows)
    for row, texts in rows.items():
        above, own = rows.get(row - 1, {}), texts.keys() - replies
        again = own and own < texts.keys() and layout.columns.get("question", 0) not in own
        if again and row - 1 not in layout.header_rows and all(texts[column] == above.get(column) for column in own):
            kept[row] = {column: text for column, text in texts.items() if column in replies}
    return kept


def reply_columns(layout: Layout) -> dict[int, int]:
    """Columns in which a row without a question may go on, each with the column of the answers that it belongs to."""
    shared = {} if layout.vendors else {layout.columns.get("comment", 0)}
    columns = {column: column for column in layout.answer_columns()}
    columns |= {remark: column for column, remark in layout.remarks.items()}
    columns |= {remark: column for remark in shared for column in layout.answer_columns()}
    columns.pop(0, None)
    return columns


class _Continuing:
    """The rows of a table, with the columns that hold choices or figures."""

    def __init__(self, sheet: SheetCells, rows: Rows, layout: Layout, items: Sequence[Item], merges: Merges) -> None:
        self.sheet, self.rows, self.layout, self.items, self.merges = sheet, rows, layout, items, merges
        self.columns = reply_columns(layout)
        self.asking = {item.row for item in items}
        self.closed: dict[int, bool] = {}

    def read(self) -> tuple[tuple[Item, ...], tuple[Stray, ...]]:
        """Every question with its further cells; what is left over, from the top down."""
        known, stray = [], []
        for item in self.items:
            cells: list[Place] = []
            for row in self._below(item):
                for column in sorted(self.rows[row].keys() & self.columns.keys()):
                    above = next((cell for cell in reversed(cells) if cell[1] == column), (item.row, column))
                    if self._goes_on(item, above, (row, column)):
                        cells.append((row, column))
                    else:
                        answered = self._said(item.row, self.columns[column])
                        stray.append(Stray(row, column, item.row if answered else 0))
            known.append(replace(item, more=tuple(cells)) if cells else item)
        return tuple(known), tuple(stray)

    def _below(self, item: Item) -> Iterator[int]:
        """Rows that follow without a gap and hold text in the columns of answers and remarks, or the rest of the question."""
        row = item.row + 1
        while row in self.rows and row not in self.asking and self._open(row, item):
            yield row
            row += 1

    def _open(self, row: int, item: Item) -> bool:
        texts, question = dict(self.rows[row]), self.layout.columns["question"]
        if question in texts and f" {texts[question]}" in item.text:
            del texts[question]
        if row in self.layout.header_rows or row in self.layout.skipped or not texts.keys() <= self.columns.keys():
            return False
        return not any(self._says_nothing(row, column, text) for column, text in texts.items())

    def _says_nothing(self, row: int, column: int, text: str) -> bool:
        """Whether a text is a section, a note, a total, or keeps the place of an answer, or must not be seen yet."""
        wide = self.merges.last_column(row, column) > column
        return (
            wide
            or self.sheet.cells[row, column].kind in ("error", "sealed")
            or asks_nothing(text)
            or rank(text) in _SECTIONS
            or reply_in(text) is Reply.PLACEHOLDER
        )

    def _goes_on(self, item: Item, above: Place, here: Place) -> bool:
        """Whether a cell is the rest of what stands above it: prose, below prose, in a column that holds more than values."""
        text, column = self.rows[here[0]][here[1]], self.columns[here[1]]
        if not self._said(item.row, column):
            return False
        if here[1] != column:  # a remark beside an answer may well begin in the second row
            return True
        prose = self.sheet.cells[here].kind == "text" and not self._closed(column)
        return prose and not (is_value(text) and is_value(self.sheet.text(*above)))

    def _said(self, row: int, column: int) -> bool:
        text = self.rows[row].get(column, "")
        return bool(text) and self.sheet.cells[row, column].kind != "sealed" and reply_in(text) in GIVEN

    def _closed(self, column: int) -> bool:
        """Whether a column holds choices or figures: by what may be entered in it, else by what stands in it."""
        if column not in self.closed:
            texts = [self.rows[item.row][column] for item in self.items if column in self.rows[item.row]]
            few = len(texts) >= _FEWEST and len(set(texts)) * 2 <= len(texts) and max(map(len, texts)) <= _SHORT
            listed = any(self.sheet.options(item.row, column) for item in self.items)
            priced = self.layout.lists_prices() or column in (self.layout.columns.get(role) for role in MONEY)
            self.closed[column] = priced or few or listed or sum(map(is_value, texts)) * 2 > len(texts)
        return self.closed[column]


def is_value(text: str) -> bool:
    """Whether a text is a choice or a figure, which has no rest.

    >>> is_value("Yes"), is_value("部分满足"), is_value("4 小时"), is_value("4 years of experience")
    (True, True, True, False)
    """
    return plain(text) in JUDGEMENTS or bool(_FIGURE.fullmatch(text))

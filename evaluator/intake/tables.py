"""A sheet and how it is laid out → the table of questions in it: which rows ask something, and where the answers stand.

The layout may come from recognition or from a person; either way the rows are told apart here, by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from evaluator.intake.address import column_letters
from evaluator.intake.cells import SheetCells

GAP: Final = 3  # so many rows without a word part a table from its legend
LABEL: Final = re.compile(r"^[^\n]{1,24}[:：]$")
_NO_ITEM = re.compile(
    r"^(?:guidance|note|notes|assertion|example|instructions?|total|subtotal|grand total|sum|"
    r"说明|注|备注|示例|例|填写说明|合计|总计|小计|共计)\s*(?:[:：.]|$)|^(?:©|copyright)",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"[.\-–_]")

Rows = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its id as text (empty where there is none), its words, and the row in which it stands."""

    id: str
    text: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a sheet is laid out.

    ``header_rows`` are all rows that head the columns, repeats among them; questions stand below the first. ``columns``
    gives column numbers by role; ``vendors`` names by the numbers of the columns that hold one vendor's answers each, and
    ``remarks`` the column of a vendor's remarks by that of its answers; ``options`` the possible answers by the numbers of
    the columns in which one is marked. ``skipped`` and ``taken`` are rows of which a person said that they ask nothing, or
    that they ask something, whatever the rules say.
    """

    header_rows: tuple[int, ...]
    columns: Mapping[str, int]
    vendors: Mapping[int, str] = field(default_factory=dict)
    remarks: Mapping[int, int] = field(default_factory=dict)
    options: Mapping[int, str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of questions on a sheet; ``confidence`` in its layout lies between 0 and 1, and is 1 where a person set it."""

    sheet: SheetCells
    layout: Layout
    items: tuple[Item, ...]
    confidence: float = 1.0

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
        return dict(self.layout.vendors) or ({self.columns["answer"]: ""} if "answer" in self.columns else {})

    def answer(self, item: Item, column: int) -> str:
        """What is answered in a column, as written; of marked options their words, parted by a semicolon."""
        options = self.layout.options
        if options:
            return "; ".join(words for place, words in options.items() if self.sheet.text(item.row, place))
        return self.sheet.text(item.row, column)

    def remark(self, item: Item, column: int) -> str:
        """What is remarked beside the answer in a column, empty where there is no column for remarks."""
        place = self.layout.remarks.get(column) or self.columns.get("comment")
        return self.sheet.text(item.row, place) if place else ""


def rows_of(sheet: SheetCells) -> dict[int, dict[int, str]]:
    """Texts of a sheet by row and column, from the top down, without blanks."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if text := cell.text.strip():
            rows.setdefault(row, {})[column] = text
    return rows


def table_by(sheet: SheetCells, layout: Layout, confidence: float = 1.0, rows: Rows | None = None) -> Table:
    """The table that a layout makes of a sheet; without a column of questions it has no items.

    ``rows`` are those of `rows_of`, where they are at hand: to gather them takes most of the time.
    """
    rows = rows_of(sheet) if rows is None else rows
    body = [number for number in rows if number > min(layout.header_rows, default=0)]
    body = [number for number in body if number not in layout.header_rows and number not in layout.skipped]
    items = tuple(_items(rows, body, layout)) if body and "question" in layout.columns else ()
    return Table(sheet=sheet, layout=layout, items=items, confidence=confidence)


def _items(rows: Rows, body: Sequence[int], layout: Layout) -> Iterator[Item]:
    """Rows that ask something: not the headings of sections, guidance, totals, notes, examples or footers."""
    question, key = layout.columns["question"], layout.columns.get("id")
    ids = [rows[number][key] for number in body if key in rows[number]] if key else []
    chapters = {parts[0] for one in ids if len(parts := _PARTS.split(_bare(one))) > 1}
    dense = median(len(rows[number]) for number in body) > 2 if body else False
    for above, number in zip([body[0], *body], body, strict=False):
        texts = rows[number]
        if number - above > GAP and dense and len(texts) < 3 and not any(row >= number for row in layout.taken):
            return
        text, own = texts.get(question, ""), texts.get(key, "") if key else ""
        others = [column for column in texts if column not in (question, key)]
        heading = not others and (_bare(own) in chapters if own else dense or bool(ids))
        if number in layout.taken or (text and not (heading or LABEL.match(text) or _NO_ITEM.match(text))):
            yield Item(own, text, number)


def _bare(key: str) -> str:
    """An id without the letters before its number: chapter V1 holds 1.1 and 1.2.

    >>> _bare("V1"), _bare("1.10")
    ('1', '1.10')
    """
    return key.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

"""How a sheet is laid out, as recognition finds it or as a person says: a value, whatever is asked on the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from evaluator.intake.foreign.parting import names_nobody
from evaluator.intake.words import plain

# Where a table has no column of answers, the vendor fills in the first of these that it has.
VALUES: Final = ("answer", "unit_price", "amount", "evidence")
MONEY: Final = frozenset({"unit_price", "amount"})  # roles of columns that state prices

Rows = Mapping[int, Mapping[int, str]]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its id as text (empty where there is none), its words, its row, and the headings above it, outermost first.

    ``more`` are the cells in rows below, from the top down, in which what is answered or remarked goes on.
    """

    id: str
    text: str
    row: int
    section: tuple[str, ...] = ()
    more: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a sheet, or a part of it, is laid out.

    ``header_rows`` are all rows that head the columns, repeats among them; questions stand below the first. ``columns``
    gives column numbers by role; ``vendors`` names by the numbers of the columns that hold one vendor's answers each, and
    ``remarks`` the column of a vendor's remarks by that of its answers; ``options`` the possible answers by the numbers of
    the columns in which one is marked. ``skipped`` and ``taken`` are rows of which was said that they ask nothing, or that
    they ask something, whatever the rules say.

    ``first`` and ``last`` row, ``left`` and ``right`` column bound a table that does not have its sheet for itself (0: no
    bound). ``levels`` are the columns of the headings over a question, outermost first. In a ``form`` every row asks: the
    question is a label, its answer stands beside it. Of rows that name their vendor in the column of the role
    ``owner``, only those of the one named by ``owner`` count.
    """

    header_rows: tuple[int, ...]
    columns: Mapping[str, int]
    vendors: Mapping[int, str] = field(default_factory=dict)
    remarks: Mapping[int, int] = field(default_factory=dict)
    options: Mapping[int, str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()
    first: int = 0
    last: int = 0
    left: int = 0
    right: int = 0
    levels: tuple[int, ...] = ()
    form: bool = False
    owner: str = ""

    def price_columns(self) -> frozenset[int]:
        """Columns of prices: by their role, and those of every vendor beside quantities."""
        offered = self.vendors.keys() if "quantity" in self.columns else ()
        return frozenset((*(column for role, column in self.columns.items() if role in MONEY), *offered))

    def lists_prices(self) -> bool:
        """Whether prices are all that it asks for."""
        return bool(self.price_columns()) and "answer" not in self.columns

    def answer_columns(self) -> dict[int, str]:
        """Columns that hold answers, with the vendor's name where each has its own; a year or a stage over one names nobody."""
        if self.vendors:
            nobody = all(map(names_nobody, self.vendors.values()))
            return dict.fromkeys(self.vendors, "") if nobody else dict(self.vendors)
        return next(({self.columns[role]: self.owner} for role in VALUES if role in self.columns), {})


def owned(rows: Rows, layout: Layout) -> Rows:
    """The rows of the vendor whose they are; one that names nobody belongs with the row above it."""
    column = layout.columns.get("owner", 0)
    if not (column and layout.owner):
        return rows
    mine, kept, top = True, {}, min(layout.header_rows, default=0)
    for number, texts in rows.items():
        if number <= top or number in layout.header_rows:
            kept[number] = texts
            continue
        if column in texts:
            mine = plain(texts[column]) == plain(layout.owner)
        if mine:
            kept[number] = texts
    return kept


def bounded(rows: Rows, layout: Layout) -> Rows:
    """What of the rows of a sheet lies within the bounds of a layout, and is its owner's."""
    return owned(_inside(rows, layout), layout)


def _inside(rows: Rows, layout: Layout) -> Rows:
    if not (layout.first or layout.last or layout.left or layout.right):
        return rows
    last, right = layout.last or max(rows, default=0), layout.right or 1 << 15
    inside = {
        number: {column: text for column, text in texts.items() if layout.left <= column <= right}
        for number, texts in rows.items()
        if layout.first <= number <= last
    }
    return {number: texts for number, texts in inside.items() if texts}

"""Cells as the reading process hands them over: plain values with their addresses, nothing of the file format left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evaluator.domain.finding import Param, Phrase
from evaluator.intake.address import area, column_letters
from evaluator.intake.number_format import NONE, affixes

CellKind = Literal["text", "number", "bool", "date", "error", "sealed"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    ``text`` is the value as written (numbers in their shortest decimal form, dates as ISO text, times as on a clock);
    ``number_format`` is the Excel code, empty for General; ``formula`` marks a calculated cell, ``uncalculated`` one without
    a stored result, and ``formula_text`` is the formula where the cell has words of its own (cells that share another's have none).
    Of kind ``sealed`` is a mark that stands where a price is that must not be seen yet.
    """

    row: int
    column: int
    text: str
    kind: CellKind = "text"
    number_format: str = ""
    formula: bool = False
    uncalculated: bool = False
    formula_text: str = ""

    @property
    def written(self) -> str:
        """The text with the unit, currency or percent sign that the number format writes beside a number, never rounded.

        >>> Cell(1, 1, "0.9995", "number", "0.0%").written, Cell(1, 1, "-30", "number", '0"分钟"').written
        ('99.95%', '-30分钟')
        """
        added = affixes(self.number_format) if self.kind == "number" and self.number_format else NONE
        if added == NONE:
            return self.text
        if added.percent:
            return f"{(Decimal(self.text) * 100).normalize():f}%"
        return f"{added.before}{self.text}{added.after}"

    @property
    def address(self) -> str:
        """The cell's name as Excel writes it.

        >>> Cell(row=14, column=28, text="x").address
        'AB14'
        """
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody remarked at a cell, which may be blank; a thread is several of them."""

    row: int
    column: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: the range it stands on, and where it leads, which is never opened; ``#…`` is a place in the workbook."""

    area: str
    target: str


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be entered in some ranges: the kind of rule, its first formula as written, and the options of a list.

    ``options`` are empty where they would have to be calculated.
    """

    kind: str
    areas: tuple[str, ...]
    formula: str = ""
    options: tuple[str, ...] = ()

    def covers(self, row: int, column: int) -> bool:
        """Whether the rule holds for this cell.

        >>> Validation("list", ("B2:B9", "D4")).covers(4, 4)
        True
        """
        found = (area(one) for one in self.areas)
        return any(one[0][0] <= row <= one[1][0] and one[0][1] <= column <= one[1][1] for one in found if one)


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: its cells by (row, column), merged ranges as written, what is hidden, and what stands beside the cells.

    ``merges_left`` counts the merged ranges that were left out, where a sheet has more of them than are read.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[str, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: tuple[Comment, ...] = ()
    links: tuple[Link, ...] = ()
    validations: tuple[Validation, ...] = ()
    merges_left: int = 0

    def at(self, row: int, column: int) -> Cell | None:
        """The cell at this place, or None where nothing is written."""
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The text at this place, without white space around it; empty where nothing is written."""
        cell = self.cells.get((row, column))
        return cell.text.strip() if cell else ""

    def written(self, row: int, column: int) -> str:
        """The same with the unit or percent sign that a number is shown with."""
        cell = self.cells.get((row, column))
        return cell.written.strip() if cell else ""

    def options(self, row: int, column: int) -> tuple[str, ...]:
        """Options of the list that may be chosen from at this place, empty where there is none."""
        lists = (one for one in self.validations if one.options)
        return next((one.options for one in lists if one.covers(row, column)), ())

    def rows(self) -> list[int]:
        """Numbers of the rows in which something is written, ascending."""
        return sorted({row for row, _ in self.cells})


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: name, hash of its bytes, sheets in order, and remarks on its container.

    ``kind`` is ``xlsx`` where everything in a cell was seen; ``xls``, ``xlsb``, ``ods`` and ``csv`` with its encoding give
    values only, and where ``errors_unseen`` an error is a blank. ``lost`` are sheets that the file lists and does not hold.
    """

    name: str
    sha256: str
    sheets: tuple[SheetCells, ...]
    macros: bool = False
    links: bool = False
    kind: str = "xlsx"
    errors_unseen: bool = False
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read: the rule that says why, with its parameters."""

    name: str
    sha256: str
    rule: str
    params: tuple[tuple[str, str], ...] = ()


def refusal_params(refusal: Refusal) -> tuple[tuple[str, Param], ...]:
    """What fills the sentence of a refusal: the file, what it really is, and where its container is odd, what is odd about it."""
    params: dict[str, Param] = {**dict(refusal.params), "file": refusal.name}
    if "why" in params:
        detail = params.pop("detail", "")
        params["why"] = Phrase(f"finding.why.{params['why']}", (("detail", detail),))
    if "actual" in params:
        params["actual"] = Phrase(f"finding.actual.{params['actual']}")
    return tuple(params.items())

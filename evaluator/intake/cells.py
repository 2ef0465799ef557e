"""Cells as the reading process hands them over: plain values with their addresses, nothing of the file format left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from evaluator.domain.finding import Param, Phrase
from evaluator.intake.address import column_letters

CellKind = Literal["text", "number", "bool", "date", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    ``text`` is the value as written (numbers in their shortest decimal form, dates as ISO text); ``number_format`` is the
    Excel code, empty for General; ``formula`` marks a calculated cell, ``uncalculated`` one without a stored result.
    """

    row: int
    column: int
    text: str
    kind: CellKind = "text"
    number_format: str = ""
    formula: bool = False
    uncalculated: bool = False

    @property
    def address(self) -> str:
        """The cell's name as Excel writes it.

        >>> Cell(row=14, column=28, text="x").address
        'AB14'
        """
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: its cells by (row, column), merged ranges as written, and what is hidden."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[str, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def at(self, row: int, column: int) -> Cell | None:
        """The cell at this place, or None where nothing is written."""
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The text at this place, without white space around it; empty where nothing is written."""
        cell = self.cells.get((row, column))
        return cell.text.strip() if cell else ""

    def rows(self) -> list[int]:
        """Numbers of the rows in which something is written, ascending."""
        return sorted({row for row, _ in self.cells})


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: name, hash of its bytes, sheets in order, and remarks on its container.

    ``kind`` is ``xlsx`` where everything in a cell was seen; ``xls``, ``xlsb``, ``ods`` and ``csv`` with its encoding give
    values only.
    """

    name: str
    sha256: str
    sheets: tuple[SheetCells, ...]
    macros: bool = False
    links: bool = False
    kind: str = "xlsx"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read: the rule that says why, with its parameters."""

    name: str
    sha256: str
    rule: str
    params: tuple[tuple[str, str], ...] = ()


def refusal_params(refusal: Refusal) -> tuple[tuple[str, Param], ...]:
    """What fills the sentence of a refusal: the file, and where its container is odd, what is odd about it."""
    params: dict[str, Param] = {**dict(refusal.params), "file": refusal.name}
    if "why" in params:
        detail = params.pop("detail", "")
        params["why"] = Phrase(f"finding.why.{params['why']}", (("detail", detail),))
    return tuple(params.items())

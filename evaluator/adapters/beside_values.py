"""What python-calamine does not give of a workbook: errors, formulas, formats, comments, links, and what is hidden."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from evaluator.adapters.container import RefusedError
from evaluator.adapters.xlsx_sheet import CELL_LIMIT

Place = tuple[int, int]
ERRORS: Final = {  # as .xls and .xlsb number them
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one cell besides its value: ``text`` and ``kind`` replace those of the value where ``kind`` is given.

    ``code`` is the format in which a number is shown.
    """

    flags: int = 0
    kind: str = ""
    text: str = ""
    code: str = ""


NOTHING: Final[Mapping[Place, Told]] = {}


@dataclass(slots=True)
class Hidden:
    """Runs of rows and of columns that a sheet does not show."""

    rows: list[Place] = field(default_factory=list)
    columns: list[Place] = field(default_factory=list)

    def among(self, cells: list[list[Any]]) -> dict[str, list[int]]:
        """The hidden rows and columns in which something stands: a run may reach to the end of the grid.

        >>> Hidden(rows=[(2, 1_048_576)]).among([[1, 1, "a"], [3, 1, "b"]])
        {'hidden_rows': [3], 'hidden_columns': []}
        """
        return {
            "hidden_rows": _within({cell[0] for cell in cells}, self.rows),
            "hidden_columns": _within({cell[1] for cell in cells}, self.columns),
        }


def _within(numbers: set[int], runs: list[Place]) -> list[int]:
    found: list[int] = []
    ordered = sorted(numbers)
    for first, last in runs:
        found += ordered[bisect_left(ordered, first) : bisect_right(ordered, last)]
    return found


@dataclass(slots=True)
class Beside:
    """Cells with errors, formulas and formats, by the name of their sheet; whether these could be seen at all; macros, links.

    ``notes`` are the comments of each sheet: row, column, author and text. ``hidden`` are its runs of hidden rows and columns,
    each by its first and last number from 1.
    """

    sheets: dict[str, dict[Place, Told]] = field(default_factory=dict)
    notes: dict[str, list[list[Any]]] = field(default_factory=dict)
    hidden: dict[str, Hidden] = field(default_factory=dict)
    errors_seen: bool = True
    macros: bool = False
    links: bool = False
    _count: int = 0

    def add(self, sheet: dict[Place, Told], place: Place, told: Told) -> None:
        """Keep what is told of a cell; a repetition may stand for more cells than a workbook may have."""
        sheet[place] = told
        self._count += 1
        if self._count > CELL_LIMIT:
            raise RefusedError("file_too_large", size=f"> {CELL_LIMIT:,}", limit=f"{CELL_LIMIT:,}")


def joined(cells: list[list[Any]], told: Mapping[Place, Told]) -> list[list[Any]]:
    """The cells of a sheet with what is told of them, in the order of their rows.

    >>> joined([[1, 1, "0", "number", "", 0]], {(1, 1): Told(1, "error", "#N/A"), (1, 2): Told(3)})
    [[1, 1, '#N/A', 'error', '', 1], [1, 2, '', 'text', '', 3]]
    >>> joined([[1, 1, "5", "number", "", 0]], {(1, 1): Told(code='0"天"')})
    [[1, 1, '5', 'number', '0"天"', 0]]
    """
    return sorted(_both(cells, told), key=lambda cell: cell[:2]) if told else cells


def _both(cells: list[list[Any]], told: Mapping[Place, Told]) -> Iterator[list[Any]]:
    left = dict(told)
    for row, column, text, kind, code, flags in cells:
        one = left.pop((row, column), None)
        if one is None:
            yield [row, column, text, kind, code, flags]
        elif one.kind:
            yield [row, column, one.text, one.kind, "", one.flags]
        else:
            yield [row, column, text, kind, one.code if kind == "number" else code, one.flags]
    for (row, column), one in left.items():
        if one.flags or one.kind:  # a format alone shows nothing
            yield [row, column, one.text, one.kind or "text", "", one.flags]

"""Page breaks set by hand, so that no printed page ends with a title whose rows stand on the next one."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from openpyxl.worksheet.pagebreak import Break

from evaluator.adapters.sheets import Page

# A4 on its side within the margins of our sheets: inches across, points down.
_WIDE, _HIGH = 10.69, 7.07 * 72
# A spreadsheet makes rows somewhat higher or lower than we reckon, depending on its fonts.
_TIGHT, _LOOSE = 0.94, 1.2
_PIXELS, _PADDING, _PER_INCH = 7, 5, 96
_ROW = 15.0

Block = tuple[int, int]


@dataclass(slots=True)
class _Filling:
    """Pages as they fill with rows: how high a page is, what is repeated on top of each, what is used of the last."""

    room: float
    again: float
    pages: int = 0
    used: float = 0.0

    def add(self, high: float) -> None:
        """Put a row on the page, or on the next one where it does not fit."""
        if self.used + high > self.room and self.used > self.again:
            self.pages, self.used = self.pages + 1, self.again
        self.used += high

    def turn(self) -> None:
        """Start a page by hand; pages are counted from here."""
        self.pages, self.used = 0, self.again


def keep_together(page: Page, blocks: Iterable[Block], repeated: int = 0) -> None:
    """Break the page before each block of rows (first, last) that may not fit on what is left of it.

    ``repeated`` is the row printed at the top of every page, 0 where there is none.
    """
    ends = dict(blocks)
    room = _HIGH / _scale(page)
    again = _height(page, repeated) if repeated else 0.0
    tight, loose = (_Filling(room * share, again) for share in (_TIGHT, _LOOSE))
    for row in range(1, page.sheet.max_row + 1):
        high = _height(page, row)
        if row in ends and tight.used > again and _parted(page, range(row, ends[row] + 1), tight, loose):
            page.sheet.row_breaks.append(Break(id=row - 1))
            tight.turn()
            loose.turn()
        tight.add(high)
        loose.add(high)


def _parted(page: Page, rows: range, tight: _Filling, loose: _Filling) -> bool:
    """Whether a page may end inside these rows: the last may come to stand on a later page than the first."""
    first, last = copy(loose), copy(tight)
    first.add(_height(page, rows[0]))
    for row in rows:
        last.add(_height(page, row))
    return last.pages > first.pages


def _scale(page: Page) -> float:
    """How far a sheet is shrunk to the width of its paper."""
    wide = sum(int(_PIXELS * width + _PADDING) for width in page.widths.values()) / _PER_INCH
    return min(1.0, _WIDE / wide)


def _height(page: Page, row: int) -> float:
    return float(page.sheet.row_dimensions[row].height or _ROW)

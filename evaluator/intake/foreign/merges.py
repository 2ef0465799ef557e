"""Merged cells of a sheet: what a merged cell spans, and which cells it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from evaluator.intake.address import area
from evaluator.intake.cells import SheetCells

MOST: Final = 500_000  # cells under merges that are counted out one by one; a sheet with more holds no questions
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Merges:
    """The merged cells of a sheet that lie where something is written.

    ``ends`` gives the last row and column of each merged cell by its first; ``anchor`` the first cell by each written one that
    it covers.
    """

    ends: Mapping[Place, Place] = field(default_factory=dict)
    anchor: Mapping[Place, Place] = field(default_factory=dict)

    def last_column(self, row: int, column: int) -> int:
        """The last column over which the cell at this place spreads."""
        return self.ends.get((row, column), (row, column))[1]

    def last_row(self, row: int, column: int) -> int:
        """The last row over which the cell at this place spreads."""
        return self.ends.get((row, column), (row, column))[0]


def merges_of(sheet: SheetCells) -> Merges:
    """The merged cells of a sheet, cut off behind its last written row and column.

    >>> from evaluator.intake.cells import Cell
    >>> found = merges_of(SheetCells(name="S", cells={(2, 2): Cell(2, 2, "x")}, merged=("A1:B2",)))
    >>> found.last_column(1, 1), found.anchor[2, 2]
    (2, (1, 1))
    """
    if not sheet.merged or not sheet.cells:
        return Merges()
    bottom, right = (max(numbers) + 1 for numbers in zip(*sheet.cells, strict=True))
    ends, anchor, left = {}, {}, MOST
    for (first, start), (lowest, furthest) in filter(None, map(area, sheet.merged)):
        last, end = min(lowest, max(bottom, first)), min(furthest, max(right, start))
        left -= (last - first + 1) * (end - start + 1)
        if left < 0:
            break
        ends[first, start] = (last, end)
        for row in range(first, last + 1):
            for column in range(start, end + 1):
                if (row, column) in sheet.cells and (row, column) != (first, start):
                    anchor[row, column] = (first, start)
    return Merges(ends, anchor)

"""What is odd about a workbook as such: its kind, macros, links to other files, and what is hidden, lost or far off in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.intake.address import area, column_letters
from evaluator.intake.cells import SheetCells, Workbook

_SHOWN: Final = 8
_FAR: Final = (1_000, 100)  # blank rows or columns that part a cell from everything before it
_STRAY: Final = 10  # more cells than this were put there on purpose
_HUGE: Final = 10_000  # cells of one merged range; a heading over a whole table has fewer


def remarks_on(book: Workbook) -> Iterator[Finding]:
    """Findings for the kind, macros, links and lost sheets of a file, and for what is hidden or far off in each of its sheets."""
    whole = Source(book.name, book.sha256)
    if book.kind != "xlsx":
        yield finding(Rule.FILE_VALUES_ONLY, whole, file=book.name, kind=book.kind)
    if book.errors_unseen:
        yield finding(Rule.ERRORS_UNSEEN, whole, file=book.name)
    if book.macros:
        yield finding(Rule.FILE_MACROS, whole, file=book.name)
    if book.links:
        yield finding(Rule.FILE_LINKS, whole, file=book.name)
    if book.lost:
        yield finding(Rule.SHEET_LOST, whole, file=book.name, title=_some(book.lost))
    for sheet in book.sheets:
        if not sheet.name.startswith("_"):
            yield from _remarks_on(sheet, Source(book.name, book.sha256, sheet.name))


def _remarks_on(sheet: SheetCells, source: Source) -> Iterator[Finding]:
    if sheet.cells and (part := sheet.name if sheet.hidden else _hidden(sheet)):
        yield finding(Rule.HIDDEN_PART, source, part=part)
    if cells := _stray(sheet):
        yield finding(Rule.CELLS_FAR, replace(source, cell=cells[0]), title=sheet.name, cells=_some(cells))
    if huge := [written for written in sheet.merged if _size(written) > _HUGE]:
        place = replace(source, cell=huge[0].partition(":")[0])
        yield finding(Rule.MERGE_HUGE, place, title=sheet.name, range=_some(huge), limit=f"{_HUGE:,}")
    if sheet.merges_left:
        yield finding(Rule.MERGES_LEFT, source, title=sheet.name, count=f"{sheet.merges_left:,}")


def _stray(sheet: SheetCells) -> list[str]:
    """Addresses of the few cells that stand far below or far to the right of all others, row by row."""
    ends = [_end(sorted({place[line] for place in sheet.cells}), far) for line, far in enumerate(_FAR)]
    if ends == [None, None]:
        return []
    places = sorted(place for place in sheet.cells
                    if any(end is not None and at > end for at, end in zip(place, ends, strict=True)))  # fmt: skip
    return [f"{column_letters(column)}{row}" for row, column in places] if len(places) <= _STRAY else []


def _end(lines: list[int], far: int) -> int | None:
    """The last row or column before the first wide gap, None where there is no such gap."""
    return next((one for one, then in pairwise(lines) if then - one > far), None)


def _size(written: str) -> int:
    """Cells of a merged range, none where it lies outside the grid."""
    found = area(written)
    if not found:
        return 0
    (top, left), (bottom, right) = found
    return (bottom - top + 1) * (right - left + 1)


def _some(parts: Sequence[str]) -> str:
    return ", ".join([*parts[:_SHOWN], "…"] if len(parts) > _SHOWN else parts)


def _hidden(sheet: SheetCells) -> str:
    """Hidden rows and columns in which something is written, as Excel names them; empty where there are none."""
    rows = sorted({row for row, _ in sheet.cells} & sheet.hidden_rows)
    columns = sorted({column for _, column in sheet.cells} & sheet.hidden_columns)
    parts = [f"{row}:{row}" for row in rows]
    parts += [f"{column_letters(number)}:{column_letters(number)}" for number in columns]
    return f"{sheet.name}!{_some(parts)}" if parts else ""

"""What is odd about a workbook as such: its kind, macros, links to other files, and what is hidden in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.intake.address import column_letters
from evaluator.intake.cells import SheetCells, Workbook

_SHOWN: Final = 8


def remarks_on(book: Workbook) -> Iterator[Finding]:
    """A finding for the kind, macros and links of a file, and one for each sheet in which something written is hidden."""
    whole = Source(book.name, book.sha256)
    if book.kind != "xlsx":
        yield finding(Rule.FILE_VALUES_ONLY, whole, file=book.name, kind=book.kind)
    if book.errors_unseen:
        yield finding(Rule.ERRORS_UNSEEN, whole, file=book.name)
    if book.macros:
        yield finding(Rule.FILE_MACROS, whole, file=book.name)
    if book.links:
        yield finding(Rule.FILE_LINKS, whole, file=book.name)
    for sheet in book.sheets:
        if sheet.name.startswith("_") or not sheet.cells:
            continue
        part = sheet.name if sheet.hidden else _hidden(sheet)
        if part:
            yield finding(Rule.HIDDEN_PART, Source(book.name, book.sha256, sheet.name), part=part)


def _hidden(sheet: SheetCells) -> str:
    """Hidden rows and columns in which something is written, as Excel names them; empty where there are none."""
    rows = sorted({row for row, _ in sheet.cells} & sheet.hidden_rows)
    columns = sorted({column for _, column in sheet.cells} & sheet.hidden_columns)
    parts = [f"{row}:{row}" for row in rows]
    parts += [f"{column_letters(number)}:{column_letters(number)}" for number in columns]
    shown = ", ".join([*parts[:_SHOWN], "…"] if len(parts) > _SHOWN else parts)
    return f"{sheet.name}!{shown}" if parts else ""

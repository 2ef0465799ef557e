"""Fills a workbook of ours as a vendor or evaluator would: by the ids in column A, with plain cell values."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def row_of(sheet: Worksheet, key: str, after: str = "") -> int:
    """The row whose column A holds the key, the first one below the row of ``after`` where that is given."""
    keys = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    start = keys.index(after) + 1 if after else 0
    return keys.index(key, start) + 1


def sheet_with(book: openpyxl.Workbook, key: str) -> Worksheet:
    """The sheet that holds a key in column A."""
    return next(sheet for sheet in book if key in [cell.value for cell in sheet["A"]])


def filled(
    data: bytes, cells: Mapping[str | tuple[str, str], Any], change: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    """The workbook with answers put in.

    Keys of ``cells`` are an id with its value for the answer column (``V1`` for the cover), or a table's id with a row's
    key, whose value maps column numbers to cell values.
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    for key, value in cells.items():
        if isinstance(key, tuple):
            sheet = sheet_with(book, key[0])
            row = row_of(sheet, key[1], after=key[0])
            for column, content in value.items():
                sheet.cell(row, column).value = content
        else:
            sheet = sheet_with(book, key)
            column = 3 if key[0] in "VE" and key[1:].isdigit() else 4
            sheet.cell(row_of(sheet, key), column).value = value
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

"""A clarification list as its vendor fills it in."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

ITEM, REPLY, REMARK = 1, 7, 8


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """Rows by what stands in their first column."""
    return {str(sheet.cell(row, ITEM).value): row for row in range(1, sheet.max_row + 1) if sheet.cell(row, ITEM).value}


def filled(
    data: bytes, replies: Mapping[str, Any], remarks: Mapping[str, str] | None = None,
    change: Callable[[openpyxl.Workbook], None] | None = None,
) -> bytes:  # fmt: skip
    """The list with replies and remarks by item; ``change`` does anything else to the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    rows = rows_of(sheet)
    for column, given in ((REPLY, replies), (REMARK, remarks or {})):
        for item, text in given.items():
            sheet.cell(rows[item], column).value = text
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

"""Workbooks of the older and other kinds (.xls, .xlsb, .ods): their values, read by python-calamine.

It gives values only. Errors, formulas, number formats, comments and what is hidden are found beside it; lists of allowed
entries and links in cells are not, and every reading says so. Runs in the limited child process.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from evaluator.adapters import old_records
from evaluator.adapters.beside_values import NOTHING, Beside, Hidden, joined
from evaluator.adapters.container import RefusedError
from evaluator.adapters.xlsx_sheet import CELL_LIMIT, MERGE_LIMIT
from evaluator.adapters.xlsx_values import EPOCH, clock, iso_moment, shortest, unescape
from evaluator.intake.address import column_letters

_BOF: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS: Final = 0x2F
_SECTOR: Final = 512
_STREAMS: Final = {
    "Workbook": "",
    "Book": "",
    "WordDocument": "word",
    "PowerPoint Document": "powerpoint",
}


def read_binary(data: bytes) -> dict[str, Any]:
    """An OLE file: an .xls workbook, or refused as locked or as what it really is."""
    if _utf16("EncryptedPackage") in data or _locked(data):
        raise RefusedError("file_encrypted")
    found = next((actual for stream, actual in _STREAMS.items() if _utf16(stream) in data), "binary")
    if found:
        raise RefusedError("file_not_workbook", actual=found)
    return read_values(data, "xls", lambda names: old_records.told(data, names))


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _locked(data: bytes) -> bool:
    """Whether the stream of an .xls begins with a FILEPASS record: everything after it is enciphered."""
    place = data.find(_BOF)
    while place >= 0:
        at = place
        while at + 4 <= min(len(data), place + _SECTOR):
            record, size = struct.unpack_from("<HH", data, at)
            if record == _FILEPASS:
                return True
            at += 4 + size
        place = data.find(_BOF, place + 1)
    return False


def read_values(data: bytes, kind: str, look: Callable[[list[str]], Beside]) -> dict[str, Any]:
    """Values of every sheet with what ``look`` tells beside them, given the names of all sheets; ``kind`` is told to people."""
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            beside = look([each.name for each in book.sheets_metadata])
            sheets = [
                {
                    **_sheet(book, each, calamine, beside),
                    "comments": beside.notes.get(each.name, []),
                }
                for each in book.sheets_metadata
                if each.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError as error:
        raise RefusedError("file_encrypted") from error
    except calamine.CalamineError as error:
        raise RefusedError("file_damaged") from error
    except BaseException as error:
        # Where calamine's own checks fail, the bridge to Rust raises what is no Exception.
        if type(error).__name__ == "PanicException":
            raise RefusedError("file_damaged") from error
        raise
    return {
        "sheets": sheets, "macros": beside.macros, "links": beside.links, "kind": kind, "errors_unseen": not beside.errors_seen
    }  # fmt: skip


def _sheet(book: Any, about: Any, calamine: Any, beside: Beside) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(about.name)
    _, left = sheet.start or (0, 0)
    cells = []
    # Calamine gives every row from the first one on, each from the first column in which anything stands.
    for row, values in enumerate(sheet.iter_rows(), start=1):
        for column, value in enumerate(values, start=left + 1):
            if value is not None and value != "":
                cells.append([row, column, *cell_of(value), 0])
                if len(cells) > CELL_LIMIT:
                    raise RefusedError("file_too_large", size=f"> {CELL_LIMIT:,}", limit=f"{CELL_LIMIT:,}")
    merged = [_range(*corners) for corners in sheet.merged_cell_ranges or ()]
    hidden = about.visible != calamine.SheetVisibleEnum.Visible
    cells = joined(cells, beside.sheets.get(about.name, NOTHING))
    return {
        "name": about.name, "hidden": hidden, "cells": cells, "merged": merged[:MERGE_LIMIT],
        "merges_left": max(len(merged) - MERGE_LIMIT, 0), **beside.hidden.get(about.name, Hidden()).among(cells),
    }  # fmt: skip


def _range(first: tuple[int, int], last: tuple[int, int]) -> str:
    (top, left), (bottom, right) = first, last
    return f"{column_letters(left + 1)}{top + 1}:{column_letters(right + 1)}{bottom + 1}"


def cell_of(value: object) -> tuple[str, str, str]:
    """A value's text, kind and number format, as the reader of .xlsx gives them; a format is found beside it.

    >>> cell_of(12.0), cell_of(True), cell_of(date(2026, 5, 1)), cell_of(timedelta(hours=4))
    (('12', 'number', ''), ('TRUE', 'bool', ''), ('2026-05-01', 'date', ''), ('04:00', 'date', ''))
    """
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), "bool", ""
    if isinstance(value, int | float):
        # Infinity and "not a number" are what becomes of a damaged number.
        plain = value - value == 0
        return (shortest(str(value)), "number", "") if plain else (str(value), "error", "")
    if isinstance(value, str):
        return unescape(value), "text", ""
    return _moment(value), "date", ""


def _moment(value: object) -> str:
    if isinstance(value, timedelta):
        return clock(value)
    if isinstance(value, time):
        return clock(datetime.combine(date.min, value) - datetime.min)
    if isinstance(value, datetime):
        # LibreOffice and Excel give a bare time as a moment of the day zero.
        return clock(value - EPOCH) if EPOCH <= value < EPOCH + timedelta(days=1) else iso_moment(value)
    assert isinstance(value, date)
    return value.isoformat()

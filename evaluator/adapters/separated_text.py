"""A table as separated text (.csv, .tsv): the encoding and the separator are found, every field stays text.

Runs in the limited child process.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import Any, Final

from evaluator.adapters.container import RefusedError
from evaluator.adapters.xlsx_sheet import CELL_LIMIT

FIELD_LIMIT: Final = 2**20
SHEET: Final = "csv"
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS: Final = ",;\t|"
_SAMPLE: Final = 50


def read_text(data: bytes) -> dict[str, Any]:
    """One sheet, csv, with a text cell for every field that is not empty."""
    text, encoding = decoded(data)
    csv.field_size_limit(FIELD_LIMIT)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)))
    except csv.Error as error:
        raise RefusedError("file_damaged") from error
    cells: list[list[Any]] = [
        [number, column, field.replace("\r\n", "\n").replace("\r", "\n"), "text", "", 0]
        for number, row in enumerate(rows, start=1)
        for column, field in enumerate(row, start=1)
        if field
    ]
    if len(cells) > CELL_LIMIT:
        raise RefusedError("file_too_large", size=f"> {CELL_LIMIT:,}", limit=f"{CELL_LIMIT:,}")
    sheet = {"name": SHEET, "hidden": False, "cells": cells, "merged": [], "hidden_rows": [], "hidden_columns": []}
    return {"sheets": [sheet], "macros": False, "links": False, "kind": f"csv {encoding}"}


def decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding: by its mark, by the zero bytes of UTF-16, as UTF-8, else as GB 18030.

    >>> decoded("供应商".encode("gbk"))[1], decoded("a;b".encode("utf-16-le"))[1]
    ('gb18030', 'utf-16-le')
    """
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError("file_damaged") from error
    if "\0" in text:
        raise RefusedError("file_not_workbook", actual="binary")
    return text, encoding


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > len(head) // 4:
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def separator(text: str) -> str:
    """The sign that divides most lines into the same number of fields, a comma where none does.

    >>> separator("id;answer\\n1;yes, of course\\n2;no"), separator("just words")
    (';', ',')
    """
    lines = [line for line in text.splitlines()[:_SAMPLE] if line]

    def agreeing(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual), usual) if usual else (0, 0)

    return max(_SEPARATORS, key=agreeing)

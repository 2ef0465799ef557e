"""A table as separated text (.csv, .tsv): the encoding and the separator are found, every field stays text.

Runs in the limited child process.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import Any, Final

from evaluator.adapters.container import RefusedError
from evaluator.adapters.xlsx_sheet import CELL_LIMIT

FIELD_LIMIT: Final = 2**20
SHEET: Final = "csv"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS: Final = ",;\t|"
_SAMPLE: Final = 50
_ODD: Final = 8  # one in so many characters may be uncommon
_USUAL = re.compile(
    r"[\t\n\r -~\u00a0-\u00ff\u2010-\u2040\u2160-\u22ff\u2460-\u27bf\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*"
)


def read_text(data: bytes) -> dict[str, Any]:
    """One sheet, csv, with a text cell for every field that is not empty."""
    text, encoding = decoded(data)
    csv.field_size_limit(FIELD_LIMIT)
    sign = separator(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as error:
        raise RefusedError("file_damaged") from error
    if '"' in text and (line := open_quote(text, sign)):
        raise RefusedError("file_quote", line=str(line))
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
    """The text and its encoding: by its mark, by the zero bytes of UTF-16, as UTF-8, else in the Chinese one that it fits.

    Every byte is something in GB 18030, so it is taken only for a text of characters that people use; what fits none is refused.

    >>> decoded("供应商".encode("gbk"))[1], decoded("a;b".encode("utf-16-le"))[1], decoded("是否支援匯出".encode("big5"))[1]
    ('gb18030', 'utf-16-le', 'cp950')
    """
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError("file_encoding") from error
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
    if b"\0" in head and (unmarked := next((one for one in ("utf-16-le", "utf-16-be") if _reads(data, one)), "")):
        return unmarked
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _chinese(data)
    return "utf-8"


def _reads(data: bytes, encoding: str) -> bool:
    """Whether bytes are lines of letters and Chinese characters in an encoding; in the wrong order they are signs of all kinds."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return "\n" in text and any(sign in text for sign in _SEPARATORS) and _USUAL.fullmatch(text) is not None


def _chinese(data: bytes) -> str:
    """The one of the two Chinese encodings in whose common characters nearly all of the text is written."""
    for encoding, usual in (("gb18030", _gb), ("cp950", _big5)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        other = [char for char in text if not char.isascii()]
        odd = sum(not usual(char) for char in other)
        if odd * _ODD <= len(other):
            return encoding
    raise RefusedError("file_encoding")


def _gb(char: str) -> bool:
    """Whether a character is punctuation or one of the 6,763 Chinese ones of GB 2312, or common in traditional script."""
    code = char.encode("gb18030")
    simplified = len(code) == 2 and code[1] >= 0xA1 and (0xA1 <= code[0] <= 0xA3 or 0xB0 <= code[0] <= 0xF7)
    return simplified or char == "〇" or _big5(char)


def _big5(char: str) -> bool:
    """Whether a character is punctuation or one of the 5,401 common Chinese characters of Big5."""
    code = char.encode("cp950", "replace")
    return len(code) == 2 and b"\xa1" <= code <= b"\xc6\x7e"


def open_quote(text: str, sign: str) -> int:
    """The line in which a field opens a quotation mark that runs on into further lines and is not closed as it should be; else 0.

    >>> open_quote('1,"a\\nb",c\\n2,"d\\n3,e,f\\n', ","), open_quote('1,5" disk,x\\n2,"a\\nb"\\n', ",")
    (3, 0)
    """
    # One iterator for all readers: each goes on behind the line in which the one before it gave up.
    lines, done = iter(io.StringIO(text, newline="")), 0
    while True:
        reader = csv.reader(lines, delimiter=sign, strict=True)
        ended = 0
        try:
            for _ in reader:
                ended = reader.line_num
        except csv.Error:
            if reader.line_num > ended + 1:
                return done + ended + 1
            done += reader.line_num  # a stray mark within one line swallows nothing
        else:
            return 0


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

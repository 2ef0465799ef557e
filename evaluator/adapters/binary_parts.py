"""Errors and formulas of an .xlsb workbook, which calamine gives as blanks and values: from the records of its binary parts.

A file whose records cannot be followed is still read; its errors then count as not seen.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from evaluator.adapters.beside_values import ERRORS, Beside, Place, Told
from evaluator.adapters.container import Container
from evaluator.adapters.xlsx_parts import outside, relations
from evaluator.adapters.xlsx_sheet import FORMULA

WORKBOOK: Final = "xl/workbook.bin"
_ROW, _ERROR, _WRONG, _SHEET = 0x00, 0x03, 0x0B, 0x9C
_CALCULATED: Final = (0x08, 0x09, 0x0A, _WRONG)


def told(box: Container) -> Beside:
    """What stands beside the values of each sheet, and macros and links of the package."""
    found = Beside()
    found.macros, found.links = outside(box)
    try:
        parts = relations(box, WORKBOOK)
        for number, body in _records(box.read(WORKBOOK)):
            if number == _SHEET:
                related, at = _text(body, 8)
                _read(found, found.sheets.setdefault(_text(body, at)[0], {}), box.read(parts[related].target))
    except (struct.error, IndexError, KeyError):
        found.errors_seen = False
    return found


def _read(found: Beside, sheet: dict[Place, Told], part: bytes) -> None:
    row = 0
    for number, body in _records(part):
        if number == _ROW:
            row = struct.unpack_from("<I", body)[0]
        elif number == _ERROR or number in _CALCULATED:
            place = row + 1, struct.unpack_from("<I", body)[0] + 1
            flags = FORMULA if number in _CALCULATED else 0
            wrong = number in (_ERROR, _WRONG)
            found.add(sheet, place, Told(flags, "error", ERRORS.get(body[8], "#?")) if wrong else Told(flags))


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and body of each record; its number takes one byte or two, its size up to four of seven bits each."""
    at = 0
    while at < len(part):
        number = part[at]
        at += 1
        if number & 0x80:
            number = number & 0x7F | part[at] << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            size |= (part[at] & 0x7F) << shift
            at += 1
            if not part[at - 1] & 0x80:
                break
        yield number, part[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A text that begins with the number of its units, and where the next thing begins."""
    end = at + 4 + 2 * struct.unpack_from("<I", body, at)[0]
    return body[at + 4 : end].decode("utf-16-le", "replace"), end

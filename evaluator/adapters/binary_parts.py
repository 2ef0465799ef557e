"""What calamine does not give of an .xlsb workbook (errors, formulas, formats, comments, what is hidden), from its binary parts.

A file whose records cannot be followed is still read; what stands beside its values then counts as not seen.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, Final

from evaluator.adapters.beside_values import ERRORS, Beside, Hidden, Place, Told
from evaluator.adapters.container import Container
from evaluator.adapters.xlsx_parts import outside, related, relations
from evaluator.adapters.xlsx_sheet import FORMULA
from evaluator.adapters.xlsx_values import code_by

WORKBOOK: Final = "xl/workbook.bin"
_ROW, _ERROR, _WRONG, _SHEET = 0x00, 0x03, 0x0B, 0x9C
_CALCULATED: Final = (0x08, 0x09, 0x0A, _WRONG)
_NUMBERS: Final = (0x02, 0x05, 0x09)
_FORMAT, _LOOKS, _LOOKS_END, _LOOK = 44, 617, 618, 47
_AUTHOR, _COMMENT, _WORDS = 632, 635, 637
_COLUMNS, _ROW_HIDDEN, _COLUMNS_HIDDEN = 60, 0x10, 1


def told(box: Container) -> Beside:
    """What stands beside the values of each sheet, and macros and links of the package."""
    found = Beside()
    found.macros, found.links = outside(box)
    try:
        parts = relations(box, WORKBOOK)
        codes = _codes(box, related(box, parts, "styles"))
        for number, body in _records(box.read(WORKBOOK)):
            if number == _SHEET:
                key, at = _text(body, 8)
                name, part = _text(body, at)[0], parts[key].target
                found.hidden[name] = Hidden()
                _read(found, name, box.read(part), codes)
                found.notes[name] = _notes(box, related(box, relations(box, part), "comments"))
    except (struct.error, IndexError, KeyError):
        found.errors_seen = False
    return found


def _codes(box: Container, part: str) -> list[str]:
    """The number format of each style of a cell, in their order."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for number, body in _records(box.read(part)) if part else ():
        if number == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif number in (_LOOKS, _LOOKS_END):
            inside = number == _LOOKS
        elif number == _LOOK and inside:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return [code_by(number, formats) for number in styles]


def _notes(box: Container, part: str) -> list[list[Any]]:
    """Row, column, author and words of each comment of a sheet."""
    authors: list[str] = []
    notes: list[list[Any]] = []
    for number, body in _records(box.read(part)) if part else ():
        if number == _AUTHOR:
            authors.append(_text(body, 0)[0])
        elif number == _COMMENT:
            who, row, _, column = struct.unpack_from("<4I", body)
            notes.append([row + 1, column + 1, authors[who] if who < len(authors) else "", ""])
        elif number == _WORDS and notes:
            notes[-1][3] = _text(body, 1)[0]
    return notes


def _read(found: Beside, name: str, part: bytes, codes: list[str]) -> None:
    sheet: dict[Place, Told] = found.sheets.setdefault(name, {})
    unseen = found.hidden[name]
    row = 0
    for number, body in _records(part):
        if number == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & _ROW_HIDDEN:
                unseen.rows.append((row + 1, row + 1))
        elif number == _COLUMNS and struct.unpack_from("<H", body, 16)[0] & _COLUMNS_HIDDEN:
            first, last = struct.unpack_from("<II", body)
            unseen.columns.append((first + 1, last + 1))
        elif number == _ERROR or number in _CALCULATED or number in _NUMBERS:
            column, style = struct.unpack_from("<II", body)
            style &= 0xFFFFFF  # the rest of it says whether sounds are shown
            code = codes[style] if number in _NUMBERS and style < len(codes) else ""
            flags = FORMULA if number in _CALCULATED else 0
            if number in (_ERROR, _WRONG):
                found.add(sheet, (row + 1, column + 1), Told(flags, "error", ERRORS.get(body[8], "#?")))
            elif flags or code:
                found.add(sheet, (row + 1, column + 1), Told(flags, code=code))


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

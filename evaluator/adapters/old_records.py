"""Errors and formulas of an .xls workbook, which calamine gives as blanks and values: from the records of its sheets.

A file whose records cannot be followed is still read; its errors then count as not seen.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from evaluator.adapters.beside_values import ERRORS, Beside, Place, Told
from evaluator.adapters.xlsx_sheet import FORMULA

_EOF, _FORMULA, _BOUNDSHEET, _SUPBOOK, _BOOLERR, _BOF = 0x0A, 0x06, 0x85, 0x01AE, 0x0205, 0x0809
_NO_LINKS: Final = (0, 1, 0x0401, 0x3A01)  # the workbook itself, add-ins, and links that lead nowhere
_ENTRY: Final = 128
_SHORT: Final = 64
_LAST: Final = 0xFFFFFFFA  # numbers from here on are no sectors


def told(data: bytes, names: list[str]) -> Beside:
    """What stands beside the values of the sheets of these names, in the order of the workbook."""
    found = Beside(macros="_VBA_PROJECT".encode("utf-16-le") in data)
    try:
        records = _stream(data)
        sheets = []
        for number, body in _records(records, 0):
            if number == _BOUNDSHEET:
                sheets.append(struct.unpack_from("<I", body)[0])
            elif number == _SUPBOOK and struct.unpack_from("<H", body, 2)[0] not in _NO_LINKS:
                found.links = True
        for name, start in zip(names, sheets, strict=True):
            found.sheets[name] = {}
            for number, body in _records(records, start):
                _note(found, found.sheets[name], number, body)
    except (struct.error, IndexError, ValueError):
        found.errors_seen = False
    return found


def _note(found: Beside, sheet: dict[Place, Told], number: int, body: bytes) -> None:
    if number not in (_FORMULA, _BOOLERR):
        return
    row, column = struct.unpack_from("<HH", body)
    # A calculated text, truth value or error is marked by two full bytes where a number has its sign and exponent.
    wrong = body[12:14] == b"\xff\xff" and body[6] == 2 if number == _FORMULA else body[7] == 1
    flags = FORMULA if number == _FORMULA else 0
    if wrong:
        code = body[8] if number == _FORMULA else body[6]
        found.add(sheet, (row + 1, column + 1), Told(flags, "error", ERRORS.get(code, "#?")))
    elif flags:
        found.add(sheet, (row + 1, column + 1), Told(flags))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from one beginning to its end, those of charts that stand between left out; `ValueError` where none begins."""
    depth = 0
    while True:
        number, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        depth += (number == _BOF) - (number == _EOF)
        if depth == 1:
            yield number, body
        elif depth < 1:
            if number != _EOF:
                raise ValueError(number)
            return


def _stream(data: bytes) -> bytes:
    """The stream with the records, put together from its sectors as the tables of the OLE file say."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    first, _, cutoff, small = struct.unpack_from("<4I", data, 48)
    more, count = struct.unpack_from("<II", data, 68)
    tables = list(struct.unpack_from("<109I", data, 76))
    for _ in range(min(count, len(data) // size)):
        *held, more = struct.unpack(f"<{size // 4}I", _sector(data, size, more))
        tables += held
    table = [one for at in tables if at < _LAST for one in struct.unpack(f"<{size // 4}I", _sector(data, size, at))]
    directory = _chain(data, size, table, first)
    for at in range(0, len(directory), _ENTRY):
        name = directory[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        start, length = struct.unpack_from("<II", directory, at + 116)
        if name in ("Workbook", "Book") and length >= cutoff:
            return _chain(data, size, table, start)[:length]
        if name in ("Workbook", "Book"):  # a short stream lies in a stream of short sectors, that of the first entry
            within = _chain(data, size, table, struct.unpack_from("<I", directory, 116)[0])
            places = [one for (one,) in struct.iter_unpack("<I", _chain(data, size, table, small))]
            return _chain(bytes(_SHORT) + within, _SHORT, places, start)[:length]
    raise ValueError("no stream of records")


def _sector(data: bytes, size: int, number: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _chain(data: bytes, size: int, table: list[int], at: int) -> bytes:
    found: list[bytes] = []
    while at < _LAST and len(found) <= len(table):
        found.append(_sector(data, size, at))
        at = table[at]
    return b"".join(found)

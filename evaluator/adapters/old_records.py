"""What calamine does not give of an .xls workbook (errors, formulas, formats, comments, what is hidden), from its records.

A file whose records cannot be followed is still read; what stands beside its values then counts as not seen.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from evaluator.adapters.beside_values import ERRORS, Beside, Hidden, Place, Told
from evaluator.adapters.old_notes import Notes
from evaluator.adapters.xlsx_sheet import FORMULA
from evaluator.adapters.xlsx_values import code_by

_EOF, _FORMULA, _BOUNDSHEET, _SUPBOOK, _BOOLERR, _BOF = 0x0A, 0x06, 0x85, 0x01AE, 0x0205, 0x0809
_FORMAT, _LOOK, _CODEPAGE = 0x041E, 0xE0, 0x42
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS = 0x0203, 0x027E, 0xBD
_ROW, _COLUMNS, _ROW_HIDDEN, _COLUMNS_HIDDEN = 0x0208, 0x7D, 0x20, 1
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
        looks = _Looks(records)
        for number, body in _records(records, 0):
            looks.take(number, body)
            if number == _BOUNDSHEET:
                sheets.append(struct.unpack_from("<I", body)[0])
            elif number == _SUPBOOK and struct.unpack_from("<H", body, 2)[0] not in _NO_LINKS:
                found.links = True
        for name, start in zip(names, sheets, strict=True):
            cells, notes = found.sheets.setdefault(name, {}), Notes()
            unseen = found.hidden.setdefault(name, Hidden())
            codes = looks.codes()
            for number, body in _records(records, start):
                notes.take(number, body)
                _note(found, cells, (number, body), codes)
                _hide(unseen, number, body)
            found.notes[name] = notes.told()
    except (struct.error, IndexError, ValueError):
        found.errors_seen = False
    return found


class _Looks:
    """The number formats of a workbook and which of them each style of a cell has."""

    def __init__(self, records: bytes) -> None:
        version = struct.unpack_from("<H", records, 4)[0] if len(records) > 5 else 0
        self._old = version == 0x0500  # before Excel 97 a text was bytes of the reader's own code page
        self._page = "cp1252"
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []

    def take(self, number: int, body: bytes) -> None:
        if number == _CODEPAGE:
            self._page = f"cp{struct.unpack_from('<H', body)[0]}"
        elif number == _LOOK:
            self._styles.append(struct.unpack_from("<H", body, 2)[0])
        elif number == _FORMAT:
            self._formats[struct.unpack_from("<H", body)[0]] = self._text(body)

    def _text(self, body: bytes) -> str:
        if self._old:
            try:
                return body[3 : 3 + body[2]].decode(self._page, "replace")
            except LookupError:
                return body[3 : 3 + body[2]].decode("latin-1")
        wide = body[4] & 1
        return body[5:].decode("utf-16-le" if wide else "latin-1", "replace")

    def codes(self) -> list[str]:
        """The format of each style, in their order."""
        return [code_by(number, self._formats) for number in self._styles]


def _note(found: Beside, sheet: dict[Place, Told], record: tuple[int, bytes], codes: list[str]) -> None:
    number, body = record
    for row, column, style in _numbers(number, body):
        if code := codes[style] if style < len(codes) else "":
            found.add(sheet, (row + 1, column + 1), Told(FORMULA if number == _FORMULA else 0, code=code))
    if number not in (_FORMULA, _BOOLERR):
        return
    row, column = struct.unpack_from("<HH", body)
    # A calculated text, truth value or error is marked by two full bytes where a number has its sign and exponent.
    wrong = body[12:14] == b"\xff\xff" and body[6] == 2 if number == _FORMULA else body[7] == 1
    flags = FORMULA if number == _FORMULA else 0
    if wrong:
        fault = body[8] if number == _FORMULA else body[6]
        found.add(sheet, (row + 1, column + 1), Told(flags, "error", ERRORS.get(fault, "#?")))
    elif flags and (row + 1, column + 1) not in sheet:
        found.add(sheet, (row + 1, column + 1), Told(flags))


def _hide(unseen: Hidden, number: int, body: bytes) -> None:
    if number == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN:
        (row,) = struct.unpack_from("<H", body)
        unseen.rows.append((row + 1, row + 1))
    elif number == _COLUMNS and struct.unpack_from("<H", body, 8)[0] & _COLUMNS_HIDDEN:
        first, last = struct.unpack_from("<HH", body)
        unseen.columns.append((first + 1, last + 1))


def _numbers(number: int, body: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and style of each number that a record holds; a calculated one may be a text, and then has no format."""
    if number in (_NUMBER, _SHORT_NUMBER, _FORMULA):
        yield struct.unpack_from("<HHH", body)
    elif number == _SHORT_NUMBERS:
        row, first = struct.unpack_from("<HH", body)
        for at in range((len(body) - 6) // 6):
            yield row, first + at, struct.unpack_from("<H", body, 4 + at * 6)[0]


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

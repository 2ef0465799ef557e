"""Comments of an .xls workbook: a record for each says in which cell it stands, others before it hold its words."""

from __future__ import annotations

import struct
from typing import Any, Final

_NOTE, _OBJECT, _TEXT, _MORE = 0x1C, 0x5D, 0x01B6, 0x3C
_COMMON: Final = 0x15


class Notes:
    """Takes the records of one sheet in their order."""

    def __init__(self) -> None:
        """Begin a sheet."""
        self._object = self._left = 0
        self._words: dict[int, list[str]] = {}
        self._notes: list[tuple[int, int, int, str]] = []

    def take(self, number: int, body: bytes) -> None:
        """Take one record; `struct.error` or `IndexError` where it is none of its kind."""
        if number == _OBJECT and len(body) >= 8 and struct.unpack_from("<H", body)[0] == _COMMON:
            self._object = struct.unpack_from("<H", body, 6)[0]
        elif number == _TEXT and len(body) >= 12:
            self._left = struct.unpack_from("<H", body, 10)[0]
        elif number == _MORE and self._left and body:
            words = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "replace")[: self._left]
            self._left -= len(words)
            self._words.setdefault(self._object, []).append(words)
        elif number == _NOTE and len(body) >= 11:
            row, column, _, shape, length = struct.unpack_from("<5H", body)
            author = body[11:].decode("utf-16-le" if body[10] & 1 else "latin-1", "replace")[:length]
            self._notes.append((row, column, shape, author))

    def told(self) -> list[list[Any]]:
        """Row, column, author and words of each comment that has any."""
        said = [
            [row + 1, column + 1, author, "".join(self._words.get(shape, ())).strip()]
            for row, column, shape, author in self._notes
        ]
        return [note for note in said if note[-1]]

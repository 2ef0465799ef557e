"""Addresses of cells, as Excel names them; the reading process imports this and nothing else of intake."""

from __future__ import annotations

import re
from typing import Final

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384
_RANGE = re.compile(r"([A-Z]{0,3})([0-9]{0,7})(?::([A-Z]{0,3})([0-9]{0,7}))?")

Area = tuple[tuple[int, int], tuple[int, int]]


def column_letters(number: int) -> str:
    """Letters of a column number.

    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(address: str) -> tuple[int, int] | None:
    """Row and column of an address inside Excel's grid, or None.

    >>> place("C7"), place("XFE1"), place("A0")
    ((7, 3), None, None)
    """
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not (1 <= len(letters) <= 3 and 1 <= len(digits) <= 7 and letters.isascii() and letters.isupper()):
        return None
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    row = int(digits)
    return (row, column) if 1 <= row <= ROWS and column <= COLUMNS else None


def area(text: str) -> Area | None:
    """First and last cell of a range inside Excel's grid, of one cell, or of whole columns or rows; None where it is none.

    >>> area("$B$2:D4"), area("C7"), area("B:B"), area("B2:A")
    (((2, 2), (4, 4)), ((7, 3), (7, 3)), ((1, 2), (1048576, 2)), None)
    """
    found = _RANGE.fullmatch(text.replace("$", ""))
    if not found:
        return None
    left, top, right, bottom = found.groups()
    if right is None:
        right, bottom = left, bottom or top
    if (
        bool(left) != bool(right)
        or bool(top) != bool(bottom)
        or not (left or top)
        or (":" not in text and not (left and top))
    ):
        return None
    first, last = place(f"{left or 'A'}{top or 1}"), place(f"{right or 'XFD'}{bottom or ROWS}")
    if not first or not last or first[0] > last[0] or first[1] > last[1]:
        return None
    return first, last

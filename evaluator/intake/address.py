"""Addresses of cells, as Excel names them; the reading process imports this and nothing else of intake."""

from __future__ import annotations


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
    return (row, column) if 1 <= row <= 1_048_576 and column <= 16_384 else None

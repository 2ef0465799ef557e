"""Which reader a file's bytes are for: by what they are, never by what the file is called.

The one exception is separated text: it has no mark of its own, so it is read only where the name says that it is a table.
"""

from __future__ import annotations

from typing import Any, Final

from evaluator.adapters import binary_parts, open_document, separated_text, value_books, xlsx
from evaluator.adapters.container import Container, RefusedError
from evaluator.adapters.real_kind import OLE, kind_of

TEXT_SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt"})
_TEXTS: Final = ("text", "binary")  # UTF-16 is full of zero bytes
_SHEETS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def read_book(data: bytes, suffix: str = "") -> dict[str, Any]:
    """Cells of a workbook of any kind that we read, as JSON-ready values; `RefusedError` with its real kind otherwise.

    ``suffix`` is the end of the file's name in lower case. The shape is that of `evaluator.adapters.xlsx.read_workbook`.
    """
    if data.startswith(OLE):
        return value_books.read_binary(data)
    if suffix in TEXT_SUFFIXES and data and kind_of(data) in _TEXTS:
        return separated_text.read_text(data)
    box = Container(data)
    if box.has(binary_parts.WORKBOOK):
        return value_books.read_values(data, "xlsb", lambda _: binary_parts.told(box))
    if box.has("content.xml") and box.has("mimetype") and box.read("mimetype").strip().startswith(_SHEETS):
        beside = open_document.checked(box)
        return value_books.read_values(data, "ods", lambda _: beside)
    return xlsx.read_workbook(box)


__all__ = ["TEXT_SUFFIXES", "RefusedError", "read_book"]

"""An OpenDocument workbook before calamine sees it: refused where it is unsafe, and what calamine does not tell of its cells.

Calamine gives an error cell as a blank or as the number 0, a truth value that LibreOffice calculated as 1 or 0, and no formulas,
no formats, no comments and nothing of what is hidden.
"""

from __future__ import annotations

import re
from typing import Any, Final

from evaluator.adapters.beside_values import Beside, Hidden, Place, Told
from evaluator.adapters.container import Container, RefusedError
from evaluator.adapters.shown_number import code_of, period
from evaluator.adapters.xlsx_parts import Attributes, parse
from evaluator.adapters.xlsx_sheet import FORMULA, UNCALCULATED
from evaluator.adapters.xlsx_values import clock, whole
from evaluator.intake.address import COLUMNS, ROWS

_NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 {}"
_TYPE, _VALUE, _STRING, _TIME, _CURRENCY = (
    _NAMES.format("office", name) for name in ("value-type", "value", "string-value", "time-value", "currency")
)
_NAME, _FORMULA, _COLUMNS, _ROWS, _SEEN = (
    _NAMES.format("table", name)
    for name in ("name", "formula", "number-columns-repeated", "number-rows-repeated", "visibility")
)
_UNSEEN: Final = ("collapse", "filter")
# LibreOffice tells the error in a name space of its own, as the standard has no such type.
_OWN_TYPE: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_ERROR = re.compile(r"#(?:[A-Z0-9/]+[!?]|N/A)|(?:Err|错误):[0-9]{3}")
_TRUTHS: Final = {("1", "TRUE"), ("0", "FALSE")}
_CELLS: Final = ("table-cell", "covered-table-cell")
_NOT_THE_CELL: Final = ("annotation", "shapes", "tracked-changes", "dde-links")
_NUMBERS: Final = ("float", "percentage", "currency")
_LINKS: Final = ("table-source", "cell-range-source", "dde-source")
_OUTSIDE = re.compile(r"'[a-z]+:/[^']*'#", re.IGNORECASE)
_EMPTY_LIBRARIES: Final = ("/script-lb.xml", "/script-lc.xml", "/")


def checked(box: Container) -> Beside:
    """What is told beside the values; refuses a file that is locked or holds a document type definition."""
    locked = False

    def start(tag: str, _: Attributes) -> None:
        nonlocal locked
        locked = locked or tag == "encryption-data"

    if box.has("META-INF/manifest.xml"):
        parse(box.read("META-INF/manifest.xml"), start, lambda *_: None)
    if locked:
        raise RefusedError("file_encrypted")
    content = _Content()
    parse(box.read("content.xml"), content.start, content.end, spaces=True, between=content.between)
    found = content.found
    found.macros = any(
        name.startswith(("basic/", "scripts/")) and not name.endswith(_EMPTY_LIBRARIES) for name in box.names()
    )
    return found


class _Content:
    """Takes the elements of the content; a cell's address follows from all that came before it, repetitions counted."""

    def __init__(self) -> None:
        self.found = Beside()
        self._sheet: dict[Place, Told] = {}
        self._hidden = Hidden()
        self._row = self._rows = self._column = self._columns = 0
        self._row_cells: list[tuple[int, int, Told]] = []
        self._cell: Attributes = {}
        self._shown: list[str] = []
        self._paragraphs = self._outside = 0
        self._notes: list[list[Any]] = []
        self._note: list[str] | None = None
        self._author = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        self.found.links = self.found.links or tag in _LINKS
        if self._outside or tag in _NOT_THE_CELL:
            self._outside += tag in _NOT_THE_CELL
            if tag == "annotation":
                self._note, self._author = [], ""
            elif tag == "p" and self._note:
                self._note.append("\n")
        elif tag == "table":
            name = attributes.get(_NAME, "")
            self._sheet, self._notes = self.found.sheets.setdefault(name, {}), self.found.notes.setdefault(name, [])
            self._hidden = self.found.hidden.setdefault(name, Hidden())
            self._row = self._rows = self._columns = 0
        elif tag == "table-column":
            self._start_column(attributes)
        elif tag == "table-row":
            self._start_row(attributes)
        elif tag in _CELLS:
            self._cell, self._paragraphs = attributes, 0
            self._shown.clear()
        elif tag == "p":
            self._paragraphs += 1

    def _start_column(self, attributes: Attributes) -> None:
        first, self._columns = self._columns + 1, self._columns + _times(attributes, _COLUMNS)
        if attributes.get(_SEEN) in _UNSEEN:
            self._hidden.columns.append((first, self._columns))

    def _start_row(self, attributes: Attributes) -> None:
        self._row += self._rows
        self._rows, self._column = _times(attributes, _ROWS), 1
        if attributes.get(_SEEN) in _UNSEEN:
            self._hidden.rows.append((self._row + 1, self._row + self._rows))

    def end(self, tag: str, text: str) -> None:
        if self._outside:
            self._in_note(tag, text)
            self._outside -= tag in _NOT_THE_CELL
        elif tag in _CELLS:
            times = _times(self._cell, _COLUMNS)
            if told := self._told():
                self._row_cells.append((self._column, times, told))
            self._column += times
        elif tag == "table-row":
            self._end_row()
        else:
            self._shown.append(text)

    def between(self, text: str) -> None:
        """Take the words that stand before a part of them with a look of its own."""
        if self._note is not None:
            self._note.append(text)
        elif not self._outside:
            self._shown.append(text)

    def _in_note(self, tag: str, text: str) -> None:
        """Words of a comment; it stands in the cell whose address is known so far."""
        if self._note is None:
            return
        if tag == "creator":
            self._author = text
        elif tag == "annotation":
            if said := "".join(self._note).strip():
                self._notes.append([self._row + 1, self._column, self._author, said])
            self._note = None
        elif tag not in ("date", "creator-initials", "date-string"):
            self._note.append(text)

    def _end_row(self) -> None:
        if not self._row_cells:
            return
        for row in range(self._row + 1, min(self._row + self._rows, ROWS) + 1):
            for column, times, told in self._row_cells:
                for each in range(column, min(column + times, COLUMNS + 1)):
                    self.found.add(self._sheet, (row, each), told)
        self._row_cells.clear()

    def _told(self) -> Told | None:
        about, shown = self._cell, "".join(self._shown).strip()
        formula = about.get(_FORMULA, "")
        flags = FORMULA if formula else 0
        self.found.links = self.found.links or _OUTSIDE.search(formula) is not None
        value = about.get(_VALUE, about.get(_STRING, ""))
        unsaid = formula and value in ("", "0") and _ERROR.fullmatch(shown)
        if unsaid or "error" in (about.get(_OWN_TYPE), about.get(_TYPE)):
            return Told(flags, "error", shown or "#?")
        if about.get(_TYPE) == "float" and (value, shown) in _TRUTHS:
            return Told(flags, "bool", shown)
        if about.get(_TYPE) == "time" and (length := period(about.get(_TIME, ""))) is not None:
            return Told(flags, "date", clock(length))
        code = _code(about, value, shown)
        if not formula:
            return Told(code=code) if code else None
        empty = _TYPE not in about and not self._paragraphs
        return Told(flags | UNCALCULATED if empty else flags, code=code)


def _times(about: Attributes, name: str) -> int:
    """How often an element stands for itself."""
    return max(whole(about.get(name, "1")), 1)


def _code(about: Attributes, value: str, shown: str) -> str:
    """The format of a number; where the file keeps no words that show it, what the kind of its value says."""
    kind = about.get(_TYPE, "")
    if kind not in _NUMBERS:
        return ""
    if not shown and kind == "currency" and (currency := about.get(_CURRENCY, "").replace('"', "")):
        return f'"{currency} "0'
    return code_of(value, shown, percent=kind == "percentage") if shown else "0%" if kind == "percentage" else ""

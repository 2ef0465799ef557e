"""An .xlsx workbook as plain cells: zipfile and expat only, nothing is calculated, linked or run.

Runs in the limited child process. Local element names are compared, so Strict and Transitional files read alike.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from evaluator.adapters.container import Container, RefusedError
from evaluator.intake.address import place

CELL_LIMIT = 2_000_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN = {9: "0%", 10: "0.00%"}

Attributes = dict[str, str]


def parse(data: bytes, start: Callable[[str, Attributes], None], end: Callable[[str, str], None]) -> None:
    """Walk a part: ``start(name, attributes)``, ``end(name, text)`` with local names; refuses any DTD."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    text: list[str] = []
    local: dict[str, str] = {}  # a part has few names and uses them by the hundred thousand

    def refuse(*_: object) -> None:
        raise RefusedError("file_hostile", why="doctype")

    def opened(name: str, attributes: Attributes) -> None:
        text.clear()
        if any(" " in key for key in attributes):
            attributes = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        start(local.get(name) or local.setdefault(name, name.rpartition(" ")[2]), attributes)

    def closed(name: str) -> None:
        end(local[name], "".join(text))
        text.clear()

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text.append
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise RefusedError("file_damaged") from error
    except LookupError as error:  # an encoding that nobody knows
        raise RefusedError("file_damaged") from error


def read_workbook(box: Container) -> dict[str, Any]:
    """Everything the parent needs, as JSON-ready values; see `evaluator.adapters.reader` for the shape."""
    book = _relations(box, "", "officeDocument").get("officeDocument", "xl/workbook.xml")
    if not box.has(book):
        raise RefusedError("file_not_workbook", actual=_other_office(box))
    sheets, date1904 = _sheets(box, book)
    strings = _strings(box, book)
    formats = _formats(box, book)
    reading = {"strings": strings, "formats": formats, "date1904": date1904}
    left = CELL_LIMIT
    out = []
    for name, part, hidden in sheets:
        sheet = _Sheet(reading, left)
        parse(box.read(part), sheet.start, sheet.end)
        left -= len(sheet.cells)
        out.append({
            "name": name, "hidden": hidden, "cells": sheet.cells, "merged": sheet.merged,
            "hidden_rows": sheet.hidden_rows, "hidden_columns": sheet.hidden_columns,
        })  # fmt: skip
    names = box.names()
    return {
        "sheets": out,
        "macros": any(name.endswith("vbaproject.bin") for name in names),
        "links": any("externallinks/" in name for name in names),
        "kind": "xlsx",
    }


def _other_office(box: Container) -> str:
    if box.has("word/document.xml"):
        return "Word (.docx)"
    if any(name.startswith("ppt/") for name in box.names()):
        return "PowerPoint (.pptx)"
    return "OpenDocument" if box.has("content.xml") else "zip"


def _relations(box: Container, part: str, *kinds: str) -> dict[str, str]:
    """Targets of a part's relations by kind (the last word of their type), and by id."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, str] = {}
    if not box.has(rels):
        return found

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = path
            if not kinds or kind in kinds:
                found.setdefault(kind, path)

    parse(box.read(rels), start, lambda *_: None)
    return found


def _sheets(box: Container, book: str) -> tuple[list[tuple[str, str, bool]], bool]:
    targets = _relations(box, book)
    sheets: list[tuple[str, str, bool]] = []
    state = {"1904": False}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "workbookPr":
            state["1904"] = attributes.get("date1904", "0") in ("1", "true")
        elif tag == "sheet":
            part = targets.get(attributes.get("id", ""), "")
            if box.has(part) and "worksheet" in part.lower():
                sheets.append((attributes.get("name", ""), part, attributes.get("state", "visible") != "visible"))

    parse(box.read(book), start, lambda *_: None)
    return sheets, state["1904"]


def _strings(box: Container, book: str) -> list[str]:
    part = _relations(box, book, "sharedStrings").get("sharedStrings", "")
    strings: list[str] = []
    run: list[str] = []
    phonetic = [False]

    def start(tag: str, _: Attributes) -> None:
        if tag == "si":
            run.clear()
        elif tag == "rPh":
            phonetic[0] = True

    def end(tag: str, text: str) -> None:
        if tag == "t" and not phonetic[0]:
            run.append(text)
        elif tag == "rPh":
            phonetic[0] = False
        elif tag == "si":
            strings.append(unescape("".join(run)))

    if part and box.has(part):
        parse(box.read(part), start, end)
    return strings


def _formats(box: Container, book: str) -> list[tuple[str, bool]]:
    """Number format code of each cell style, and whether it shows a date."""
    part = _relations(box, book, "styles").get("styles", "")
    codes: dict[int, str] = {}
    styles: list[tuple[str, bool]] = []
    inside = [False]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt":
            codes[int(attributes.get("numFmtId") or 0)] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            number = int(attributes.get("numFmtId") or 0)
            code = codes.get(number, _BUILT_IN.get(number, ""))
            styles.append((code, number in _DATE_IDS if number not in codes else shows_date(code)))

    def end(tag: str, _: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    if part and box.has(part):
        parse(box.read(part), start, end)
    return styles


def shows_date(code: str) -> bool:
    """Whether a number format shows a date or a time.

    >>> shows_date('yyyy"年"m"月"'), shows_date('#,##0.00 "days"'), shows_date("[Red]0.0")
    (True, False, False)
    """
    bare = re.sub(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', "", code.lower())
    return bool(re.search(r"[ymdhs]", bare)) and "general" not in bare


def unescape(text: str) -> str:
    """Text with the format's ``_xHHHH_`` escapes resolved and line ends made plain.

    >>> unescape("a_x000D_\\nb")
    'a\\nb'
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shortest(number: str) -> str:
    """The shortest decimal text of a stored number, never in scientific form.

    >>> shortest("0.28999999999999998"), shortest("12.0"), shortest("1E-3")
    ('0.29', '12', '0.001')
    """
    exact = Decimal(repr(float(number)))
    plain = format(exact, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


class _Sheet:
    """Collects the cells of one sheet part; formatted but empty cells cost nothing."""

    def __init__(self, reading: dict[str, Any], limit: int) -> None:
        self._reading = reading
        self._limit = limit
        self.cells: list[list[Any]] = []
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self._row = self._column = 0
        self._cell: Attributes = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = self._phonetic = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdigit() else self._row + 1
            self._column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.append(self._row)
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell" and len(self.merged) < 10_000:
            self.merged.append(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min") or 1), int(attributes.get("max") or 1)
            self.hidden_columns.extend(range(first, min(last, 16_384) + 1))

    def _open_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._value, self._formula = None, False
        self._inline.clear()
        where = place(attributes.get("r", ""))
        if where:
            self._row, self._column = where
        else:
            self._column += 1

    def end(self, tag: str, text: str) -> None:
        if tag == "v":
            self._value = text
        elif tag == "t" and not self._phonetic:
            self._inline.append(text)
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c":
            self._close_cell()

    def _close_cell(self) -> None:
        text, kind, code = self._content()
        if not text and not self._formula:
            return
        if len(self.cells) >= self._limit:
            raise RefusedError("file_too_large", size=f"> {CELL_LIMIT:,}", limit=f"{CELL_LIMIT:,}")
        # An empty <v/> is no result either, as programs that write formulas without calculating leave it; "" as text is.
        uncalculated = self._formula and not self._value and self._cell.get("t") != "str"
        flags = (1 if self._formula else 0) | (2 if uncalculated else 0)
        self.cells.append([self._row, self._column, text, kind, code, flags])

    def _content(self) -> tuple[str, str, str]:
        kind, raw = self._cell.get("t", "n"), self._value
        if kind == "inlineStr":
            return unescape("".join(self._inline)), "text", ""
        if raw is None:
            return "", "text", ""
        if kind == "s":
            strings = self._reading["strings"]
            number = int(raw) if raw.strip().isdigit() else -1
            return (strings[number], "text", "") if 0 <= number < len(strings) else ("#REF!", "error", "")
        if kind == "b":
            return ("TRUE" if raw.strip() == "1" else "FALSE"), "bool", ""
        if kind == "d":
            return raw, "date", ""
        if kind in ("str", "e"):
            return unescape(raw), "error" if kind == "e" else "text", ""
        return self._number(raw)

    def _number(self, raw: str) -> tuple[str, str, str]:
        formats = self._reading["formats"]
        style = self._cell.get("s", "0")
        code, dated = formats[int(style)] if style.isdigit() and int(style) < len(formats) else ("", False)
        try:
            number = float(raw)
        except ValueError:
            return raw, "error", code
        if not math.isfinite(number):
            return raw, "error", code
        if dated and 0 <= number < 2_958_466:
            return _moment(number, bool(self._reading["date1904"])), "date", code
        return shortest(raw), "number", code


def _moment(serial: float, date1904: bool) -> str:
    """ISO text of a serial date; times of day keep minutes."""
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    # Excel counts a 29 February 1900 that never was: serials below 60 lie one day later.
    moment = epoch + timedelta(days=serial + (1 if not date1904 and 0 < serial < 60 else 0))
    moment = (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
    return moment.date().isoformat() if moment.time() == moment.min.time() else moment.isoformat(" ", "minutes")

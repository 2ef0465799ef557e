"""An .xlsx workbook as plain cells: zipfile and expat only, nothing is calculated, linked or run.

Runs in the limited child process. Local element names are compared, so Strict and Transitional files read alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluator.adapters.container import Container, RefusedError
from evaluator.adapters.real_kind import package_kind
from evaluator.adapters.xlsx_fast import read_sheet, read_strings
from evaluator.adapters.xlsx_notes import Lists, comments, links, persons
from evaluator.adapters.xlsx_parts import Attributes, Relation, outside, parse, related, relations
from evaluator.adapters.xlsx_sheet import CELL_LIMIT, Cells, SheetPart
from evaluator.adapters.xlsx_values import Values, styles_of, unescape


def read_workbook(box: Container) -> dict[str, Any]:
    """Everything the parent needs, as JSON-ready values; see `evaluator.adapters.reader` for the shape."""
    part = related(box, relations(box, ""), "officeDocument") or "xl/workbook.xml"
    if not box.has(part):
        raise RefusedError("file_not_workbook", actual=package_kind(box.names()))
    found = relations(box, part)
    book = _book(box, part, found)
    values = Values(_shared(box, found), _styles(box, found), date1904=book.date1904)
    people = persons(box, found)
    left = CELL_LIMIT
    sheets = []
    for name, path, hidden in book.sheets:
        sheet = _sheet(box, path, values, left, people)
        left -= len(sheet["cells"])
        sheets.append({"name": name, "hidden": hidden, **sheet})
    lists = Lists({sheet["name"]: sheet["cells"] for sheet in sheets}, book.names)
    for sheet in sheets:
        sheet["validations"] = [_validation(one, lists, sheet["name"]) for one in sheet["validations"]]
    macros, links = outside(box)
    return {"sheets": sheets, "macros": macros, "links": links, "kind": "xlsx", "lost": book.lost}


@dataclass
class _Book:
    """What the workbook part says: sheets as (name, part, hidden), defined names, and where days are counted from.

    ``lost`` are the names of sheets that it lists and that are not in the package.
    """

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    date1904: bool = False


def _book(box: Container, part: str, found: Mapping[str, Relation]) -> _Book:
    book = _Book()
    listed: list[Relation] = []
    defined = [""]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "workbookPr":
            book.date1904 = attributes.get("date1904", "0") in ("1", "true")
        elif tag == "definedName":
            defined[0] = attributes.get("name", "")
        elif tag == "sheet":
            one, name = found.get(attributes.get("id", "")), attributes.get("name", "")
            if one is None or one.external or not box.has(one.target):
                book.lost.append(name)
                return
            listed.append(one)
            if one.kind == "worksheet":
                book.sheets.append((name, one.target, attributes.get("state", "visible") != "visible"))

    def end(tag: str, text: str) -> None:
        if tag == "definedName":
            book.names[defined[0]] = text

    parse(box.read(part), start, end)
    if not listed:  # a Word file leads to a main part, too, only that there are no sheets in it
        actual = package_kind(box.names())
        raise RefusedError("file_damaged") if actual == "zip" else RefusedError("file_not_workbook", actual=actual)
    return book


def _shared(box: Container, found: Mapping[str, Relation]) -> list[str]:
    part = related(box, found, "sharedStrings")
    if not part:
        return []
    data = box.read(part)
    strings = read_strings(data)
    return _strings(data) if strings is None else strings


def _strings(data: bytes) -> list[str]:
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

    parse(data, start, end)
    return strings


def _styles(box: Container, found: Mapping[str, Relation]) -> list[Any]:
    part = related(box, found, "styles")
    return styles_of(box.read(part)) if part else []


def _sheet(box: Container, path: str, values: Values, limit: int, people: Mapping[str, str]) -> dict[str, Any]:
    data = box.read(path)
    cells = Cells(values, limit)
    part = SheetPart(cells)
    if not read_sheet(data, cells, part):
        parse(data, part.start, part.end)
    found = relations(box, path)
    return {
        "cells": cells.found, "merged": part.merged, "merges_left": part.merges_left, "hidden_rows": part.hidden_rows,
        "hidden_columns": part.hidden_columns, "comments": comments(box, found, people),
        "links": links(found, part.links), "validations": part.validations,
    }  # fmt: skip


def _validation(stored: Mapping[str, str], lists: Lists, sheet: str) -> list[Any]:
    """Kind, ranges, formula and options of a rule for what a cell may hold."""
    formula = stored.get("formula", "")
    options = lists.options(formula, sheet) if stored["kind"] == "list" else []
    return [stored["kind"], stored["areas"].split(), formula, options]

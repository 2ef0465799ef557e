"""A mapping as a TOML file: written for people to read and change, read back with every fault by file, key and remedy.

Columns are letters and rows numbers, both as Excel shows them. Every key is explained in ``docs/mapping.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluator.adapters.packs_build import PackError, PackFault, build, read_toml
from evaluator.intake.address import column_letters, place
from evaluator.intake.foreign.heading_words import EXACT
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.mapping import SheetMapping, WorkbookMapping

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """One table as the file states it."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic's own hook, not a field

    sheet: str
    header_rows: tuple[int, ...]
    columns: Words
    vendor: str = ""
    heads: Words = field(default_factory=dict)
    vendors: Words = field(default_factory=dict)
    remarks: Words = field(default_factory=dict)
    options: Words = field(default_factory=dict)
    skipped: tuple[int, ...] = ()
    taken: tuple[int, ...] = ()
    rows: Words = field(default_factory=dict)
    first_row: int = 0
    last_row: int = 0
    first_column: str = ""
    last_column: str = ""
    levels: tuple[str, ...] = ()
    form: bool = False
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """The file as a whole."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic's own hook, not a field

    tables: tuple[_Table, ...]
    vendor: str = ""
    matches: Words = field(default_factory=dict)


def load_mapping(path: Path) -> WorkbookMapping:
    """The mapping in a file; raises `PackError` with all faults."""
    try:
        return parse_mapping(path.read_text("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise PackError([PackFault(path.name, "", "not_utf8")]) from error


def parse_mapping(content: str, name: str = "mapping.toml") -> WorkbookMapping:
    """The mapping in a text; raises `PackError` with all faults, under the file's name."""
    if not content.strip():
        raise PackError([PackFault(name, "", "file_blank")])
    faults: list[PackFault] = []
    table = read_toml(name, content, faults)
    built = None if faults else build(_File, name, table, faults)
    if built is not None:
        faults += _faults(name, built)
    if faults or built is None:
        raise PackError(faults)
    return WorkbookMapping(
        tables=tuple(_table(one) for one in built.tables), vendor=built.vendor, matches=dict(built.matches)
    )


def mapping_text(mapping: WorkbookMapping) -> str:
    """The text of a mapping file, which `parse_mapping` reads back."""
    parts = [f"vendor = {_quoted(mapping.vendor)}\n"] if mapping.vendor else []
    parts += ["\n".join(["[[tables]]", *_lines(table)]) + "\n" for table in mapping.tables] or ["tables = []\n"]
    if mapping.matches:
        matched = [f"{_quoted(key)} = {_quoted(question)}" for key, question in mapping.matches.items()]
        parts.append("\n".join(["[matches]", *matched]) + "\n")
    return "\n".join(parts)


def _lines(table: SheetMapping) -> Iterator[str]:
    layout = table.layout
    yield f"sheet = {_quoted(table.sheet)}"
    if table.vendor:
        yield f"vendor = {_quoted(table.vendor)}"
    yield f"header_rows = {list(layout.header_rows)}"
    by_letter = {
        "columns": {
            role: column_letters(column) for role, column in sorted(layout.columns.items(), key=lambda one: one[1])
        },
        "vendors": _lettered(layout.vendors),
        "remarks": {column_letters(column): column_letters(beside) for column, beside in layout.remarks.items()},
        "options": _lettered(layout.options),
        "heads": _lettered(table.heads),
        "rows": {str(row): words for row, words in table.rows.items()},
    }
    for name, held in by_letter.items():
        if held or name == "columns":
            yield f"{name} = {{ {', '.join(f'{_key(key)} = {_quoted(value)}' for key, value in held.items())} }}"
    for name, rows in (("skipped", layout.skipped), ("taken", layout.taken)):
        if rows:
            yield f"{name} = {sorted(rows)}"
    bounds = {"first_row": layout.first, "last_row": layout.last}
    yield from (f"{name} = {row}" for name, row in bounds.items() if row)
    sides = {"first_column": layout.left, "last_column": layout.right}
    yield from (f'{name} = "{column_letters(column)}"' for name, column in sides.items() if column)
    if layout.levels:
        yield f"levels = [{', '.join(_quoted(column_letters(column)) for column in layout.levels)}]"
    if layout.form:
        yield "form = true"
    if layout.owner:
        yield f"owner = {_quoted(layout.owner)}"


def _lettered(words: Mapping[int, str]) -> dict[str, str]:
    return {column_letters(column): text for column, text in words.items()}


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else _quoted(key)


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but for the one control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _faults(name: str, file: _File) -> Iterator[PackFault]:
    """What the types cannot say: letters of columns, numbers of rows, what a column can hold."""
    for number, table in enumerate(file.tables):
        for key, letters in _columns(table):
            if not _column(letters):
                yield PackFault(name, f"tables.{number}.{key}", "not_a_column", (("given", letters[:60]),))
        for key, row in _rows(table):
            if row < 1:
                yield PackFault(name, f"tables.{number}.{key}", "not_a_row", (("given", str(row)),))
        for role in table.columns.keys() - EXACT.keys():
            known = (("given", role[:60]), ("known", ", ".join(EXACT)))
            yield PackFault(name, f"tables.{number}.columns.{role}", "unknown_role", known)


def _columns(table: _Table) -> Iterator[tuple[str, str]]:
    held: dict[str, Any] = {"heads": table.heads, "vendors": table.vendors, "options": table.options}
    for name, words in held.items():
        yield from ((f"{name}.{letters}", letters) for letters in words)
    yield from ((f"columns.{role}", letters) for role, letters in table.columns.items())
    yield from (("levels", letters) for letters in table.levels)
    sides = {"first_column": table.first_column, "last_column": table.last_column}
    yield from ((name, letters) for name, letters in sides.items() if letters)
    for letters, beside in table.remarks.items():
        yield from ((f"remarks.{letters}", one) for one in (letters, beside))


def _rows(table: _Table) -> Iterator[tuple[str, int]]:
    held = {"header_rows": table.header_rows, "skipped": table.skipped, "taken": table.taken}
    yield from ((name, row) for name, rows in held.items() for row in rows)
    yield from ((name, row) for name, row in (("first_row", table.first_row), ("last_row", table.last_row)) if row)
    yield from ((f"rows.{row}", int(row) if row.isdecimal() else 0) for row in table.rows)


def _column(letters: str) -> int:
    """Number of a column, 0 where the letters name none."""
    found = place(f"{letters}1") if letters.isalpha() else None
    return found[1] if found else 0


def _table(table: _Table) -> SheetMapping:
    layout = Layout(
        header_rows=table.header_rows,
        columns={role: _column(letters) for role, letters in table.columns.items()},
        vendors=_numbered(table.vendors),
        remarks={_column(letters): _column(beside) for letters, beside in table.remarks.items()},
        options=_numbered(table.options),
        skipped=frozenset(table.skipped),
        taken=frozenset(table.taken),
        first=table.first_row,
        last=table.last_row,
        left=_column(table.first_column),
        right=_column(table.last_column),
        levels=tuple(_column(letters) for letters in table.levels),
        form=table.form,
        owner=table.owner,
    )
    rows = {int(row): words for row, words in table.rows.items()}
    return SheetMapping(sheet=table.sheet, layout=layout, heads=_numbered(table.heads), rows=rows, vendor=table.vendor)


def _numbered(words: Words) -> dict[int, str]:
    return {_column(letters): text for letters, text in words.items()}

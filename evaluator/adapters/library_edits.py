"""Counsel's changes applied to the files of a contract library: each is read, changed at the spots named, written anew."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from evaluator.adapters.pack_files import written
from evaluator.adapters.packs_build import PackError, PackFault, read_toml
from evaluator.domain.clause_edit import EVERY_ROW, ClauseEdit, Kind, Spot

POSITIONS = "positions.toml"
Table = dict[str, Any]


def reworded(files: Mapping[str, str], edits: Iterable[ClauseEdit]) -> dict[str, str]:
    """The files that come out different, by name; nothing where every spot says so already.

    Raises `PackError` where a spot names nothing that the library has; whether the words fit is for its lint to say.
    """
    faults: list[PackFault] = []
    names = [name for name in files if name == POSITIONS or name.startswith("clauses/")]
    before = {name: read_toml(name, files[name], faults) for name in names}
    after = copy.deepcopy(before)
    for edit in edits:
        entry = _entry(after, edit.spot)
        if entry is None:
            faults.append(PackFault("clauses", f"{edit.spot.kind}.{edit.spot.key}", "edit_nowhere"))
        else:
            _put(entry, edit)
    if faults:
        raise PackError(faults)
    return {name: written(table) for name, table in after.items() if table != before[name]}


def _entry(tables: Mapping[str, Table], at: Spot) -> Table | None:
    if at.kind is Kind.POSITION:
        return _named(tables.get(POSITIONS, {}).get("positions", ()), "term", at.key)
    if at.kind is Kind.CELL:
        term, row, column = at.key.split("/")
        held = _named(tables.get(POSITIONS, {}).get("positions", ()), "term", term) or {}
        wanted = ("" if row == EVERY_ROW else row, column)
        return next(
            (cell for cell in held.get("cells", ()) if (cell.get("row", ""), cell.get("column")) == wanted), None
        )
    clauses = [table for name, table in tables.items() if name != POSITIONS]
    if at.kind is Kind.CLAUSE:
        return _named(clauses, "id", at.key)
    key, _, number = at.key.partition("/")
    paragraph = _named((one for clause in clauses for one in clause.get("paragraphs", ())), "id", key)
    if paragraph is None or at.kind is Kind.PARAGRAPH:
        return paragraph
    items = paragraph.get("items", [])
    there = int(number) - 1 if number.isascii() and number.isdigit() else -1
    return {"text": items[there]} if 0 <= there < len(items) else None


def _named(entries: Iterable[Table], name: str, key: str) -> Table | None:
    return next((entry for entry in entries if entry.get(name) == key), None)


def _put(entry: Table, edit: ClauseEdit) -> None:
    """The value stands under its field; words of one language inside the text."""
    name, _, lang = edit.spot.field.partition(".")
    if lang:
        entry.setdefault(name, {})[lang] = edit.value
    else:
        entry[name] = edit.value

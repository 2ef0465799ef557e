"""Edits applied to a tender's own copy of a pack: its method file is read, changed at the places named, and written anew."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from evaluator.adapters.pack_files import written
from evaluator.adapters.packs_build import PackError, PackFault, build, read_toml
from evaluator.domain.method import Method
from evaluator.domain.method_edit import Change, Edit, Own, Part, Place, Value, facts
from evaluator.domain.question import Question
from evaluator.domain.text import LANGS, Text

METHOD = "method.toml"
Table = dict[str, Any]


def edited(files: Mapping[str, str], changes: Iterable[Change]) -> dict[str, str]:
    """The files with every change made; the very same texts where nothing comes out different.

    Raises `PackError` where a place names nothing that the method has; whether the values fit is for `draft_pack` to say.
    """
    faults: list[PackFault] = []
    before = read_toml(METHOD, files.get(METHOD, ""), faults)
    method = build(Method, METHOD, before, faults)
    after = copy.deepcopy(before)
    for change in effective(method, changes) if method is not None else ():
        if isinstance(change, Own):
            _add(after, change.question)
        elif not _set(after, change):
            place = change.place
            faults.append(PackFault(METHOD, f"{place.part}.{place.key}.{place.field}", "edit_nowhere"))
    if faults:
        raise PackError(faults)
    return dict(files) if after == before else {**files, METHOD: written(after)}


def effective(method: Method, changes: Iterable[Change]) -> list[Change]:
    """The changes that change something, of several edits of one place the last; own questions come last."""
    held, given = facts(method), list(changes)
    last = {change.place: change.value for change in given if isinstance(change, Edit)}
    edits = [Edit(place, value) for place, value in last.items() if place not in held or held[place] != value]
    return [*edits, *(change for change in given if isinstance(change, Own))]


def _set(tables: Table, edit: Edit) -> bool:
    """Whether the place was found; the value then stands there."""
    place = edit.place
    if place.part is Part.QUESTION and place.field == "asked":
        return _ask(tables, place.key, asked=bool(edit.value))
    if place.part is Part.GATE:
        return _gate(tables, edit)
    entry = _entry(tables, place)
    if entry is None:
        return False
    if place.part is Part.QUESTION and place.field.startswith("options."):
        name, field = place.field.partition(".")[2], "value"
        entry = next((one for one in entry.get("options", ()) if one.get("key") == name), None)
        if entry is None:
            return False
        _put(entry, field, edit.value)
    else:
        _put(entry, place.field, edit.value)
    return True


def _entry(tables: Table, place: Place) -> Table | None:
    """The table that holds a place's field."""
    if place.part is Part.RULES:
        return tables
    if place.part is Part.LINE:
        return _named(tables.get("price", {}).get("lines", ()), "id", place.key)
    if place.part is Part.QUESTION:
        return _named((*tables.get("questions", ()), *tables.get("left_out", ())), "id", place.key)
    key, _, number = place.key.partition("/")
    node = _named(_nodes(tables.get("criteria", ())), "key", key)
    if node is None or place.part is Part.CRITERION:
        return node
    levels = node.get("levels", ())
    at = int(number) if number.isascii() and number.isdigit() else 0
    return levels[at - 1] if 0 < at <= len(levels) else None


def _nodes(siblings: Iterable[Table]) -> Iterator[Table]:
    for node in siblings:
        yield node
        yield from _nodes(node.get("children", ()))


def _named(entries: Iterable[Table], name: str, key: str) -> Table | None:
    return next((entry for entry in entries if entry.get(name) == key), None)


def _put(entry: Table, field: str, value: Value) -> None:
    """The value stands under a field, a part of a table by its name after a point."""
    name, _, inner = field.partition(".")
    if inner:
        held = entry.get(name, {})
        entry[name] = held
        _put(held, inner, value)
        return
    if value is None:
        entry.pop(name, None)
    else:
        entry[name] = list(value) if isinstance(value, tuple) else value


def _ask(tables: Table, key: str, *, asked: bool) -> bool:
    """The question moves to those that are asked, back to where it stood in its section, or to those left out."""
    source, target = ("left_out", "questions") if asked else ("questions", "left_out")
    question = _named(tables.get(source, ()), "id", key)
    if question is None:
        return _named(tables.get(target, ()), "id", key) is not None
    tables[source] = [one for one in tables[source] if one is not question]
    if not tables[source] and source == "left_out":
        del tables[source]
    there = tables.setdefault(target, [])
    here = [number for number, one in enumerate(there) if one.get("section") == question.get("section")]
    later = (number for number in here if str(there[number].get("id")) > key)
    there.insert(next(later, here[-1] + 1 if here else len(there)), question)
    return True


def _gate(tables: Table, edit: Edit) -> bool:
    """A gate is put on or off, or what passes it is set, wherever it stands now."""
    key, field = edit.place.key, edit.place.field
    question = _entry(tables, Place(Part.QUESTION, key, ""))
    off: Table = tables.get("gates_off", {})
    if question is None or ("gate" not in question and key not in off):
        return False
    if field != "on":
        _put(question["gate"] if "gate" in question else off[key], field, edit.value)
    elif edit.value and key in off:
        question["gate"] = off.pop(key)
        if question.get("judge", "info") == "info":
            question["judge"] = "gate"
        if not off:
            del tables["gates_off"]
    elif not edit.value and "gate" in question:
        tables.setdefault("gates_off", {})[key] = question.pop("gate")
        if question.get("judge") == "gate":
            question["judge"] = "info"
    return True


def _add(tables: Table, question: Question) -> None:
    """An own question, after the last one of its section."""
    there = tables.setdefault("questions", [])
    here = [number for number, one in enumerate(there) if one.get("section") == question.section]
    there.insert(here[-1] + 1 if here else len(there), _table(question))


def _table(question: Question) -> Table:
    """The entry of an own question as a pack's file has it, without what says nothing."""
    entry: Table = {
        "id": question.id, "section": question.section, "criterion": question.criterion, "text": _text(question.text),
        "hint": _text(question.hint), "kind": question.kind.value, "judge": question.judge.value, "unit": question.unit,
        "weight": question.weight,
        "options": [_without_empty({"key": option.key, "text": _text(option.text), "value": option.value})
                    for option in question.options],
    }  # fmt: skip
    if question.range is not None:
        entry["range"] = {"worst": question.range.worst, "best": question.range.best}
    if question.gate is not None:
        gate = question.gate
        entry["gate"] = _without_empty(
            {
                "reason": _text(gate.reason),
                "accept": list(gate.accept),
                "at_least": gate.at_least,
                "at_most": gate.at_most,
            }
        )
    return _without_empty(entry)


def _text(text: Text) -> dict[str, str]:
    return {lang: words for lang in LANGS if (words := getattr(text, lang))}


def _without_empty(entry: Table) -> Table:
    return {key: held for key, held in entry.items() if held or isinstance(held, Decimal)}

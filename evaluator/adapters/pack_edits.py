"""Edits applied to a tender's own copy of a pack: its method file is read, changed at the places named, and written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from evaluator.adapters.low_price_files import bundled_low_prices
from evaluator.adapters.pack_files import written
from evaluator.adapters.packs_build import PackError, PackFault, build, copied, read_toml
from evaluator.domain.award_rule import with_parameters, with_rule
from evaluator.domain.method import Method
from evaluator.domain.method_edit import LOW, Change, Edit, Own, Part, Place, Value, facts
from evaluator.domain.method_words import asked_key, named
from evaluator.domain.question import AMOUNTS, CHOSEN, Question
from evaluator.domain.text import LANGS, Text

METHOD = "method.toml"
_RULES = f"{LOW}.pack"
_AWARD = {"award.method": with_rule, "award.parameters": with_parameters}
Table = dict[str, Any]


def edited(files: Mapping[str, str], changes: Iterable[Change]) -> dict[str, str]:
    """The files with every change made; the very same texts where nothing comes out different.

    Raises `PackError` where a place names nothing that the method has; whether the values fit is for `draft_pack` to say.
    """
    faults: list[PackFault] = []
    before = read_toml(METHOD, files.get(METHOD, ""), faults)
    method = build(Method, METHOD, before, faults)
    after = copied(before)
    spoken = _texts(after)
    for change in effective(method, changes) if method is not None else ():
        if isinstance(change, Own):
            _add(after, change.question)
        elif not _set(after, change, spoken):
            place = change.place
            faults.append(PackFault(METHOD, f"{place.part}.{place.key}.{place.field}", "edit_nowhere"))
    if faults:
        raise PackError(faults)
    return dict(files) if after == before else {**files, METHOD: written(after)}


def effective(method: Method, changes: Iterable[Change]) -> list[Change]:
    """The changes that change something, of several edits of one place the last; own questions come last.

    Rules on low prices come first: they bring figures, which further edits then change.
    """
    held, given = facts(method), list(changes)
    last = {change.place: change.value for change in given if isinstance(change, Edit)}
    edits = [Edit(place, value) for place, value in last.items() if place not in held or held[place] != value]
    edits.sort(key=lambda edit: edit.place.field != _RULES)
    return [*edits, *(change for change in given if isinstance(change, Own))]


def _set(tables: Table, edit: Edit, spoken: Mapping[str, Table]) -> bool:
    """Whether the place was found; the value then stands there. ``spoken`` are the texts of the tables by their keys."""
    place = edit.place
    if place.part is Part.QUESTION and place.field == "asked":
        return _ask(tables, place.key, asked=bool(edit.value))
    if place.part is Part.GATE:
        return _gate(tables, edit)
    if place.part is Part.RULES and place.field == _RULES:
        _choose_rules(tables["price"].setdefault("abnormally_low", {}), str(edit.value))
        return True
    if place.part is Part.RULES and place.field in _AWARD:
        tables["award"] = _AWARD[place.field](tables.get("award", {}), str(edit.value))
        return True
    entry = spoken.get(place.key) if place.part is Part.WORDS else _entry(tables, place)
    if entry is None:
        return False
    field = place.field.partition(".")[2] if place.part is Part.WORDS else place.field
    _put(entry, field, edit.value)
    return True


def _choose_rules(held: Table, key: str) -> None:
    """The table on low prices says what the rules chosen say; limits of the buyer's own start from what stood there."""
    rules = bundled_low_prices().get(key)
    if rules is not None:
        said = held.setdefault("source", {})  # the same table: an edit of its words may follow
        held.clear()
        said |= _text(rules.source)
        held |= {**rules.limits(), "source": said}
        held |= {name: True for name in ("at_limit", "judgement") if getattr(rules, name)}
        held |= {"minutes": rules.minutes} if rules.minutes is not None else {}
    held["pack"] = key


def _entry(tables: Table, place: Place) -> Table | None:
    """The table that holds the field of a place that is not words."""
    if place.part is Part.RULES:
        return tables
    if place.part is Part.LINE:
        return _named(tables.get("price", {}).get("lines", ()), "id", place.key)
    key, _, inner = place.key.partition("/")
    if place.part in (Part.QUESTION, Part.OPTION, Part.ITEM):
        question = _named((*tables.get("questions", ()), *tables.get("left_out", ())), "id", key)
        return question if place.part is Part.QUESTION or question is None else _scored(question, place.part, inner)
    node = _named(_nodes(tables.get("criteria", ())), "key", key)
    if node is None or place.part is Part.CRITERION:
        return node
    levels = node.get("levels", ())
    at = int(inner) if inner.isascii() and inner.isdigit() else 0
    return levels[at - 1] if 0 < at <= len(levels) else None


def _scored(question: Table, part: Part, key: str) -> Table | None:
    """The option of a question, or the scored cell of a table by its row and column."""
    if part is Part.OPTION:
        return _named(question.get("options", ()), "key", key)
    return next((one for one in question.get("items", ()) if f"{one.get('row')}/{one.get('column')}" == key), None)


def _texts(tables: Table) -> dict[str, Table]:
    """Every text by its key, looked up once for all edits: these change what a text says and move it, not its key."""
    found: dict[str, Table] = {}
    for key, held in _spoken(tables, ""):
        found.setdefault(asked_key(key), held)
    return found


def _spoken(held: Any, here: str) -> Iterator[tuple[str, Table]]:
    """Tables that are a text, each with its key as `evaluator.domain.method_words` makes it."""
    if isinstance(held, dict) and held.keys() & set(LANGS) and all(isinstance(one, str) for one in held.values()):
        yield here, held
    elif isinstance(held, dict):
        for name, one in held.items():
            yield from _spoken(one, f"{here}.{name}" if here else name)
    elif isinstance(held, list):
        for number, one in enumerate(held, start=1):
            if isinstance(one, list) and len(one) == 2:  # a printed cell: its column and its words
                yield from _spoken(one[1], f"{here}.{one[0]}")
            else:
                yield from _spoken(one, f"{here}.{named(one, number)}" if isinstance(one, dict) else here)


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
    """A gate is put on or off, or what passes it is set, wherever it stands now; one that says nothing is none."""
    key, field = edit.place.key, edit.place.field
    question = _entry(tables, Place(Part.QUESTION, key, ""))
    if question is None or question.get("kind") not in (*CHOSEN, *AMOUNTS):
        return False
    off: Table = tables.setdefault("gates_off", {})
    if "gate" not in question:
        off.setdefault(key, {"reason": {}})
    if field != "on":
        _put(question["gate"] if "gate" in question else off[key], field, edit.value)
    elif edit.value and "gate" not in question:
        question["gate"] = off.pop(key)
        if question.get("judge", "info") == "info":
            question["judge"] = "gate"
    elif not edit.value and "gate" in question:
        off[key] = question.pop("gate")
        if question.get("judge") == "gate":
            question["judge"] = "info"
    if key in off and _says_nothing(off[key]):
        del off[key]
    if not off:
        del tables["gates_off"]
    return True


def _says_nothing(gate: Table) -> bool:
    limits = any(name in gate for name in ("at_least", "at_most"))
    return not (limits or gate.get("accept") or any(gate.get("reason", {}).values()))


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

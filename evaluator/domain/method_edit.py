"""What of a method a buyer changes for one tender: its places, the value at each, edits of them, and how two methods differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from evaluator.domain.method import Criterion, Method
from evaluator.domain.question import Gate, Judge, Question, Range
from evaluator.domain.text import LANGS, Text

Value = Decimal | str | bool | tuple[str, ...] | None


class Part(StrEnum):
    """What a place belongs to."""

    CRITERION = "criterion"
    LEVEL = "level"
    QUESTION = "question"
    GATE = "gate"
    LINE = "line"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Place:
    """One thing of a method that can be changed.

    ``key`` is that of the criterion, question or price line; of a level ``tech.team/2``, counted from 1 as published; empty
    for the rules of the whole. ``field`` is the name in the pack's file, words with their language: ``text.zh``.
    """

    part: Part
    key: str
    field: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A new value at a place; None clears it. ``asked`` of a question and ``on`` of a gate are true or false."""

    place: Place
    value: Value


@dataclass(frozen=True, slots=True)
class Own:
    """A question of the buyer's own, asked at the end of its section."""

    question: Question


Change = Edit | Own


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs at a place; ``field`` is empty, and a title stands on one side, where the thing itself is on one side only."""

    place: Place
    before: Value
    after: Value


def facts(method: Method) -> dict[Place, Value]:
    """The value at every place of a method, in published order: criteria with their levels, questions, gates, lines, rules.

    Questions that are left out and gates that are off are among them, with ``asked`` and ``on`` false.
    """
    found: dict[Place, Value] = {}
    for top in method.criteria:
        for node in walk(top):
            found |= _at(Part.CRITERION, node.key, _criterion(node))
            for number, level in enumerate(node.levels, start=1):
                fields = {"points": level.points, **_words("text", level.text)}
                found |= _at(Part.LEVEL, f"{node.key}/{number}", fields)
    for question, asked in every_question(method):
        found |= _at(Part.QUESTION, question.id, {"asked": asked, **_question(question)})
        gate, on = gate_of(method, question)
        if gate is not None:
            found |= _at(Part.GATE, question.id, {"on": on, **_gate(gate)})
    for line in method.price.lines:
        found |= _at(Part.LINE, line.id, {"quantity": line.quantity, **_words("title", line.title)})
    rules: dict[str, Value] = {
        "shortlist.top": Decimal(method.shortlist.top),
        "shortlist.minimum": method.shortlist.minimum,
        "minimum_total": method.minimum_total,
    }
    return found | _at(Part.RULES, "", rules)


def walk(node: Criterion) -> Iterator[Criterion]:
    """A criterion and all below it, in published order."""
    yield node
    for child in node.children:
        yield from walk(child)


def every_question(method: Method) -> tuple[tuple[Question, bool], ...]:
    """All questions section by section, asked or left out, and whether they are asked; each where it stands or stood."""
    found: list[tuple[Question, bool]] = [(question, True) for question in method.questions]
    for question in method.left_out:
        here = [number for number, (one, _) in enumerate(found) if one.section == question.section]
        later = (number for number in here if found[number][0].id > question.id)
        found.insert(next(later, here[-1] + 1 if here else len(found)), (question, False))
    return tuple(found)


def gate_of(method: Method, question: Question) -> tuple[Gate | None, bool]:
    """The gate of a question and whether it applies."""
    return (question.gate, True) if question.gate is not None else (method.gates_off.get(question.id), False)


def differences(before: Method, after: Method) -> tuple[Difference, ...]:
    """What differs between two methods, in the order of the second; what only the first has comes last.

    >>> from evaluator.domain.text import Text
    >>> same = Place(Part.CRITERION, "price", "weight")
    >>> Difference(same, Decimal(20), Decimal(30)).after
    Decimal('30')
    """
    old, new = facts(before), facts(after)
    told = _things(old).keys() & _things(new).keys()
    found = []
    for place in dict.fromkeys((*new, *old)):
        if (place.part, place.key) in told:
            if old.get(place) != new.get(place):
                found.append(Difference(place, old.get(place), new.get(place)))
        elif place == _things(new if place in new else old)[place.part, place.key]:
            whole, title = Place(place.part, place.key, ""), _title(place, after if place in new else before)
            found.append(Difference(whole, "" if place in new else title, title if place in new else ""))
    return tuple(found)


def _things(found: Mapping[Place, Value]) -> dict[tuple[Part, str], Place]:
    """The first place of each thing."""
    first: dict[tuple[Part, str], Place] = {}
    for place in found:
        first.setdefault((place.part, place.key), place)
    return first


def _title(place: Place, method: Method) -> str:
    held = facts(method)
    texts = (held.get(Place(place.part, place.key, f"{name}.{lang}")) for name in ("title", "text") for lang in LANGS)
    return " / ".join(str(text) for text in texts if text) or place.key


def _at(part: Part, key: str, fields: Mapping[str, Value]) -> dict[Place, Value]:
    return {Place(part, key, name): value for name, value in fields.items()}


def _words(name: str, text: Text) -> dict[str, Value]:
    return {f"{name}.{lang}": getattr(text, lang) for lang in LANGS}


def _criterion(node: Criterion) -> dict[str, Value]:
    fields: dict[str, Value] = {"weight": node.weight, "minimum": node.minimum}
    return fields | _words("title", node.title) | _words("description", node.description)


def _question(question: Question) -> dict[str, Value]:
    fields = _words("text", question.text) | _words("hint", question.hint)
    if question.judge is Judge.AUTO:
        fields["weight"] = question.weight
        fields |= _range(question.range) if question.range is not None else {}
        fields |= {f"options.{option.key}": option.value for option in question.options}
    return fields


def _range(scale: Range) -> dict[str, Value]:
    return {"range.worst": scale.worst, "range.best": scale.best}


def _gate(gate: Gate) -> dict[str, Value]:
    if gate.accept:
        return {"accept": gate.accept}
    return {name: value for name in ("at_least", "at_most") if (value := getattr(gate, name)) is not None}

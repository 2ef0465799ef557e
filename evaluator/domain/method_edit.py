"""What of a method a buyer changes for one tender: its places, the value at each, and edits of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from evaluator.domain.award_rule import in_line, rule_name
from evaluator.domain.low_price import LIMITS
from evaluator.domain.method import AbnormallyLow, Criterion, LeafJudge, Method, PriceDeduction, PriceRule
from evaluator.domain.method_words import other_words
from evaluator.domain.question import AMOUNTS, CHOSEN, Gate, Judge, Question, Range
from evaluator.domain.text import LANGS, Text

LOW = "price.abnormally_low"
Value = Decimal | str | bool | tuple[str, ...] | None


class Part(StrEnum):
    """What a place belongs to."""

    CRITERION = "criterion"
    LEVEL = "level"
    QUESTION = "question"
    OPTION = "option"
    ITEM = "item"
    GATE = "gate"
    LINE = "line"
    RULES = "rules"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Place:
    """One thing of a method that can be changed.

    ``key`` is that of the criterion, question or price line; of a level ``tech.team/2``, counted from 1 as published; of an
    option ``SE-02/o1``; of a scored cell of a table ``SU-01/P1/response``; of other words the key in the pack's file; empty
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


# The facts of the methods asked about last: a page asks for those of one method once for each of its grids.
_KEPT = 4
_lately: list[tuple[Method, dict[Place, Value]]] = []


def facts(method: Method) -> dict[Place, Value]:
    """The value at every place of a method, in published order: criteria with their levels, questions, lines, rules, words.

    Questions that are left out are among them, with ``asked`` false, and a gate for every question that may have one, with
    ``on`` false where it does not apply or there is none.
    """
    known = next((held for one, held in tuple(_lately) if one is method), None)
    if known is None:
        known = _facts(method)
        _lately[:] = [(method, known), *_lately[: _KEPT - 1]]
    return dict(known)


def _facts(method: Method) -> dict[Place, Value]:
    found: dict[Place, Value] = {}
    for top in method.criteria:
        for node in walk(top):
            found |= _at(Part.CRITERION, node.key, _criterion(node))
            for number, level in enumerate(node.levels, start=1):
                fields = {"points": level.points, **_words("text", level.text)}
                found |= _at(Part.LEVEL, f"{node.key}/{number}", fields)
    for question, asked in every_question(method):
        found |= _at(Part.QUESTION, question.id, {"asked": asked, **_question(question)})
        found |= _scales(question)
        gate, on = gate_of(method, question)
        if question.kind in CHOSEN or question.kind in AMOUNTS:
            found |= _at(Part.GATE, question.id, {"on": on, **_gate(gate, question)})
    for line in method.price.lines:
        found |= _at(Part.LINE, line.id, {"quantity": line.quantity, **_words("title", line.title)})
    found |= _at(Part.RULES, "", rule_values(method))
    for key, text in other_words(method).items():
        found |= _at(Part.WORDS, key, _words("text", text))
    return found


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


def _at(part: Part, key: str, fields: Mapping[str, Value]) -> dict[Place, Value]:
    return {Place(part, key, name): value for name, value in fields.items()}


def _words(name: str, text: Text) -> dict[str, Value]:
    return {f"{name}.{lang}": getattr(text, lang) for lang in LANGS}


def _criterion(node: Criterion) -> dict[str, Value]:
    """What a criterion weighs and says; where the panel judges it, also whether names are hidden and reasons needed."""
    fields: dict[str, Value] = {"weight": node.weight, "minimum": node.minimum}
    if node.judge is LeafJudge.PANEL:
        fields |= {"anonymous": node.anonymous, "reason_required": node.reason_required}
    return fields | _words("title", node.title) | _words("description", node.description)


def _question(question: Question) -> dict[str, Value]:
    fields = _words("text", question.text) | _words("hint", question.hint)
    if question.judge is Judge.AUTO:
        fields |= {"weight": question.weight, "minimum": question.minimum}
        fields |= _range(question.range) if question.range is not None else {}
    return fields


def _scales(question: Question) -> dict[Place, Value]:
    """What the options and the scored cells of a question judged by rule are worth."""
    found: dict[Place, Value] = {}
    if question.judge is not Judge.AUTO:
        return found
    for option in question.options:
        found |= _at(Part.OPTION, f"{question.id}/{option.key}", {"value": option.value})
    for item in question.items:
        fields = {"weight": item.weight, **_range(item.range)}
        found |= _at(Part.ITEM, f"{question.id}/{item.row}/{item.column}", fields)
    return found


def _range(scale: Range) -> dict[str, Value]:
    return {"range.worst": scale.worst, "range.best": scale.best}


def _gate(gate: Gate | None, question: Question) -> dict[str, Value]:
    """What passes and why a bid that does not is out; nothing of it is said where there is no gate."""
    reason = _words("reason", gate.reason if gate else Text())
    if question.kind in CHOSEN:
        return {"accept": gate.accept if gate else (), **reason}
    return {"at_least": gate.at_least if gate else None, "at_most": gate.at_most if gate else None, **reason}


def rule_values(method: Method) -> dict[str, Value]:
    """Rules of the whole: ranking, panel, price, blanks, ties, the least total, the shortlist, what the requirement list earns."""
    price, listed = method.price, method.requirements
    found: dict[str, Value] = {
        "award.method": rule_name(method.award), "award.parameters": in_line(method.award.parameters),
        "combine": method.combine.value, "reason_required": method.reason_required, "discuss_over": method.discuss_over,
        "price.formula": price.formula, "price.best": price.best, "price.worst": price.worst,
        **_parameters(price),
        **_low_prices(price.abnormally_low), **_deduction(price.deduction), "blank": method.blank, "ties": method.ties,
        "tie_seed": method.tie_seed, "variants": method.variants,
        "minimum_total": method.minimum_total, "shortlist.top": Decimal(method.shortlist.top),
        "shortlist.minimum": method.shortlist.minimum,
    }  # fmt: skip
    if listed is not None:
        found |= {f"requirements.{name}": getattr(listed, name)
                  for name in ("meets", "partial", "custom", "no", "must_weight", "should_weight")}  # fmt: skip
        unmet = listed.max_unmet_musts
        found["requirements.max_unmet_musts"] = None if unmet is None else Decimal(unmet)
    return found


def _parameters(price: PriceRule) -> dict[str, Value]:
    """What the price formulas that need it are given, beside the two prices of the straight line."""
    trim = None if price.trim_from is None else Decimal(price.trim_from)
    names = ("log_base", "benchmark", "trim_from", "over", "under", "base_price", "mean_share", "exponent")
    return {f"price.{name}": trim if name == "trim_from" else getattr(price, name) for name in names}


def _low_prices(low: AbnormallyLow) -> dict[str, Value]:
    """The rules that the limits of low prices come from, the limits, and the least time to explain."""
    limits: dict[str, Value] = {f"{LOW}.{name}": getattr(low, name) for name in LIMITS}
    minutes = None if low.minutes is None else Decimal(low.minutes)
    return {f"{LOW}.pack": low.pack, **limits, f"{LOW}.minutes": minutes}


def _deduction(rule: PriceDeduction) -> dict[str, Value]:
    """What a policy takes off a price, and the questions that decide it."""
    return {f"price.deduction.{name}": getattr(rule, name) for name in ("question", "percent", "share")}

"""What a method must satisfy before it can be locked, beyond the types of its keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.question import Judge, Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.words import DURATIONS
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError
from evaluator.scoring.opinion_rules import RULES, parameters

Fault = tuple[str, str, tuple[tuple[str, str], ...]]
_SCORABLE = {Kind.YES_NO, Kind.CHOICE, Kind.MULTI_CHOICE, Kind.NUMBER, Kind.PERCENT, Kind.DURATION}
_AMOUNTS = {Kind.NUMBER, Kind.PERCENT, Kind.DURATION, Kind.MONEY}


def check(rules: Method) -> list[Fault]:
    """Every fault as (key, rule of the ``pack`` catalogue, parameters); empty for a method that can be locked."""
    faults = [*_tree("criteria", rules.criteria)]
    for leaf in rules.leaves():
        faults += _leaf(rules, leaf)
    for question in rules.questions:
        faults += _question(rules, question)
    faults += _twice("questions", [question.id for question in rules.questions])
    faults += _twice("criteria", [node.key for top in rules.criteria for node in _walk(top)])
    faults += _twice("price.lines", [line.id for line in rules.price.lines])
    faults += _price(rules)
    faults += _award(rules)
    return faults


def _walk(node: Criterion) -> Iterator[Criterion]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _tree(path: str, siblings: tuple[Criterion, ...]) -> Iterator[Fault]:
    total = sum(node.weight for node in siblings)
    if total != 100:
        yield path, "weights_sum", (("total", f"{total}"),)
    for node in siblings:
        here = f"{path}.{node.key}"
        if node.weight < 0:
            yield here, "weight_negative", ()
        if bool(node.children) == bool(node.judge):
            yield here, "leaf_or_branch", ()
        if node.children:
            yield from _tree(here, node.children)


def _leaf(rules: Method, leaf: Criterion) -> Iterator[Fault]:
    here = f"criteria.{leaf.key}"
    if leaf.judge is LeafJudge.PANEL and len(leaf.levels) < 2:
        yield here, "levels_missing", ()
    if leaf.judge is LeafJudge.REQUIREMENTS and rules.requirements is None:
        yield here, "requirements_missing", ()
    if leaf.judge is LeafJudge.AUTO:
        total = sum(q.weight or 0 for q in rules.of_leaf(leaf.key) if q.judge is Judge.AUTO)
        if total != 100:
            yield here, "question_weights_sum", (("total", f"{total}"),)


def _question(rules: Method, question: Question) -> Iterator[Fault]:
    here = f"questions.{question.id}"
    if question.section not in {section.key for section in rules.sections}:
        yield here, "unknown_section", (("given", question.section),)
    if question.criterion and question.criterion not in {leaf.key for leaf in rules.leaves()}:
        yield here, "unknown_criterion", (("given", question.criterion),)
    if question.judge is Judge.AUTO:
        yield from _scale(here, question)
    if question.judge is Judge.GATE and question.gate is None:
        yield here, "gate_missing", ()
    yield from _unit(rules, question)
    yield from _gate(here, question)
    if question.kind is Kind.TABLE and not question.columns:
        yield here, "columns_missing", ()
    if question.items and sum(item.weight for item in question.items) != 100:
        yield here, "item_weights_sum", ()
    for text in _texts(question):
        if not (text.zh and text.en):
            yield here, "translation_missing", (("given", (text.zh or text.en)[:40]),)


def _unit(rules: Method, question: Question) -> Iterator[Fault]:
    known = {"", "%", *DURATIONS, *rules.units}
    for unit in dict.fromkeys([question.unit, *(column.unit for column in question.columns)]):
        if unit not in known:
            yield f"questions.{question.id}", "unknown_unit", (("given", unit),)


def _gate(here: str, question: Question) -> Iterator[Fault]:
    if question.gate and question.kind not in _SCORABLE | {Kind.MONEY}:
        yield here, "gate_unscorable", ()
    if question.gate and not set(question.gate.accept) <= _keys(question):
        yield here, "gate_option", ()


def _keys(question: Question) -> set[str]:
    # A yes-or-no question may leave its two options to the questionnaire.
    return {option.key for option in question.options} or ({"yes", "no"} if question.kind is Kind.YES_NO else set())


def _texts(question: Question) -> Iterable[Text]:
    yield question.text
    for option in question.options:
        yield option.text
    for column in question.columns:
        yield column.title
    for row in question.rows:
        yield from (text for _, text in row.cells)


def _scale(here: str, question: Question) -> Iterator[Fault]:
    if question.weight is None or not question.criterion:
        yield here, "auto_unplaced", ()
    if question.kind is Kind.TABLE:
        if not question.items:
            yield here, "scale_missing", ()
    elif question.kind in _AMOUNTS:
        if question.range is None or question.range.best == question.range.worst:
            yield here, "range_missing", ()
    elif question.kind not in _SCORABLE or not question.options or any(o.value is None for o in question.options):
        yield here, "scale_missing", ()


def _twice(path: str, keys: list[str]) -> Iterator[Fault]:
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        yield f"{path}.{key}", "twice", (("id", key),)


def _award(rules: Method) -> Iterator[Fault]:
    """An official rule other than the sum must be a method that exists, with parameters that it takes."""
    if rules.award.rule == "additive":
        return
    method, keys = rules.award.method, tuple(top.key for top in rules.criteria)
    if method not in RULES:
        yield "award.method", "unknown_method", (("given", method), ("known", ", ".join(RULES)))
        return
    empty = DecisionMatrix((), keys, tuple("max" for _ in keys), tuple(top.share for top in rules.criteria), ())
    try:
        parameters(empty, method, dict(rules.award.parameters))
    except MatrixRefusedError as refusal:
        names = ", ".join(dict.fromkeys(str(dict(found.params).get("name", "")) for found in refusal.problems))
        yield "award.parameters", "award_parameters", (("method", method), ("names", names))


def _price(rules: Method) -> Iterator[Fault]:
    price = rules.price
    if price.formula == "linear" and (price.best is None or price.worst is None or price.best == price.worst):
        yield "price", "anchors_missing", ()
    for line in price.lines:
        if line.group not in price.groups:
            yield f"price.lines.{line.id}", "unknown_group", (("given", line.group),)
    priced = [leaf for leaf in rules.leaves() if leaf.judge is LeafJudge.PRICE]
    if len(priced) != 1:
        yield "criteria", "one_price", (("n", str(len(priced))),)
    elif rules.price_minimum_share is not None:
        top = next(node for node in rules.criteria if priced[0] in tuple(node.leaves()))
        if top.weight < rules.price_minimum_share:
            yield f"criteria.{top.key}", "price_share", (("minimum", f"{rules.price_minimum_share}"),)
    keys = {node.key for top in rules.criteria for node in _walk(top)}
    for key in (*rules.ties,):
        if key not in keys:
            yield "ties", "unknown_criterion", (("given", key),)

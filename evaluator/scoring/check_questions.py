"""What each question of a method must satisfy: where it belongs, what may be answered, how the answer is judged."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.domain.method import Method
from evaluator.domain.question import AMOUNTS, CHOSEN, CallQuestion, Column, Item, Judge, Kind, Option, Question, Range
from evaluator.intake.layout import is_taken
from evaluator.intake.references import CLIENT, ROLES
from evaluator.intake.words import DURATIONS
from evaluator.scoring.check_bounds import Fault, not_below, of_hundred, once


def question_faults(rules: Method, question: Question) -> Iterator[Fault]:
    """All faults of one question, each under ``questions.<id>``."""
    here = f"questions.{question.id}"
    if is_taken(question.id):
        yield here, "reserved_id", (("id", question.id),)
    if question.section not in (known := [section.key for section in rules.sections]):
        yield here, "unknown_section", (("given", question.section), ("known", ", ".join(known)))
    if question.criterion and question.criterion not in (known := [leaf.key for leaf in rules.leaves()]):
        yield here, "unknown_criterion", (("given", question.criterion), ("known", ", ".join(known)))
    yield from not_below(f"{here}.blank_rows", question.blank_rows, 0)
    yield from _options(here, question)
    yield from _gate(here, question)
    if question.judge is Judge.AUTO:
        yield from _scale(here, question)
    elif question.minimum is not None:
        yield f"{here}.minimum", "minimum_without_points", ()
    yield from of_hundred(f"{here}.minimum", question.minimum)
    yield from _range(here, question.range)
    yield from _table(here, question)
    yield from _units(here, rules, question)
    yield from _roles(here, rules, question)


def call_faults(rules: Method) -> Iterator[Fault]:
    """All faults of what references are asked, each under ``calls.<key>``."""
    yield from once("calls", [call.key for call in rules.calls])
    days = {call.key: call.kind is Kind.DATE for call in rules.calls}
    for call in rules.calls:
        yield from _options(f"calls.{call.key}", call)
        if call.key in ROLES:
            yield f"calls.{call.key}", "reserved_id", (("id", call.key),)
        if call.unit not in {"", "%", *DURATIONS, *rules.units}:
            yield f"calls.{call.key}", "unknown_unit", (("given", call.unit),)
        if call.after and not (call.kind is Kind.YES_NO and days.get(call.after)):
            yield f"calls.{call.key}", "after_no_day", (("given", call.after),)


def _roles(here: str, rules: Method, question: Question) -> Iterator[Fault]:
    """A role is known; what a column claims in another way than references are asked is compared by a person."""
    calls = [call.key for call in rules.calls]
    if question.references and not any(column.role == CLIENT for column in question.columns):
        yield here, "client_missing", ()
    for column in question.columns:
        place = f"{here}.columns.{column.key}"
        if column.role and column.role not in (known := [*ROLES, *calls]):
            yield place, "unknown_role", (("given", column.role), ("known", ", ".join(known)))


def _options(here: str, asked: Question | Column | CallQuestion) -> Iterator[Fault]:
    # A yes-or-no question may leave its two options to the questionnaire.
    if asked.kind in (Kind.CHOICE, Kind.MULTI_CHOICE) and not asked.options:
        yield here, "options_missing", ()
    yield from once(f"{here}.options", [option.key for option in asked.options])
    for option in asked.options:
        yield from of_hundred(f"{here}.options.{option.key}.value", option.value)


def _gate(here: str, question: Question) -> Iterator[Fault]:
    gate = question.gate
    if gate is None:
        if question.judge is Judge.GATE:
            yield here, "gate_missing", ()
        return
    limited = gate.at_least is not None or gate.at_most is not None
    if question.kind in CHOSEN:
        keys = _keys(question.options, question.kind)
        if unknown := [key for key in gate.accept if key not in keys]:
            yield here, "gate_option", (("given", ", ".join(unknown)), ("known", ", ".join(keys)))
        if not gate.accept or limited:
            yield here, "gate_accepts", ()
    elif question.kind in AMOUNTS:
        if not limited or gate.accept:
            yield here, "gate_limits", ()
        elif gate.at_least is not None and gate.at_most is not None and gate.at_least > gate.at_most:
            yield here, "gate_closed", (("least", f"{gate.at_least}"), ("most", f"{gate.at_most}"))
    else:
        yield here, "gate_unscorable", ()


def _keys(options: tuple[Option, ...], kind: Kind) -> list[str]:
    return [option.key for option in options] or (["yes", "no"] if kind is Kind.YES_NO else [])


def _scale(here: str, question: Question) -> Iterator[Fault]:
    if question.weight is None or not question.criterion:
        yield here, "auto_unplaced", ()
    elif question.weight < 0:
        yield here, "weight_negative", ()
    if question.kind is Kind.TABLE:
        if not question.items:
            yield here, "items_missing", ()
    elif question.kind in AMOUNTS:
        if question.range is None:
            yield here, "range_missing", ()
    elif question.kind not in CHOSEN or not question.options or any(o.value is None for o in question.options):
        yield here, "scale_missing", ()


def _range(here: str, scale: Range | None) -> Iterator[Fault]:
    if scale is not None and scale.worst == scale.best:
        yield f"{here}.range", "range_flat", (("given", f"{scale.worst}"),)


def _table(here: str, question: Question) -> Iterator[Fault]:
    if question.kind is Kind.TABLE and not question.columns:
        yield here, "columns_missing", ()
    columns, rows = [column.key for column in question.columns], [row.key for row in question.rows]
    yield from once(f"{here}.columns", columns)
    yield from once(f"{here}.rows", rows)
    for column in question.columns:
        yield from _options(f"{here}.columns.{column.key}", column)
    for row in question.rows:
        for key in [key for key, _ in row.cells if key not in columns]:
            yield f"{here}.rows.{row.key}", "unknown_column", (("given", key), ("known", ", ".join(columns)))
    for item in question.items:
        yield from _item(here, question, item)
    yield from once(f"{here}.items", [f"{item.row}/{item.column}" for item in question.items])
    if question.items and (total := sum(item.weight for item in question.items)) != 100:
        yield here, "item_weights_sum", (("total", f"{total}"),)


def _item(here: str, question: Question, item: Item) -> Iterator[Fault]:
    place = f"{here}.items.{item.row}/{item.column}"
    rows = [row.key for row in question.rows]
    kinds = {column.key: column.kind for column in question.columns}
    if item.row not in rows:
        yield place, "unknown_row", (("given", item.row), ("known", ", ".join(rows)))
    if item.column not in kinds:
        yield place, "unknown_column", (("given", item.column), ("known", ", ".join(kinds)))
    elif kinds[item.column] not in AMOUNTS:
        yield place, "item_unscorable", (("given", item.column),)
    if item.weight < 0:
        yield place, "weight_negative", ()
    yield from _range(place, item.range)


def _units(here: str, rules: Method, question: Question) -> Iterator[Fault]:
    known = {"", "%", *DURATIONS, *rules.units}
    for unit in dict.fromkeys([question.unit, *(column.unit for column in question.columns)]):
        if unit not in known:
            yield here, "unknown_unit", (("given", unit),)

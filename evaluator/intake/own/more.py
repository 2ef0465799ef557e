"""What a buyer's own questionnaire may have added to it: a scored requirement list, and a table of references with its calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from evaluator.domain.method import LeafJudge, RequirementRule
from evaluator.domain.question import CallQuestion, Column, Judge, Kind
from evaluator.domain.text import Lang
from evaluator.intake.own.assigning import Assignment, decimal
from evaluator.intake.own.proposal import said_in
from evaluator.intake.own.start import Start

LIST_KEY: Final = "list"
SECTION: Final = "references"
_ROWS: Final = 5
Tables = dict[str, Any]


def with_more(tables: Mapping[str, Any], said: Assignment, start: Start, languages: Sequence[Lang]) -> Tables:
    """The tables of a method with what the assignment adds to the questions, before the price and after the last question."""
    made = dict(tables)
    if said.list_weight.strip():
        leaf = {
            "key": LIST_KEY, "title": said_in(start.list.title, languages), "weight": decimal(said.list_weight),
            "judge": LeafJudge.REQUIREMENTS.value,
        }  # fmt: skip
        *criteria, price = made["criteria"]
        made["criteria"] = [*criteria, leaf, price]
        made["requirements"] = {one.name: getattr(start.list, one.name) for one in fields(RequirementRule)}
    if said.references:
        asked, section = start.references, {"key": SECTION, "title": said_in(start.references.section, languages)}
        made["sections"] = [*made["sections"], section]
        made["questions"] = [*made["questions"], _table(start, {one["id"] for one in made["questions"]}, languages)]
        made["calls"] = [_call(call, languages) for call in asked.calls]
    return made


def free_id(taken: set[str]) -> str:
    """An id that no question of the buyer's has.

    >>> free_id({"1.1"}), free_id({"rf-01"})
    ('RF-01', 'RF-02')
    """
    folded = {one.upper() for one in taken}
    return next(key for key in (f"RF-{number:02}" for number in range(1, len(taken) + 2)) if key not in folded)


def _table(start: Start, taken: set[str], languages: Sequence[Lang]) -> Tables:
    asked = start.references
    return {
        "id": free_id(taken), "section": SECTION, "text": said_in(asked.text, languages),
        "hint": said_in(asked.hint, languages), "kind": Kind.TABLE.value, "judge": Judge.INFO.value, "references": True,
        "blank_rows": _ROWS, "columns": [_column(one, languages) for one in asked.columns],
    }  # fmt: skip


def _column(column: Column, languages: Sequence[Lang]) -> Tables:
    table: Tables = {"key": column.key, "title": said_in(column.title, languages), "kind": column.kind.value}
    return {**table, "required": column.required, **({"role": column.role} if column.role else {})}


def _call(call: CallQuestion, languages: Sequence[Lang]) -> Tables:
    table: Tables = {"key": call.key, "text": said_in(call.text, languages), "kind": call.kind.value}
    return {**table, **({"tolerance": call.tolerance} if call.tolerance else {})}

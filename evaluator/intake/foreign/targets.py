"""What a question of somebody else's workbook can be: our questions, and the cells of tables whose rows the buyer set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from evaluator.domain.question import Column, Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.foreign.mapping import NO_COUNTERPART
from evaluator.intake.layout import open_columns
from evaluator.intake.questionnaire import (
    PRICE,
    PRICES_ID,
    REQUIREMENT_PRICES_ID,
    REQUIREMENTS_ID,
    TECHNICAL,
    Questionnaire,
)

# What a cell of these tables is asked by: the buyer's own words in the row.
_SUBJECTS: Final = {REQUIREMENTS_ID: "requirement", PRICES_ID: "line", REQUIREMENT_PRICES_ID: "requirement"}
_ANSWERED: Final = {REQUIREMENTS_ID: "response", PRICES_ID: "unit_price", REQUIREMENT_PRICES_ID: "price"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something of ours that a foreign question can be: a question, or a cell of a table whose rows the buyer set.

    ``item`` is the id of the answer (``question/row/column`` for a cell), ``code`` what people call it by.
    """

    item: str
    code: str
    text: Text
    part: Question | Column
    envelope: str


def targets(asked: Questionnaire, envelopes: Iterable[str]) -> tuple[Target, ...]:
    """Everything that a foreign question can be, in the order of our workbooks; tables of free rows are none."""
    return tuple(
        target
        for envelope in envelopes
        for question in asked.questions(envelope)
        for target in _targets(question, envelope)
    )


def ours_among(matches: Mapping[str, str], asked: Questionnaire) -> dict[str, str]:
    """Of what foreign questions were confirmed to be, what still is: a question of ours, or none."""
    known = {NO_COUNTERPART, *(target.item for target in targets(asked, (TECHNICAL, PRICE)))}
    return {key: item for key, item in matches.items() if item in known}


def _targets(question: Question, envelope: str) -> Iterator[Target]:
    if question.kind is not Kind.TABLE:
        yield Target(item=question.id, code=question.id, text=question.text, part=question, envelope=envelope)
        return
    only = _ANSWERED.get(question.id)
    columns = [
        column for column in open_columns(question) if (column.key == only if only else column.kind is not Kind.TEXT)
    ]
    for row in question.rows:
        subject = dict(row.cells).get(_SUBJECTS.get(question.id, ""))
        for column in columns:
            words = _first_line(subject) if subject else _joined(question.text, row.title, column.title)
            code = row.key if only else f"{question.id} {row.key}"
            item = f"{question.id}/{row.key}/{column.key}"
            yield Target(item=item, code=code, text=words, part=column, envelope=envelope)


def _first_line(text: Text) -> Text:
    return Text(text.zh.partition("\n")[0], text.en.partition("\n")[0])


def _joined(*texts: Text) -> Text:
    return Text(" ".join(text.zh for text in texts).strip(), " ".join(text.en for text in texts).strip())

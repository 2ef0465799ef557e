"""A person's reading of an answer, checked like a vendor's own: it must answer the question, in the question's unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from evaluator.domain.bid import Answer, Bid, Reading, Row, Scalar, State
from evaluator.domain.money import Money
from evaluator.domain.question import Kind
from evaluator.domain.text import Text
from evaluator.intake.cells import Cell
from evaluator.intake.questionnaire import Questionnaire
from evaluator.intake.values import Asked, parse
from evaluator.intake.words import NO_CURRENCY, currency_code

AS_WRITTEN = "reading.as_written"
_AMOUNTS = (Kind.NUMBER, Kind.PERCENT, Kind.DURATION)


def asked_of(asked: Questionnaire, item: str, currency: str, units: Mapping[str, Text]) -> Asked | None:
    """What the cell of an item is expected to hold; None where nothing of the questionnaire has this id."""
    key, _, rest = item.partition("/")
    question = next((one for one in asked.all() if one.id == key), None)
    column = rest.rpartition("/")[2]
    if question is None or (rest and all(one.key != column for one in question.columns)):
        return None
    part = question.column(column) if rest else question
    return Asked(part.kind, part.unit, part.options, currency, units)


def own_currency(bid: Bid, home: str) -> str:
    """The currency in which a bid's bare numbers are read: the one its cover states, else the tender's.

    >>> own_currency(Bid(vendor="Ada", files=(), currency="US$"), "CNY")
    'USD'
    """
    stated = currency_code(bid.currency) if bid.currency else home
    return home if stated == NO_CURRENCY else stated


def typed(value: Scalar, asked: Asked) -> Scalar | None:
    """The value as the question takes it; None where it does not answer the question clearly.

    >>> typed(Decimal(4), Asked(Kind.DURATION, "hour")), typed("1 day", Asked(Kind.DURATION, "hour"))
    (Decimal('4'), None)
    """
    if isinstance(value, Money):
        return value if asked.kind is Kind.MONEY else None
    if isinstance(value, Decimal):  # a number in a tender file is in the question's unit
        return Money(value, asked.currency) if asked.kind is Kind.MONEY else value if asked.kind in _AMOUNTS else None
    if isinstance(value, date):
        return value if asked.kind is Kind.DATE else None
    words = "\n".join(value) if isinstance(value, tuple) else value
    parsed = parse(Cell(1, 1, words), asked)
    return parsed.value if parsed.state is State.ANSWERED else None


def reworded(answer: Answer) -> Answer:
    """The answer to a question whose wording was changed: it waits, and what is written is offered as its one reading.

    Blank and ambiguous cells stay what they are: whatever was asked, they give no value.
    """
    rows = tuple(Row(row.key, {name: reworded(cell) for name, cell in row.cells.items()}) for row in answer.rows)
    if answer.rows or answer.state not in (State.ANSWERED, State.NOT_APPLICABLE):
        return replace(answer, rows=rows)
    offered = () if answer.value is None else (Reading(answer.value, AS_WRITTEN),)
    return replace(answer, state=State.DAMAGED, value=None, readings=offered)


def as_written(answer: Answer) -> Reading | None:
    """What the answer says if the changed wording means the same; None for an answer that waits for another reason."""
    return next((one for one in answer.readings if one.label == AS_WRITTEN), None)


def held(bid: Bid, item: str) -> tuple[Answer, ...]:
    """The answers at or inside an item that wait only because its wording was changed."""
    inside = (one for one in bid.every_answer() if one.item == item or one.item.startswith(f"{item}/"))
    return tuple(answer for answer in inside if answer.open and as_written(answer) is not None)

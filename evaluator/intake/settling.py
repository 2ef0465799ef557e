"""A person's reading of an answer, checked like a vendor's own: it must answer the question, in the question's unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from evaluator.domain.bid import Bid, Scalar, State
from evaluator.domain.money import Money
from evaluator.domain.question import Kind
from evaluator.domain.text import Text
from evaluator.intake.cells import Cell
from evaluator.intake.questionnaire import Questionnaire
from evaluator.intake.values import Asked, parse
from evaluator.intake.words import NO_CURRENCY, currency_code

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

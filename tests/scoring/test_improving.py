"""A later answer beside the earlier one: what makes the offer better by rule, and what only people can tell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from evaluator.domain.bid import Answer, Reading, Settlement, State
from evaluator.domain.money import Money
from evaluator.domain.question import Gate, Item, Judge, Kind, Question, Range
from evaluator.intake.questionnaire import questionnaire
from evaluator.scoring.improving import Effect, effect
from tests import tiny
from tests.tiny import answer, words

TABLE = Question(
    id="T", section="main", text=words("t"), kind=Kind.TABLE, judge=Judge.AUTO, criterion="support",
    items=(Item(row="a", column="n", weight=Decimal(100), range=Range(worst=Decimal(0), best=Decimal(10))),),
)  # fmt: skip
TERM = Question(id="D-01", section="main", text=words("d"), kind=Kind.DEVIATION)
CAPITAL = Question(
    id="CAP", section="main", text=words("c"), kind=Kind.MONEY, judge=Judge.GATE,
    gate=Gate(at_least=Decimal(5), reason=words("too small")),
)  # fmt: skip
NOTE = Question(id="N-01", section="main", text=words("n"), kind=Kind.TEXT)
ASKED = (*questionnaire(tiny.method(), (), tiny.tender()).all(), TABLE, TERM, CAPITAL, NOTE)


def told(item: str, before: Answer | None, after: Any) -> Effect:
    return effect(tiny.method(), ASKED, item, before, after)


@pytest.mark.parametrize(
    ("item", "before", "after", "said"),
    [
        ("SU-01", Decimal(8), Decimal(6), "better"),
        ("SU-01", Decimal(4), Decimal(2), "better"),  # no more points, and more of the fact
        ("SU-01", Decimal(8), Decimal(12), ""),
        ("SU-01", Decimal(8), Decimal(8), ""),
        ("SU-01", None, Decimal(8), "better"),
        ("SU-01", Decimal(8), None, ""),
        ("SU-01", Decimal(10**6), None, ""),  # a blank is no better than the worst
        ("CAP", Money(Decimal(3)), Money(Decimal(6)), "better"),  # a gate on capital, which is no price
        ("CAP", Money(Decimal(6)), Money(Decimal(3)), ""),
        ("PRICE/L1/unit_price", Money(Decimal(700)), Money(Decimal(100), "USD"), "people"),
        ("SE-01", "none", "two", "better"),
        ("SE-01", "three", "two", ""),
        ("SE-01", None, "two", "better"),
        ("FT-01", "plan", "a longer plan", "people"),
        ("REQ/R1/response", "partial", "meets", "better"),
        ("REQ/R1/response", "meets", "partial", ""),
        ("REQ/R1/remark", "a", "b", ""),
        ("PRICE/L1/unit_price", Money(Decimal(100)), Money(Decimal(90)), "better"),
        ("PRICE/L1/unit_price", Money(Decimal(100)), Money(Decimal(110)), ""),
        ("PRICE/L1/unit_price", None, Money(Decimal(90)), ""),
        ("T/a/n", Decimal(3), Decimal(4), "better"),
        ("T/b/n", Decimal(3), Decimal(4), ""),
        ("D-01", "negative", "none", "better"),
        ("D-01", "none", "negative", ""),
        ("N-01", "a", "b", ""),
        ("V8", "a", "b", ""),
    ],
)
def test_an_offer_is_better_where_the_rules_make_it_so(item: str, before: Any, after: Any, said: Effect) -> None:
    assert told(item, answer(item, before), after) == said


def test_to_make_an_answer_clear_is_no_improvement_beyond_its_best_reading() -> None:
    readings = (Reading(Decimal(8), "reading.amount"), Reading(Decimal(6), "reading.amount"))
    unclear = answer("SU-01", None, state=State.AMBIGUOUS, readings=readings)

    assert told("SU-01", unclear, Decimal(6)) == ""
    assert told("SU-01", unclear, Decimal(5)) == "better"
    assert told("SU-01", answer("SU-01", None, state=State.DAMAGED), Decimal(5)) == "people"
    assert told("SU-01", None, Decimal(5)) == "better"


def test_what_a_person_settled_is_what_the_offer_was() -> None:
    word = Settlement(vendor="Ada", item="SU-01", value=Decimal(6), reason="r", by="Lin", date="", source="mail")
    settled = answer("SU-01", None, state=State.AMBIGUOUS, settled=word)

    assert told("SU-01", settled, Decimal(6)) == ""
    assert told("SU-01", settled, Decimal(5)) == "better"

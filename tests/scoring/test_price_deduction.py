"""A policy deduction: prices are compared less, while contract, ceiling and the check on low prices keep the price offered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.domain.bid import Bid, State
from evaluator.domain.finding import Rule
from evaluator.domain.method import AbnormallyLow, Method, PriceDeduction
from evaluator.domain.question import Judge, Kind, Question
from evaluator.domain.ranking import Evaluation, Status
from evaluator.robustness.board import board
from evaluator.scoring.check_price import deduction_faults
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.price import evaluated_price
from tests import tiny

SMALL = Question(id="CO-01", section="main", text=tiny.words("Small?"), kind=Kind.YES_NO, judge=Judge.INFO)
SHARE = Question(id="CO-02", section="main", text=tiny.words("Share"), kind=Kind.PERCENT, judge=Judge.INFO, unit="%")
TEN = PriceDeduction(question="CO-01", percent=Decimal(10))
SHARED = replace(TEN, share="CO-02")


def rules(deduction: PriceDeduction = TEN, **price: Any) -> Method:
    """The small method with both questions and a deduction."""
    held = tiny.method()
    return replace(
        held, questions=(*held.questions, SMALL, SHARE), price=replace(held.price, deduction=deduction, **price)
    )


def bid(vendor: str, small: str | None, price: int = 100, share: int | None = None, **more: Any) -> Bid:
    """A complete bid with its replies on the enterprise."""
    made = tiny.bid(vendor, prices=(price, price * 5))
    said = (
        tiny.answer("CO-01", small, **more),
        tiny.answer("CO-02", None if share is None else Decimal(share)),
    )
    return replace(made, answers={**made.answers, **{one.item: one for one in said}})


def ranked(method: Method, *bids: Bid, **tender: Any) -> Evaluation:
    cards = tiny.scorecards({one.vendor: (3, 3) for one in bids})
    return evaluate(method, tiny.tender(**tender), bids, Judgements(scorecards=cards))


def test_prices_are_compared_less_the_deduction_and_stay_as_offered_elsewhere() -> None:
    found = ranked(rules(), bid("Ada", "yes", 100), bid("Bo", "no", 95), ceiling=Decimal(1950))
    ada, bo = (found.ranking.of(vendor) for vendor in ("Ada", "Bo"))

    assert (ada.price, ada.compared, bo.price, bo.compared) == (2000, 1800, 1900, 1900)
    assert [one.rule for one in ada.reasons] == [Rule.OVER_CEILING]  # 2000, not 1800
    assert bo.node("price").value == 1  # the only admissible price

    found = ranked(rules(), bid("Ada", "yes", 100), bid("Bo", "no", 95))
    assert found.ranking.of("Ada").node("price").value == 1
    assert found.ranking.of("Bo").node("price").value == Fraction("0.9474")  # 1800 ÷ 1900, the lowest price compared
    told = [one for one in found.findings if one.rule is Rule.PRICE_DEDUCTED]
    assert [(one.vendor, one.source.cell, dict(one.params)["compared"]) for one in told] == [("Ada", "D4", "1,800.00")]


def test_low_prices_are_asked_about_as_they_were_offered() -> None:
    low = AbnormallyLow(below_second=Decimal(50))
    bids = (bid("Ada", "yes", 50), bid("Bo", "no", 100))

    found = ranked(rules(replace(TEN, percent=Decimal(20)), abnormally_low=low), *bids)
    assert not [one for one in found.findings if one.rule is Rule.ABNORMALLY_LOW]  # half exactly; 40 % after deduction


@pytest.mark.parametrize(
    ("small", "share", "compared"), [("yes", 40, 1920), ("yes", 100, 1800), ("yes", 250, 1800), ("no", 40, 2000)]
)
def test_a_declared_share_is_deducted_from_alone(small: str, share: int, compared: int) -> None:
    price = evaluated_price(bid("Ada", small, 100, share), rules(SHARED), tiny.tender())

    assert (price.total, price.compared) == (2000, compared)


@pytest.mark.parametrize(("deduction", "small"), [(TEN, None), (SHARED, "yes")])
def test_while_a_reply_waits_the_price_has_bounds_and_nothing_is_deducted_by_guess(
    deduction: PriceDeduction, small: str | None
) -> None:
    found = ranked(rules(deduction), bid("Ada", small, 100), bid("Bo", "no", 95))
    ada, bo = (found.ranking.of(vendor) for vendor in ("Ada", "Bo"))

    assert (ada.status, ada.price, ada.compared) == (Status.UNSETTLED, 2000, None)
    assert bo.node("price").low == Fraction("0.9474") and bo.node("price").high == 1
    price = evaluated_price(bid("Ada", small, 100), rules(deduction), tiny.tender())
    assert (price.floor, price.deducted) == (1800, (0, Fraction(1, 10)))


def test_a_reply_confirmed_to_be_missing_deducts_nothing() -> None:
    blank = tiny.answer("CO-01", None, state=State.NOT_APPLICABLE)
    made = bid("Ada", "yes", 100)

    price = evaluated_price(replace(made, answers={**made.answers, "CO-01": blank}), rules(), tiny.tender())
    assert price.compared == price.total == 2000


@pytest.mark.parametrize(
    ("deduction", "told"),
    [
        (TEN, []),
        (SHARED, []),
        (PriceDeduction(), []),
        (replace(TEN, question="CO-02"), ["deduction_question"]),
        (replace(TEN, percent=None), ["deduction_percent"]),
        (replace(TEN, percent=Decimal(100)), ["deduction_percent"]),
        (replace(TEN, share="CO-01"), ["deduction_share"]),
        (PriceDeduction(share="CO-02"), ["deduction_question"]),
    ],
)
def test_a_deduction_rests_on_questions_that_are_asked_and_on_a_percentage(
    deduction: PriceDeduction, told: list[str]
) -> None:
    assert [rule for _, rule, _ in deduction_faults(rules(deduction))] == told


def test_what_would_change_the_order_is_found_in_prices_as_offered() -> None:
    method = rules()
    found = ranked(method, bid("Ada", "yes", 100), bid("Bo", "no", 95))
    held = board(method, found.ranking)

    assert held.prices == {"Ada": 2000, "Bo": 1900}
    changed = held.with_price("Ada", Fraction(1000))  # compared at 900, so that Bo's price is worth 900 ÷ 1900
    lost = held.keys()["Bo"][0] - changed["Bo"][0]
    assert lost == (Fraction("0.9474") - Fraction("0.4737")) / 5

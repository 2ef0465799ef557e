"""Evaluated prices: recomputed from unit prices, in the tender's currency, with every oddity told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.domain.bid import Answer, Bid, Row, State
from evaluator.domain.finding import Rule
from evaluator.domain.method import AbnormallyLow
from evaluator.domain.money import Money, Rate
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.price import EvaluatedPrice, evaluated_price
from tests import tiny

DOLLARS = Rate(currency="USD", value=Decimal("7.2"), date="2026-11-02", source="central bank")


def price(bid: Bid, **changes: Any) -> EvaluatedPrice:
    return evaluated_price(bid, tiny.method(), tiny.tender(**changes))


def rules(found: EvaluatedPrice) -> list[Rule]:
    return [one.rule for one in found.findings]


def with_amount(bid: Bid, line: str, amount: Money) -> Bid:
    """The bid with another unit price on one line."""
    item = f"PRICE/{line}/unit_price"
    kept = [row for row in bid.answers["PRICE"].rows if row.key != line]
    table = replace(bid.answers["PRICE"], rows=(*kept, Row(line, {"unit_price": tiny.answer(item, amount)})))
    return replace(bid, answers={**bid.answers, "PRICE": table})


def stating(bid: Bid, total: Money) -> Bid:
    return replace(bid, stated_total=tiny.answer("TOTAL", total))


def test_the_total_is_unit_price_times_the_buyers_quantity() -> None:
    found = price(tiny.bid("Ada", prices=(100, 500)))

    assert (found.total, [line.amount for line in found.lines], rules(found)) == (2000, [1000, 1000], [])


def test_the_tenders_own_quantities_take_the_place_of_the_packs() -> None:
    assert price(tiny.bid("Ada", prices=(100, 500)), quantities={"L1": Decimal(1)}).total == 1100


def test_a_price_of_zero_is_asked_about_and_counts_as_zero() -> None:
    found = price(tiny.bid("Ada", prices=(100, 0)))

    assert (found.total, rules(found), found.findings[0].item) == (1000, [Rule.PRICE_ZERO], "PRICE/L2/unit_price")


def test_a_negative_price_is_no_price() -> None:
    found = price(tiny.bid("Ada", prices=(100, -1)))

    assert (found.total, found.known, rules(found)) == (None, 1000, [Rule.PRICE_NEGATIVE])


def test_a_bid_of_nothing_but_zeros_has_no_price_that_could_be_the_lowest() -> None:
    assert price(tiny.bid("Ada", prices=(0, 0))).total is None


def test_another_currency_needs_a_rate() -> None:
    bid = with_amount(tiny.bid("Ada", prices=(100, 500)), "L2", Money(Decimal(10), "USD"))

    assert (price(bid).total, rules(price(bid))) == (None, [Rule.RATE_MISSING])
    assert price(bid, rates=(DOLLARS,)).total == 1000 + 2 * 72


def test_a_whole_bid_in_another_currency_is_converted_or_left_open() -> None:
    bid = replace(tiny.bid("Ada"), currency="US$")
    for line, amount in (("L1", 100), ("L2", 500)):
        bid = with_amount(bid, line, Money(Decimal(amount), "USD"))

    assert (price(bid).total, set(rules(price(bid)))) == (None, {Rule.RATE_MISSING})
    assert price(bid, rates=(DOLLARS,)).total == Fraction(2000) * Fraction("7.2")


def test_an_amount_marked_as_the_tenders_currency_is_not_converted_in_a_foreign_bid() -> None:
    bid = with_amount(tiny.bid("Ada", prices=(100, 500)), "L1", Money(Decimal(10), "USD"))

    assert price(replace(bid, currency="USD"), rates=(DOLLARS,)).total == 720 + 1000


@pytest.mark.parametrize(("stated", "told"), [("JPY", [Rule.RATE_MISSING]), ("瑞士法郎", []), ("CNY/USD", [])])
def test_a_cover_currency_that_is_unknown_is_never_taken_for_the_tenders(stated: str, told: list[Rule]) -> None:
    found = price(replace(tiny.bid("Ada", prices=(100, 500)), currency=stated))

    assert (found.total, rules(found)) == (None, told)  # intake has told of a text that names no currency


@pytest.mark.parametrize("state", [State.AMBIGUOUS, State.DAMAGED])
def test_an_unclear_extra_price_of_a_must_leaves_the_price_open(state: State) -> None:
    cell = replace(tiny.answer("REQPRICE/R1/price", None), state=state, verbatim="约5万")
    bid = tiny.bid("Ada", prices=(100, 500))
    table = replace(bid.answers["PRICE"], item="REQPRICE", rows=(Row("R1", {"price": cell}),))

    assert price(replace(bid, answers={**bid.answers, "REQPRICE": table})).total is None


@pytest.mark.parametrize(("stated", "told"), [("2000", []), ("2000.004", []), ("1999.99", [Rule.TOTAL_DIFFERS])])
def test_the_vendors_own_total_is_compared_to_the_cent(stated: str, told: list[Rule]) -> None:
    found = price(stating(tiny.bid("Ada", prices=(100, 500)), Money(Decimal(stated))))

    assert (rules(found), found.total) == (told, 2000)


def test_extra_prices_of_must_rows_count_and_those_of_should_rows_do_not() -> None:
    rows = tuple(Row(key, {"price": tiny.answer(f"REQPRICE/{key}/price", Money(Decimal(300)))}) for key in ("R1", "R2"))
    bid = tiny.bid("Ada", prices=(100, 500))
    extras: dict[str, Answer] = {**bid.answers, "REQPRICE": replace(bid.answers["PRICE"], item="REQPRICE", rows=rows)}

    found = price(replace(bid, answers=extras))

    assert (found.total, found.extras) == (2300, (("R1", Fraction(300)),))


def test_a_price_far_below_the_others_is_asked_about_and_never_excluded() -> None:
    low = AbnormallyLow(below_mean=Decimal(50), below_second=Decimal(50), below_ceiling=Decimal(45))
    rules_with = tiny.method(price=replace(tiny.method().price, abnormally_low=low))
    bids = [tiny.bid("Ada"), tiny.bid("Bo"), tiny.bid("Low", prices=(10, 50))]
    cards = tiny.scorecards(dict.fromkeys(("Ada", "Bo", "Low"), (3, 3)))

    found = evaluate(rules_with, tiny.tender(ceiling=Decimal(2500)), bids, Judgements(scorecards=cards))

    asked = [one for one in found.findings if one.rule is Rule.ABNORMALLY_LOW]
    assert [(one.vendor, dict(one.params)["share"]) for one in asked] == [
        ("Low", "14.3%"),
        ("Low", "10.0%"),
        ("Low", "8.0%"),
    ]
    assert found.ranking.of("Low").place == 1

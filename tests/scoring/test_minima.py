"""A minimum excludes only what misses it in every outcome; the price makes one bid's points depend on the others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.method import Criterion, Method
from evaluator.domain.ranking import Ranking, Result, Status
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import message
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import tiny


def ranking(rules: Method, bids: list[Bid], points: tuple[int, int] = (4, 4)) -> Ranking:
    cards = tiny.scorecards({bid.vendor: points for bid in bids})
    return evaluate(rules, tiny.tender(), bids, Judgements(scorecards=cards)).ranking


def reasons(result: Result) -> list[tuple[Rule, str]]:
    return [(one.rule, one.item) for one in result.reasons]


def of_price(minimum: int) -> Method:
    rules = tiny.method()
    criteria = tuple(replace(top, minimum=Decimal(minimum)) if top.key == "price" else top for top in rules.criteria)
    return replace(rules, criteria=criteria)


def above_price(minimum: int) -> Method:
    """The same weights with price and fit under one criterion that has a minimum."""
    rules = tiny.method()
    support, plan, fit, price = rules.criteria
    money = Criterion(
        key="money", title=tiny.words("Money"), weight=Decimal(40), minimum=Decimal(minimum),
        children=(replace(fit, weight=Decimal(50)), replace(price, weight=Decimal(50))),
    )  # fmt: skip
    return replace(rules, criteria=(support, plan, money))


# Ada has 77.6 alone and 59.6 beside a price of a tenth of its own.
ADA = tiny.bid("Ada", hours=14, level="two")


def test_a_cheap_bid_that_may_still_fall_out_pushes_nobody_below_the_minimum_total() -> None:
    found = ranking(tiny.method(minimum_total=Decimal(70)), [ADA, tiny.bid("Low", level=None, prices=(10, 50))])

    ada = found.of("Ada")
    assert (ada.status, ada.place, reasons(ada)) == (Status.UNSETTLED, None, [(Rule.THRESHOLD_OPEN, "total")])
    assert (ada.low, ada.high) == (Fraction("0.596"), Fraction("0.776"))
    assert found.provisional


@pytest.mark.parametrize("lang", LANGS)
def test_the_reason_names_both_ends_and_the_minimum(lang: Lang) -> None:
    found = ranking(tiny.method(minimum_total=Decimal(70)), [ADA, tiny.bid("Low", level=None, prices=(10, 50))])

    words = message(found.of("Ada").reasons[0], lang)

    assert [figure in words for figure in ("59.6", "77.6", "70")] == [True] * 3


@pytest.mark.parametrize(("level", "status"), [("none", Status.RANKED), ("two", Status.EXCLUDED)])
def test_once_the_cheap_bid_is_settled_the_minimum_speaks(level: str, status: Status) -> None:
    found = ranking(tiny.method(minimum_total=Decimal(70)), [ADA, tiny.bid("Low", level=level, prices=(10, 50))])

    assert found.of("Ada").status is status


def test_a_bid_that_misses_the_minimum_even_alone_is_out_whatever_becomes_of_the_others() -> None:
    found = ranking(tiny.method(minimum_total=Decimal(80)), [ADA, tiny.bid("Low", level=None, prices=(10, 50))])

    assert reasons(found.of("Ada")) == [(Rule.BELOW_THRESHOLD, "total")]
    assert "77.6" in message(found.of("Ada").reasons[0], "en")


def test_a_bid_that_may_miss_the_minimum_leaves_the_others_open_too() -> None:
    # Low may fall out by its gate and then Ada stays; if Low stays, Ada goes, and Dear has nobody cheaper than Low.
    dear = tiny.bid("Dear", prices=(200, 1000))
    found = ranking(
        tiny.method(minimum_total=Decimal(70)), [ADA, dear, tiny.bid("Low", level=None, prices=(10, 50))], (5, 5)
    )

    # Dear's price is worth a twentieth beside Low, a half beside Ada, and everything alone.
    assert (found.of("Dear").low, found.of("Dear").high) == (Fraction("0.81"), 1)


def test_an_open_answer_that_decides_about_the_minimum_total_is_no_reason_to_exclude() -> None:
    found = ranking(tiny.method(minimum_total=Decimal(90)), [tiny.bid("Ada", hours=None)])

    assert [rule for rule, _ in reasons(found.of("Ada"))] == [Rule.THRESHOLD_OPEN]


@pytest.mark.parametrize(("rules", "key"), [(of_price(90), "price"), (above_price(90), "money")])
def test_a_minimum_on_a_criterion_that_holds_the_price_counts(rules: Method, key: str) -> None:
    bids = [tiny.bid("Ada"), tiny.bid("Bo", prices=(50, 250))]

    settled = ranking(rules, bids)
    still_open = ranking(rules, [bids[0], tiny.bid("Bo", level=None, prices=(50, 250))])

    assert reasons(settled.of("Ada")) == [(Rule.BELOW_THRESHOLD, key)]
    assert reasons(still_open.of("Ada")) == [(Rule.THRESHOLD_OPEN, key)]

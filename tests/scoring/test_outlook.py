"""While a bid may still fall out, the others' bounds and places say what that would do to them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.domain.bid import Bid
from evaluator.domain.method import Method
from evaluator.domain.ranking import Ranking, Status
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import tiny

NAMES = ("Ada", "Bo", "Low")


def ranking(bids: list[Bid], method: Method | None = None) -> Ranking:
    cards = tiny.scorecards(dict.fromkeys(NAMES, (5, 5)))
    return evaluate(method or tiny.method(), tiny.tender(), bids, Judgements(scorecards=cards)).ranking


def bids(**changes: object) -> list[Bid]:
    """Ada is good and dear, Bo cheap and slower, Low the cheapest."""
    low = tiny.bid("Low", hours=24, prices=(25, 125), **changes)  # type: ignore[arg-type]  # any answer of the bid, by name
    return [tiny.bid("Ada", prices=(100, 500)), tiny.bid("Bo", hours=9, prices=(50, 250)), low]


def test_a_cheap_bid_with_an_open_gate_leaves_the_places_behind_the_price_open() -> None:
    found = ranking(bids(level=None))

    ada, bo = found.of("Ada"), found.of("Bo")
    # Price points are 500 ÷ price with Low and 1000 ÷ price without: Ada .25 or .5, Bo .5 or 1, of 20 % each.
    assert (ada.score, ada.low, ada.high) == (Decimal("0.85"), Decimal("0.85"), Decimal("0.9"))
    assert (bo.score, bo.low, bo.high) == (Decimal("0.84"), Decimal("0.84"), Decimal("0.94"))
    assert [(row.place, row.places) for row in (ada, bo)] == [(1, (1, 2)), (2, (1, 2))]
    assert found.provisional


def test_a_bid_whose_open_points_cannot_exclude_it_moves_nobody_elses_bounds() -> None:
    found = ranking(bids(replies=("meets", None)))

    assert found.of("Low").status is Status.UNSETTLED
    assert [(row.low == row.high, row.places) for row in found.ranked()] == [(True, (1, 1)), (True, (2, 2))]


@pytest.mark.parametrize(("part", "worst"), [(True, 2), (False, 3)])
def test_a_file_that_is_part_of_another_bid_competes_with_nobody(part: bool, worst: int) -> None:
    unread = Bid(vendor="ada-technical", files=(), part=part)

    found = ranking([tiny.bid("Ada"), tiny.bid("Bo", hours=9), unread])

    assert found.of("Bo").places == (2, worst)
    assert found.of("ada-technical").status is Status.UNSETTLED
    assert (found.of("ada-technical").places is None) is part


def reply_open() -> tuple[list[Bid], Method]:
    return bids(replies=(None, "meets")), tiny.method()


def threshold_open() -> tuple[list[Bid], Method]:
    rules = tiny.method()
    criteria = tuple(replace(top, minimum=Decimal(80)) if top.key == "fit" else top for top in rules.criteria)
    return bids(replies=("meets", None)), replace(rules, criteria=criteria)


def blank_open() -> tuple[list[Bid], Method]:
    found = bids()
    found[2] = tiny.bid("Low", hours=None, replies=("partial", "partial"), prices=(25, 125))
    return found, tiny.method(blank="exclude")


@pytest.mark.parametrize("case", [reply_open, threshold_open, blank_open])
def test_a_must_a_minimum_and_a_blank_that_are_open_may_exclude_too(case: object) -> None:
    given, rules = case()  # type: ignore[operator]  # one of the three functions above

    found = ranking(given, rules)

    best = [places[0] for name in ("Ada", "Bo") if (places := found.of(name).places)]
    assert (best, found.of("Ada").high - found.of("Ada").low) == ([1, 1], Decimal("0.05"))


def test_an_excluded_bid_keeps_its_bounds() -> None:
    found = ranking([*bids(level=None)[:2], tiny.bid("Low", level="none", prices=(25, 125))])

    assert found.of("Low").places is None
    assert [row.places for row in found.ranked()] == [(1, 1), (2, 2)]

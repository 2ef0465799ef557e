"""Formulas side by side: the worked examples of the field, and the quick way of ranking again against the official one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.clinic.compared import (
    Counts,
    compared,
    formula_traps,
    middle_wins,
    never_first,
    turners,
    winning_weights,
)
from evaluator.clinic.formulas import variants
from evaluator.clinic.found import Trap
from evaluator.clinic.generated import as_tried, reference_price, tenders
from evaluator.clinic.spread import price_weight, weights, without_price
from evaluator.clinic.tried import Tried, is_quick, price_share, tried
from evaluator.domain.method import Award, Criterion, LeafJudge, Method, PriceDeduction, PriceRule
from evaluator.domain.question import Judge, Kind, Question, Range
from evaluator.domain.text import Text
from evaluator.robustness.board import leaf_shares
from evaluator.scoring.price import price_value
from tests import tiny

HALF = (
    Criterion(key="quality", title=Text("质量", "Quality"), weight=Decimal(50), judge=LeafJudge.AUTO),
    Criterion(key="price", title=Text("价格", "Price"), weight=Decimal(50), judge=LeafJudge.PRICE),
)
QUALITY = Question(
    id="Q", section="main", text=Text("质量", "Quality"), kind=Kind.NUMBER, judge=Judge.AUTO, criterion="quality",
    weight=Decimal(100), range=Range(worst=Decimal(0), best=Decimal(100)),
)  # fmt: skip


def simple(**changes: Any) -> Method:
    """Half quality from 0 to 100, half price."""
    return tiny.method(
        **{"criteria": HALF, "questions": (QUALITY,), "requirements": None, "ties": ("quality",), **changes}
    )


def offered(method: Method, **bids: tuple[int, int]) -> Tried:
    """Bids of a quality and a price each."""
    made = []
    for vendor, (quality, price) in bids.items():
        bid = tiny.bid(vendor, prices=(Decimal(price) / 10, 0))
        made.append(replace(bid, answers={**bid.answers, "Q": tiny.answer("Q", Decimal(quality))}))
    return tried(method, tiny.tender(requirements=()), made, ())


def rule(formula: str, **given: Any) -> PriceRule:
    return replace(tiny.method().price, formula=formula, **given)


def test_the_worked_reversal_a_losing_bid_withdraws_and_another_wins() -> None:
    method = simple()
    one = offered(method, A=(80, 100), B=(61, 70), C=(15, 40))
    after = offered(method, A=(80, 100), B=(61, 70))

    assert [round(float(row.total * 100), 1) for row in one.ranked] == [60.0, 59.1, 57.5]
    assert {row.vendor: round(float(row.total * 100), 1) for row in after.ranked} == {"B": 80.5, "A": 75.0}
    assert turners(one, method.price, one.first) == {"C": ("B",)}
    assert turners(one, rule("linear", best=Decimal(40), worst=Decimal(120)), ("A",)) == {}
    found = [trap.trap for trap in formula_traps([_row(method, [one])])]
    assert Trap.WITHDRAWAL_TURNS in found


def _row(method: Method, several: list[Tried]) -> Counts:
    return next(compared(method, several, variants(method.price, Fraction(100)), Fraction(100)))


def test_the_middle_of_three_never_wins_by_the_ratio_at_any_of_a_thousand_and_one_weights() -> None:
    ratio = rule("lowest_ratio")
    prices = [Fraction(share) for share in (50, 75, 100)]
    goods = [Fraction(share, 100) for share in (50, 75, 100)]
    values = [price_value(ratio, price, prices, 4) for price in prices]
    winners = set()
    for step in range(1001):
        weight = Fraction(step, 1000)
        totals = [(1 - weight) * good + weight * value for good, value in zip(goods, values, strict=True)]
        winners |= {number for number, total in enumerate(totals) if total == max(totals)}

    assert winners == {0, 2}
    assert not middle_wins(ratio, Fraction(100), 4)
    assert middle_wins(rule("lowest_distance"), Fraction(100), 4)
    assert middle_wins(rule("linear", best=Decimal(50), worst=Decimal(150)), Fraction(100), 4)


def test_expected_bids_of_the_published_example_are_named() -> None:
    method = simple()
    one = offered(method, A=(50, 50), B=(75, 75), C=(100, 100))

    sound, never = never_first(method, one, one.prices(method.price))

    assert (sorted(sound), never) == (["A", "B", "C"], ["B"])
    assert never_first(method, one, one.prices(rule("lowest_distance")))[1] == []


def test_under_a_deduction_prices_count_as_they_are_compared() -> None:
    # Small asks 100 and is compared at 50: its price is the lowest, though Large asks less.
    half = PriceDeduction(question="CO-01", percent=Decimal(50))
    small = Question(id="CO-01", section="main", text=Text(), kind=Kind.YES_NO, judge=Judge.INFO)
    method = simple(questions=(QUALITY, small), price=replace(tiny.method().price, deduction=half))
    made = []
    for vendor, quality, price, said in (("Small", 80, 100, "yes"), ("Large", 90, 80, "no"), ("Top", 85, 90, "no")):
        bid = tiny.bid(vendor, prices=(Decimal(price) / 10, 0))
        answers = {"Q": tiny.answer("Q", Decimal(quality)), "CO-01": tiny.answer("CO-01", said)}
        made.append(replace(bid, answers={**bid.answers, **answers}))
    one = tried(method, tiny.tender(requirements=()), made, ())
    official = {row.vendor: row.node("price").value for row in one.whole().ranking.ranked()}

    assert one.prices(method.price) == official
    assert official["Small"] == 1 and official["Large"] == Fraction(50, 80)
    assert one.losers(method.price, ("Large", "Top")) == ["Small"]
    sound, never = never_first(method, one, official)
    assert (sorted(sound), never) == (["Large", "Small"], [])
    assert [(one.key, one.effective) for one in weights(method, [one])][1][1] == price_weight(
        method, without_price(method, [one]), [one.prices(method.price)]
    )


points = st.fractions(0, 1, max_denominator=20)


@given(st.lists(st.tuples(points, points), min_size=1, max_size=6))
def test_the_weights_at_which_a_bid_wins_are_those_that_a_grid_finds(rows: list[tuple[Fraction, Fraction]]) -> None:
    named = {str(number): row for number, row in enumerate(rows)}
    ends = {name: winning_weights(named, name) for name in named}
    for step in range(41):
        weight = Fraction(step, 40)
        totals = {name: (1 - weight) * good + weight * price for name, (good, price) in named.items()}
        first = {name for name, total in totals.items() if total == max(totals.values())}
        assert first == {name for name, end in ends.items() if end is not None and end[0] <= weight <= end[1]}


@pytest.mark.parametrize("ties", [(), ("support",), ("price", "plan"), ("fit", "price")])
def test_ranking_again_by_adding_up_is_the_official_ranking(ties: tuple[str, ...]) -> None:
    method, tender = as_tried(tiny.method(ties=ties), tiny.tender())
    formulas = variants(method.price, reference_price(method.price, tender))
    for drawn in tenders(method, tender, count=6, bids=4, seed=3):
        quick = tried(method, tender, drawn.bids, (drawn.card,))
        slow = replace(quick, quick=None)
        assert quick.quick is not None
        for variant in formulas:
            first = quick.turned(variant.rule)
            assert first == slow.turned(variant.rule)
            # Left out are only bids whose withdrawal moves nothing.
            assert turners(quick, variant.rule, first) == turners(slow, variant.rule, first)


def test_only_sums_without_a_minimum_on_the_price_are_added_up() -> None:
    assert is_quick(tiny.method())
    assert not is_quick(tiny.method(minimum_total=Decimal(50)))
    assert not is_quick(tiny.method(award=Award(rule="method", method="topsis")))


def test_the_share_of_the_price_counts_all_the_way_down_the_tree() -> None:
    deep = Criterion(
        key="money", title=Text(), weight=Decimal(40),
        children=(
            replace(HALF[1], weight=Decimal(75)), replace(tiny.method().criteria[0], weight=Decimal(25)),
        ),
    )  # fmt: skip
    method = tiny.method(criteria=(deep, replace(tiny.method().criteria[1], weight=Decimal(60))), requirements=None)

    assert price_share(method) == Fraction(3, 10)
    assert leaf_shares(method) == {"price": Fraction(3, 10), "support": Fraction(1, 10), "plan": Fraction(3, 5)}


def test_another_formula_gets_what_the_method_gives_else_a_figure_that_is_marked_as_supposed() -> None:
    plain = variants(tiny.method().price, Fraction(1000))
    full = variants(replace(tiny.method().price, **tiny.PARAMETERS), Fraction(1000))

    assert plain[0].own
    assert [one.rule.formula for one in plain if one.supposed] == ["linear", "logarithm", "benchmark", "discount_mean"]
    assert [one.rule.formula for one in full if one.supposed] == []
    assert next(one.rule for one in plain if one.rule.formula == "linear").worst == 1400
    assert next(one.rule for one in full if one.rule.formula == "linear").worst == tiny.PARAMETERS["worst"]


def test_rates_are_found_from_their_limits_on() -> None:
    own = Counts(
        variant=variants(rule("logarithm", log_base=Decimal(5)), Fraction(100))[0], tenders=100, turned=0, other=0, sound=200,
        never=30, effective=None, middle=True,
    )  # fmt: skip
    distance = next(one for one in variants(rule("lowest_ratio"), Fraction(1)) if one.rule.formula == "lowest_distance")
    straight = replace(own, variant=distance, never=20, other=19)

    def traps(**changes: Any) -> list[Trap]:
        return [one.trap for one in formula_traps([replace(own, **changes), straight])]

    assert traps() == [Trap.NEVER_FIRST]
    assert traps(never=29) == []
    assert traps(never=29, middle=False, turned=1) == [Trap.MIDDLE_NEVER, Trap.WITHDRAWAL_TURNS]
    more = replace(straight, other=20)
    assert [one.trap for one in formula_traps([replace(own, never=20), more])] == [Trap.FORMULA_DECIDES]

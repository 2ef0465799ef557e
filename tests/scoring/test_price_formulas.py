"""Every price formula: its published shape, what holds for all of them, and honest bounds while a price is open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.domain.method import PriceRule
from evaluator.intake.method_rules import FORMULAS
from evaluator.scoring.price import price_value
from evaluator.scoring.price_formulas import benchmark_price, exact_value, open_bounds
from tests import tiny

RULES = {
    name: replace(tiny.method().price, formula=name, **tiny.PARAMETERS)  # type: ignore[arg-type]  # one of the formulas
    for name in FORMULAS
}
AMOUNTS = st.integers(min_value=1, max_value=100_000).map(lambda cents: Fraction(cents, 10))
PRICES = st.lists(AMOUNTS, min_size=1, max_size=6)
ANY = st.sampled_from([*RULES.values()])
FALLING = st.sampled_from([rule for name, rule in RULES.items() if name != "benchmark"])


def value(name: str, price: float, *others: float, **changes: object) -> float:
    rule = replace(RULES[name], **changes)
    return float(price_value(rule, Fraction(price), [Fraction(one) for one in (price, *others)], 6))


@pytest.mark.parametrize(
    ("name", "price", "others", "expected"),
    [
        ("observed_linear", 800, (800, 1000, 1200), 1), ("observed_linear", 1000, (800, 1200), 0.5),
        ("observed_linear", 1200, (800,), 0), ("observed_linear", 900, (), 1), ("observed_linear", 900, (900,), 1),
        # With A = 10, half of the points are gone at the root of ten times the lowest price; beyond A there are none.
        ("logarithm", 100, (100,), 1), ("logarithm", 1000, (100,), 0), ("logarithm", 200, (100,), 0.69897),
        ("logarithm", 5000, (100,), 0), ("logarithm", 700, (), 1),
        # 95 % of the mean of 800, 1000 and 1200 is the middle one's 950: 1000 is 5.2632 % above, 800 is 15.7895 % below.
        ("benchmark", 1000, (800, 1200), 0.968421), ("benchmark", 800, (1000, 1200), 0.952632),
        # Base 3000: discounts of 600, 1200 and 1800 have the mean 1200, which earns .8.
        ("discount_mean", 2400, (1800, 1200), 0.4), ("discount_mean", 1800, (2400, 1200), 0.8),
        ("discount_mean", 1200, (2400, 1800), 1), ("discount_mean", 1500, (2400, 1800, 1200, 2100), 0.9),
        ("discount_mean", 3100, (2000,), 0), ("discount_mean", 3000, (3500,), 0), ("discount_mean", 2000, (), 0.8),
        ("discount_power", 2550, (1200,), 0.5), ("discount_power", 1200, (2550,), 1),
        ("discount_power", 3000, (1200,), 0), ("discount_power", 3000, (3100,), 0), ("discount_power", 4000, (), 0),
    ],
)  # fmt: skip
def test_a_price_is_worth_what_the_formula_says(
    name: str, price: float, others: tuple[float, ...], expected: float
) -> None:
    assert value(name, price, *others) == pytest.approx(expected, abs=5e-7)


def test_whole_powers_and_plain_logarithms_are_exact() -> None:
    cubed = replace(RULES["discount_power"], exponent=Decimal(3))
    wide = replace(RULES["logarithm"], log_base=Decimal(100))

    assert exact_value(cubed, Fraction(2400), [Fraction(1200), Fraction(2400)]) == Fraction(1, 27)
    assert exact_value(wide, Fraction(1000), [Fraction(100)]) == Fraction(1, 2)
    assert exact_value(replace(wide, log_base=Decimal("1.000000000001")), Fraction(10**6), [Fraction(1)]) == 0


def test_the_mean_leaves_out_the_highest_and_the_lowest_from_as_many_bids_on_as_published() -> None:
    rule = replace(RULES["benchmark"], benchmark=Decimal(100), trim_from=4)
    few, many = ([Fraction(one) for one in prices] for prices in ((1, 5, 9), (1, 5, 8, 900)))

    assert (benchmark_price(rule, few), benchmark_price(rule, many)) == (5, Fraction(13, 2))
    assert benchmark_price(replace(rule, trim_from=None), many) == Fraction(914, 4)


@given(ANY, PRICES)
def test_values_lie_between_nothing_and_everything_and_scale_is_nothing(
    rule: PriceRule, prices: list[Fraction]
) -> None:
    amounts = {name: held and held * 7 for name in ("best", "worst", "base_price") if (held := getattr(rule, name))}
    dear = replace(rule, **amounts)

    for price in prices:
        found = exact_value(rule, price, prices)
        assert 0 <= found <= 1
        assert found == exact_value(dear, price * 7, [one * 7 for one in prices])


@given(FALLING, PRICES)
def test_a_cheaper_price_is_never_worth_less(rule: PriceRule, prices: list[Fraction]) -> None:
    found = [price_value(rule, price, prices, 4) for price in sorted(prices)]

    assert all(cheap >= dear for cheap, dear in pairwise(found))


@given(PRICES, st.integers(min_value=50, max_value=200).map(lambda percent: Fraction(percent, 100)))
def test_a_benchmark_takes_so_much_for_each_percent_on_either_side(prices: list[Fraction], times: Fraction) -> None:
    rule = RULES["benchmark"]
    aim = benchmark_price(rule, prices)
    percent, lost = (times - 1) * 100, 100 * (1 - exact_value(rule, aim * times, prices))

    assert lost == min(100, percent * Fraction(6, 10) if percent > 0 else -percent * Fraction(3, 10))


@settings(max_examples=300)
@given(ANY, PRICES, st.lists(st.tuples(AMOUNTS, st.none() | AMOUNTS), max_size=3))
def test_bounds_contain_whatever_the_open_prices_come_to(
    rule: PriceRule, known: list[Fraction], still: list[tuple[Fraction, Fraction | None]]
) -> None:
    # Each open price has a floor; it comes out at so much more, or its bid drops out.
    floors = [floor for floor, _ in still]
    later = [floor + more for floor, more in still if more is not None]

    for price in known:
        low, high = open_bounds(rule, price, known, floors)
        assert low <= exact_value(rule, price, [*known, *later]) <= high
        assert 0 <= open_bounds(rule, price, known, [*floors, Fraction(0)])[0] <= low
    if not still:
        assert [*open_bounds(rule, known[0], known, [])] == 2 * [exact_value(rule, known[0], known)]

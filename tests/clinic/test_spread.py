"""Effective weight: a case by hand, shares that add up, and what a formula that stretches prices does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.clinic.found import Trap
from evaluator.clinic.generated import as_tried, tenders
from evaluator.clinic.spread import Weight, parts, weight_traps, weights
from evaluator.clinic.tried import tried
from evaluator.domain.method import Criterion, Method
from evaluator.domain.text import Text
from tests import tiny
from tests.clinic.test_compared import HALF, offered, rule, simple


def test_two_bids_by_hand() -> None:
    # Quality 80 against 60 at half the weight: 10 points apart. Price 1 against 1/2: 25 points apart.
    found = weights(simple(), [offered(simple(), A=(80, 100), B=(60, 50))])

    assert [(one.key, one.nominal, one.effective) for one in found] == [
        ("quality", Fraction(1, 2), Fraction(10, 35)), ("price", Fraction(1, 2), Fraction(25, 35)),
    ]  # fmt: skip


def effective(method: Method, count: int = 40) -> dict[str, Fraction]:
    tested, tender = as_tried(method, tiny.tender())
    ranked = [
        tried(tested, tender, one.bids, (one.card,)) for one in tenders(tested, tender, count=count, bids=5, seed=2)
    ]
    return {one.key: one.effective for one in weights(tested, ranked)}


def test_shares_add_up_and_a_formula_that_stretches_prices_makes_them_weigh_more() -> None:
    ratio, stretched = effective(tiny.method()), effective(tiny.method(price=rule("observed_linear")))

    assert sum(ratio.values()) == sum(stretched.values()) == 1
    # Measured on other synthetic tenders at a weight of 40 %: 47 % by the ratio, 75 % from the lowest to the highest.
    assert stretched["price"] > ratio["price"] * Fraction(3, 2)


def test_a_criterion_on_which_all_bids_are_alike_weighs_nothing() -> None:
    found = weights(simple(), [offered(simple(), A=(70, 100), B=(70, 50))])

    assert [one.effective for one in found] == [0, 1]
    assert [(one.trap, dict(one.params)["nominal"]) for one in weight_traps(found)] == [
        (Trap.WEIGHT_LESS, "50"), (Trap.WEIGHT_MORE, "50"),
    ]  # fmt: skip
    assert weights(simple(), [offered(simple(), A=(70, 100))]) == ()


@pytest.mark.parametrize(
    ("nominal", "effective", "trap"),
    [
        (20, 30, Trap.WEIGHT_MORE),
        (20, 29, None),
        (20, 10, Trap.WEIGHT_LESS),
        (20, 11, None),
        (4, 8, None),
        (8, 4, None),
    ],
)
def test_a_weight_is_found_from_half_as_much_again_or_half_on_and_five_points(
    nominal: int, effective: int, trap: Trap | None
) -> None:
    one = Weight(key="a", title=Text(), nominal=Fraction(nominal, 100), effective=Fraction(effective, 100))

    assert [found.trap for found in weight_traps([one])] == ([] if trap is None else [trap])


def test_a_price_that_stands_beside_others_is_looked_at_apart_from_them() -> None:
    skill = replace(HALF[0], title=Text("能力", "Skill"))
    money = Criterion(key="money", title=Text("费用", "Money"), weight=Decimal(60), children=(HALF[1], skill))
    found = parts(simple(criteria=(money, replace(tiny.method().criteria[1], weight=Decimal(40)))))

    assert {key: (title.en, sum(own.values())) for key, (title, own) in found.items()} == {
        "money": ("Money", Fraction(3, 10)), "price": ("Price", Fraction(3, 10)), "plan": ("Plan", Fraction(2, 5)),
    }  # fmt: skip

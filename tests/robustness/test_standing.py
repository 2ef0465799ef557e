"""Whether open answers can still change who is first: by the bounds of all bids, and never by more than they say."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from evaluator.domain.ranking import Ranking, Result, Status
from evaluator.robustness.standing import standing


def result(vendor: str, low: int, high: int, status: Status = Status.RANKED) -> Result:
    place = 1 if status is Status.RANKED else None
    return Result(
        vendor=vendor, status=status, low=Fraction(low, 100), high=Fraction(high, 100), nodes=(), place=place
    )  # fmt: skip


def ranking(*results: Result) -> Ranking:
    return Ranking(rule="additive", better="higher", results=results, weights={})


OPEN = Status.UNSETTLED


def test_the_first_is_safe_where_its_worst_case_beats_every_best_case() -> None:
    found = standing(ranking(result("Ada", 80, 84), result("Bo", 70, 75), result("Cy", 40, 79, OPEN)))

    assert found is not None
    assert (found.decided, found.first, found.worst) == (True, "Ada", Fraction(4, 5))
    assert (found.next, found.most, found.rivals) == ("Cy", Fraction(79, 100), ())


@pytest.mark.parametrize("best", [80, 90])
def test_a_bid_that_can_come_level_or_pass_leaves_it_open(best: int) -> None:
    found = standing(ranking(result("Ada", 80, 80), result("Bo", 10, 20), result("Cy", 40, best, OPEN)))

    assert found is not None
    assert (found.decided, found.rivals) == (False, ("Cy",))


def test_an_open_bid_with_the_best_worst_case_is_not_called_first_because_it_may_yet_fall_out() -> None:
    found = standing(ranking(result("Ada", 60, 60), result("Cy", 70, 90, OPEN)))

    assert found is not None
    assert (found.first, found.decided, found.rivals) == ("Ada", False, ("Cy",))


def test_what_is_out_or_settled_has_no_standing() -> None:
    ada, out = result("Ada", 60, 60), result("Cy", 70, 90, Status.EXCLUDED)
    part = replace(result("Bo", 70, 90, OPEN), part=True)

    assert standing(ranking(ada, result("Bo", 10, 10))) is None
    assert standing(ranking(ada, out)) is standing(ranking(ada, part)) is None
    assert standing(ranking(result("Cy", 70, 90, OPEN))) is None
    assert standing(replace(ranking(ada, result("Cy", 70, 90, OPEN)), rule="topsis")) is None

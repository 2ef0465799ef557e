"""Weights from the bids themselves: those of scikit-criteria on any matrix, and what keeps them from being official."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction

import pytest

from evaluator.scoring.data_weights import DATA, from_data
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError, Objective

Rows = list[list[int]]


def matrix(rows: Rows, goals: list[Objective] | None = None) -> DecisionMatrix:
    count = len(rows[0])
    return DecisionMatrix(
        tuple(f"A{place}" for place in range(len(rows))), tuple(f"C{place}" for place in range(count)),
        tuple(goals or ["max"] * count), (Fraction(1),) * count, tuple(tuple(map(Fraction, row)) for row in rows),
    )  # fmt: skip


def test_they_are_those_of_scikit_criteria() -> None:
    import skcriteria
    from skcriteria.preprocessing.weighters import CRITIC, MEREC, EntropyWeighter

    drawn = random.Random(35)
    for _ in range(30):
        bids, count = drawn.randint(3, 8), drawn.randint(3, 6)
        rows = [[drawn.randint(1, 99) for _ in range(count)] for _ in range(bids)]
        goals: list[Objective] = [drawn.choice(("max", "min")) for _ in range(count)]
        theirs = skcriteria.mkdm(rows, [max if goal == "max" else min for goal in goals])
        for way, weighter in (("entropy", EntropyWeighter()), ("critic", CRITIC()), ("merec", MEREC())):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that CRITIC is meant for criteria to maximise
                expected = weighter.transform(theirs).weights.tolist()
            found = from_data(way, matrix(rows, goals)).weights
            assert [float(one) for one in found] == pytest.approx(expected, abs=1e-12), way


@pytest.mark.parametrize("way", DATA)
@pytest.mark.parametrize("rows", [[[3, 4]], [[3, 4], [3, 4]]], ids=["one bid", "equal bids"])
def test_bids_that_do_not_differ_weigh_nothing(way: str, rows: Rows) -> None:
    with pytest.raises(MatrixRefusedError, match=f"weighting_{way}"):
        from_data(way, matrix(rows))


@pytest.mark.parametrize(
    ("way", "rows"), [("entropy", [[-1, 2], [3, 1]]), ("entropy", [[0, 2], [0, 1]]), ("merec", [[0, 2], [3, 1]])]
)
def test_values_that_a_way_cannot_take_are_refused(way: str, rows: Rows) -> None:
    with pytest.raises(MatrixRefusedError, match=f"weighting_{way}"):
        from_data(way, matrix(rows))


def test_a_constant_criterion_weighs_nothing() -> None:
    rows = [[5, 1, 9], [5, 4, 2], [5, 2, 3]]

    assert [from_data(way, matrix(rows)).weights[0] for way in DATA] == [0, 0, 0]


def test_a_bid_that_leaves_changes_all_of_them() -> None:
    rows = [[9, 1, 5], [8, 4, 2], [1, 9, 3], [7, 7, 7]]

    for way in DATA:
        assert from_data(way, matrix(rows)).weights != from_data(way, matrix(rows[:3])).weights

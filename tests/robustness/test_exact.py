"""Closed forms against grids and linear programs, and certificates that are ranked again."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from evaluator.robustness.dominance import dominance
from evaluator.robustness.joint import distance, joint_flips, leads, quick_moves
from evaluator.robustness.linear import is_ahead
from evaluator.robustness.stability import (
    crossings,
    order_intervals,
    quick_intervals,
    totals,
    winner_intervals,
    winning_weights,
)
from tests.robustness.tables import table, weighted

GRID = 10_001
STEP = Fraction(1, GRID - 1)
NEAR = Fraction(1, 10**9)


def with_weight(weights: list[Fraction], criterion: int, weight: Fraction) -> list[Fraction]:
    """The weights with one of them set, the others in proportion."""
    rest = 1 - weights[criterion]
    return [weight if k == criterion else one * (1 - weight) / rest for k, one in enumerate(weights)]


def first_of(values: list[list[Fraction]], weights: list[Fraction]) -> int:
    sums = totals(values, weights)
    return sums.index(max(sums))


@pytest.mark.parametrize("bids", [2, 5, 9])
def test_a_weight_interval_holds_at_every_point_of_a_grid_and_nowhere_beyond(bids: int) -> None:
    values, weights = table(bids, 5, seed=bids), weighted(5, seed=bids)
    first = first_of(values, weights)
    grid = np.linspace(0, 1, GRID)
    rows, own = np.array(values, dtype=float), np.array(weights, dtype=float)
    order = np.argsort(-rows @ own)
    whole = order_intervals(values, weights)
    for one, every in zip(winner_intervals(values, weights, first), whole, strict=True):
        k = one.criterion
        rest = np.delete(rows, k, axis=1) @ np.delete(own, k) / (1 - own[k])
        sums = rows[:, k, None] * grid + rest[:, None] * (1 - grid)
        holds = sums[first] >= np.delete(sums, first, axis=0).max(axis=0)
        inside = (grid >= one.low) & (grid <= one.high)
        # The double of a grid point may stand on the other side of an end that it equals.
        edge = (abs(grid - float(one.low)) < 1e-9) | (abs(grid - float(one.high)) < 1e-9)
        assert (holds == inside)[~edge].all()
        still = (np.diff(sums[order], axis=0) <= 0).all(axis=0)
        within = (grid >= every.low) & (grid <= every.high)
        edge = (abs(grid - float(every.low)) < 1e-9) | (abs(grid - float(every.high)) < 1e-9)
        assert (still == within)[~edge].all()
        assert one.low <= every.low <= weights[k] <= every.high <= one.high


def test_at_an_end_the_rival_is_level_and_a_hair_beyond_it_is_ahead() -> None:
    values, weights = table(6, 5, seed=3), weighted(5)
    first = first_of(values, weights)
    ends = 0
    for one in winner_intervals(values, weights, first):
        for end, rival, beyond in ((one.low, one.rival_low, -NEAR), (one.high, one.rival_high, NEAR)):
            if rival is None:
                assert end in (0, 1)
                continue
            ends += 1
            at, past, before = (
                totals(values, with_weight(weights, one.criterion, end + step)) for step in (0, beyond, -beyond)
            )
            assert at[rival] == at[first] == max(at)
            assert past[rival] > past[first]
            assert before[rival] < before[first]
    assert ends


def test_pairs_cross_where_they_are_level_and_the_named_one_is_ahead_above() -> None:
    values, weights = table(5, 4, seed=1), weighted(4)
    found = [one for k in range(4) for one in crossings(values, weights, k)]

    assert len(found) > 10
    for one in found:
        at = totals(values, with_weight(weights, one.criterion, one.weight))
        above = totals(values, with_weight(weights, one.criterion, one.weight + NEAR))
        assert at[one.upper] == at[one.lower]
        assert above[one.upper] > above[one.lower]


def test_the_weights_of_one_criterion_that_make_a_bid_first_are_all_of_them() -> None:
    values, weights = table(5, 4, seed=2), weighted(4)
    for bid in range(5):
        for k in range(4):
            found = winning_weights(values, weights, bid, k)
            for point in range(101):
                weight = Fraction(point, 100)
                inside = found is not None and found[0] <= weight <= found[1]
                assert leads(values, with_weight(weights, k, weight), bid) == inside


def test_one_criterion_alone_and_one_that_has_all_the_weight() -> None:
    alone = winner_intervals([[Fraction(1)], [Fraction(0)]], [Fraction(1)], 0)
    assert (alone[0].low, alone[0].high, alone[0].rival_low) == (0, 1, None)

    every = [[Fraction(1), Fraction(0), Fraction(0)], [Fraction(1, 2), Fraction(1), Fraction(1)]]
    found = winner_intervals(every, [Fraction(1), Fraction(0), Fraction(0)], 0)
    assert found[0].low == Fraction(2, 3)
    assert [one.high for one in found[1:]] == [Fraction(1, 3)] * 2


@given(st.integers(0, 10_000), st.integers(2, 12), st.integers(1, 9))
@example(2708, 11, 8)  # all weight has to go where the rival is level, and two criteria are level
@settings(max_examples=40, deadline=None)
def test_quick_forms_agree_with_the_exact_ones_and_with_a_linear_program(seed: int, bids: int, criteria: int) -> None:
    values, weights = table(bids, criteria, seed, top=20), weighted(criteria, seed)
    first = first_of(values, weights)
    rows, own = np.array(values, dtype=float), np.array(weights, dtype=float)
    exact = winner_intervals(values, weights, first)
    low, high = quick_intervals(rows, own, first)
    if criteria > 1:
        assert low.tolist() == pytest.approx([float(one.low) for one in exact], abs=1e-9)
        assert high.tolist() == pytest.approx([float(one.high) for one in exact], abs=1e-9)
    quick = quick_moves(rows, own, first)
    for one in joint_flips(values, weights, first):
        pair = np.inf if one.against_first is None else float(one.against_first)
        assert quick[one.rival] == pytest.approx(pair, abs=1e-9)
        solved = least_by_program(rows, own, one.rival, [first])
        assert (solved is None) == (one.against_first is None)
        assert solved is None or solved == pytest.approx(pair, abs=1e-9)


def least_by_program(rows: np.ndarray, own: np.ndarray, rival: int, against: list[int]) -> float | None:
    """The least sum of moves by another form of the program: the weights themselves, and how far each has moved."""
    size = len(own)
    gains = rows[rival] - rows[against]
    apart = np.vstack([np.hstack([np.eye(size), -np.eye(size)]), np.hstack([-np.eye(size), -np.eye(size)])])
    found = linprog(
        np.append(np.zeros(size), np.ones(size)),
        A_ub=np.vstack([np.hstack([-gains, np.zeros_like(gains)]), apart]),
        b_ub=np.concatenate([np.zeros(len(against)), own, -own]),
        A_eq=[[1.0] * size + [0.0] * size], b_eq=[1.0],
    )  # fmt: skip
    return float(found.fun) if found.status == 0 else None


@given(st.integers(0, 10_000), st.integers(3, 8), st.integers(2, 5))
@settings(max_examples=60, deadline=None)
def test_a_certificate_ranked_again_puts_its_bid_first_and_no_nearer_weights_do(
    seed: int, bids: int, criteria: int
) -> None:
    values, weights = table(bids, criteria, seed), weighted(criteria, seed)
    first = first_of(values, weights)
    rows, own = np.array(values, dtype=float), np.array(weights, dtype=float)
    for one in joint_flips(values, weights, first):
        least = least_by_program(rows, own, one.rival, [bid for bid in range(bids) if bid != one.rival])
        assert one.possible == (least is not None)
        if one.l1 is None or one.weights is None:
            assert one.proof
            assert is_ahead(values, one.rival, one.proof)
            continue
        assert one.exact
        assert float(one.l1) == pytest.approx(least, abs=1e-9)
        assert sum(one.weights) == 1
        assert min(one.weights) >= 0
        assert one.l1 == distance(one.weights, weights)
        assert leads(values, one.weights, one.rival)
        # A hair back towards the published weights somebody else is ahead, so the change is needed in full.
        back = [w + (p - w) * NEAR for w, p in zip(one.weights, weights, strict=True)]
        assert one.l1 == 0 or not leads(values, back, one.rival)


def test_that_no_weights_can_is_proved_by_one_better_bid_or_by_a_mixture() -> None:
    f = Fraction
    values = [[f(1), f(0)], [f(0), f(1)], [f(1, 3), f(1, 3)], [f(9, 10), f(-1, 10)]]
    found = {one.rival: one for one in joint_flips(values, [f(3, 5), f(2, 5)], 0)}

    assert found[1].possible
    assert {bid for bid, _ in found[2].proof} == {0, 1}
    assert found[2].against_first is not None
    assert found[3].proof == ((0, 1),)
    assert found[3].against_first is None


def test_a_bid_that_is_nowhere_better_can_be_level_at_most() -> None:
    f = Fraction
    (found,) = joint_flips([[f(1), f(1)], [f(0), f(1)]], [f(1, 2), f(1, 2)], 0)

    assert (found.l1, found.weights, found.shared) == (1, (0, 1), True)


def test_dominance_is_what_every_weight_agrees_on() -> None:
    values = table(12, 3, seed=8, top=4)
    found = {(one.better, one.worse): one.everywhere for one in dominance(values)}

    assert found
    for one in range(12):
        for other in range(12):
            at_corners = [values[one][k] - values[other][k] for k in range(3)]
            assert ((one, other) in found) == (min(at_corners) >= 0 and max(at_corners) > 0)
            assert found.get((one, other), False) == (min(at_corners) > 0)

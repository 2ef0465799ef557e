"""Linear programs behind the joint change of weights, solved by HiGHS and made exact again where that is possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from evaluator.robustness.stability import Sums, totals
from evaluator.robustness.whole import Floats, Rows

ZERO = Fraction(0)
_NEAR = 1e-9

Matrix = list[list[Fraction]]


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Values and published weights, exact and as floats, and the sums that follow from weights."""

    values: Rows
    rows: Floats
    weights: Sequence[Fraction]
    sums: Sums

    def others(self, rival: int) -> list[int]:
        """The bids that are not the rival, nor its equal on every criterion."""
        return [bid for bid, row in enumerate(self.values) if tuple(row) != tuple(self.values[rival])]

    def ahead(self, weights: Sequence[Fraction], rival: int) -> bool:
        """Whether the rival is ahead of all others under these weights."""
        sums = self.sums(weights)
        return all(sums[rival] > sums[bid] for bid in self.others(rival))


def ahead_somewhere(program: Program, rival: int) -> bool:
    """Whether some weights put the rival ahead of all others: those that do it by most are checked in exact numbers."""
    gains = program.rows[rival] - program.rows[program.others(rival)]
    bids, criteria = gains.shape
    solved = linprog(
        [*([0.0] * criteria), -1.0], A_ub=np.hstack([-gains, np.ones((bids, 1))]), b_ub=np.zeros(bids),
        A_eq=[[1.0] * criteria + [0.0]], b_eq=[1.0], bounds=[(0, 1)] * criteria + [(None, None)],
    )  # fmt: skip
    if solved.status != 0:
        return False
    found = [Fraction(max(float(weight), 0.0)) for weight in solved.x[:-1]]
    return program.ahead([weight / sum(found) for weight in found], rival)


def least_move(program: Program, rival: int, first: int) -> tuple[tuple[Fraction, ...], bool] | None:
    """The nearest weights under which the rival is first of all, and whether they are exact; None where there are none.

    Only bids that would be ahead are taken into the program, one after the other, so that it stays small.
    """
    values, weights, against = program.values, program.weights, [first]
    own = np.array([float(weight) for weight in weights])
    while True:
        solved = _solved(program.rows, own, rival, against)
        if solved is None:
            return None
        sums = program.rows @ (own + solved[: len(own)] - solved[len(own) :])
        ahead = int(np.argmax(sums))
        if sums[ahead] - sums[rival] > _NEAR and ahead not in against:
            against.append(ahead)
            continue
        # Bids that are level with the rival but for rounding take part in its corner too.
        level = [int(bid) for bid in np.flatnonzero(abs(sums - sums[rival]) <= _NEAR) if bid not in (rival, *against)]
        exact = _exactly(values, weights, rival, [*against, *level], solved)
        if exact is not None and program.sums.lead(exact, rival):
            return exact, True
        return _as_fractions(solved, weights), False


def _solved(rows: Floats, own: Floats, rival: int, against: Sequence[int]) -> Floats | None:
    """What each criterion is given, then what each gives."""
    gains = rows[rival] - rows[against]
    criteria = len(own)
    solved = linprog(
        np.concatenate([np.zeros(criteria), np.ones(criteria)]),
        A_ub=np.hstack([-gains, gains]), b_ub=gains @ own,
        A_eq=[[1.0] * criteria + [-1.0] * criteria], b_eq=[0.0],
        bounds=[(0, 1)] * criteria + [(0, weight) for weight in own],
    )  # fmt: skip
    return np.array(solved.x) if solved.status == 0 else None


def _as_fractions(solved: Floats, weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    half = len(weights)
    moved = [
        max(w + Fraction(float(solved[k])) - Fraction(float(solved[half + k])), ZERO) for k, w in enumerate(weights)
    ]
    total = sum(moved, ZERO)
    return tuple(weight / total for weight in moved)


def _exactly(
    values: Rows, weights: Sequence[Fraction], rival: int, against: Sequence[int], solved: Floats
) -> tuple[Fraction, ...] | None:
    """The corner that the program has found, from its own equations: bids that are level, and weights that are used up."""
    half = len(weights)
    change = solved[:half] - solved[half:]
    used = {k for k in range(half) if float(weights[k]) and change[k] + float(weights[k]) < _NEAR}
    free = [k for k in range(half) if k not in used and abs(change[k]) > _NEAR]
    gains = [[x - y for x, y in zip(values[rival], values[bid], strict=True)] for bid in against]
    equations: Matrix = [[*(Fraction(1) for _ in free), sum((weights[k] for k in used), ZERO)]]
    for gain in gains:
        moved = sum(float(g) * (float(w) + c) for g, w, c in zip(gain, weights, change, strict=True))
        if abs(moved) < _NEAR:
            rest = sum((weights[k] * gain[k] for k in range(half) if k not in used), ZERO)
            equations.append([*(gain[k] for k in free), -rest])
    changes = solution(equations)
    if changes is None:
        return None
    found = [ZERO if k in used else weight for k, weight in enumerate(weights)]
    for k, one in zip(free, changes, strict=True):
        found[k] += one
    sums = totals(values, found)
    fits = min(found) >= 0 and all(sums[rival] >= sums[bid] for bid in against)
    same = all(abs(float(mine - w) - c) < 1e-6 for mine, w, c in zip(found, weights, change, strict=True))
    return tuple(found) if fits and same else None


def solution(equations: Matrix) -> list[Fraction] | None:
    """The one solution of linear equations, each with its right side last; None where there is none, or many.

    >>> one, two = Fraction(1), Fraction(2)
    >>> [str(number) for number in solution([[one, one, two], [one, -one, one]])]
    ['3/2', '1/2']
    """
    rows = [list(row) for row in equations]
    unknown = len(rows[0]) - 1
    for column in range(unknown):
        pivot = next((number for number in range(column, len(rows)) if rows[number][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [number / head for number in rows[column]]
        for number, row in enumerate(rows):
            if number != column and (factor := row[column]):
                rows[number] = [x - factor * y for x, y in zip(row, rows[column], strict=True)]
    return None if any(row[-1] for row in rows[unknown:]) else [row[-1] for row in rows[:unknown]]


def mixture(values: Rows, rival: int) -> tuple[tuple[int, Fraction], ...]:
    """Shares of other bids that together are better than the rival on every criterion; nothing where none are found.

    The shares are those of the program in which a mixture is as far ahead as it can be; that it is ahead is then checked
    in exact numbers, so that what is returned is a proof.
    """
    others = [bid for bid in range(len(values)) if bid != rival]
    ahead = np.array([[float(x - y) for x, y in zip(values[bid], values[rival], strict=True)] for bid in others])
    solved = linprog(
        [*([0.0] * len(others)), -1.0], A_ub=np.hstack([-ahead.T, np.ones((ahead.shape[1], 1))]),
        b_ub=np.zeros(ahead.shape[1]), A_eq=[[1.0] * len(others) + [0.0]], b_eq=[1.0],
        bounds=[(0, 1)] * len(others) + [(None, None)],
    )  # fmt: skip
    if solved.status != 0:
        return ()
    shares = [
        (bid, Fraction(float(part)).limit_denominator(10**6)) for bid, part in zip(others, solved.x[:-1], strict=True)
    ]
    kept = [(bid, part) for bid, part in shares if part > 0]
    total = sum((part for _, part in kept), ZERO)
    proof = tuple((bid, part / total) for bid, part in kept)
    return proof if is_ahead(values, rival, proof) else ()


def is_ahead(values: Rows, rival: int, proof: Sequence[tuple[int, Fraction]]) -> bool:
    """Whether a mixture of bids is better than the rival on every criterion."""
    return all(
        sum((part * values[bid][k] for bid, part in proof), ZERO) > value for k, value in enumerate(values[rival])
    )

"""Weights from what people judge: points, swings, an order, pairwise comparisons, the best and the worst.

Sources: points and swing weights as in von Winterfeldt and Edwards (1986); rank-order centroid (Barron and Barrett
1996); AHP's principal eigenvector and consistency ratio (Saaty 2008, with the random index of that paper, as ratios by
other tables differ); the linear best–worst method (Rezaei 2016) with the consistency ratio of the judgements themselves
(Liang, Brunelli and Rezaei 2020).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum
from typing import Final

from evaluator.scoring.matrix import MatrixRefusedError, problem

# Saaty (2008) for 1 to 10 criteria; what a ratio is divided by is told with it.
RANDOM_INDEX: Final = (0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49)
MOST_COMPARED: Final = len(RANDOM_INDEX)
# Saaty (2008): judgements less consistent than this are looked at again.
CONSISTENT: Final = 0.1
_ROUNDS: Final = 1000

Table = Sequence[Sequence[Fraction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """Weights that sum to 1, how they came about, and how consistent the judgements were."""

    way: str
    weights: tuple[Fraction, ...]
    extra: Mapping[str, object] = field(default_factory=dict)


def judged(way: str, rows: Table, count: int) -> Weighting:
    """The weights that a judgement of ``count`` criteria gives; raises ``MatrixRefusedError`` where it cannot be one.

    ``points`` and ``swing`` are one row (points that share out 100; swings from 0 to 100, the greatest 100), ``roc`` the
    rank of each criterion, ``ahp`` a square table, ``bwm`` the best over each criterion and each over the worst.

    >>> half = Fraction(1, 2)
    >>> [str(weight) for weight in judged("swing", [[Fraction(100), Fraction(50), Fraction(50)]], 3).weights]
    ['1/2', '1/4', '1/4']
    >>> [str(weight) for weight in judged("roc", [[Fraction(2), Fraction(1)]], 2).weights]
    ['1/4', '3/4']
    """
    found = _WAYS[way](rows, count)
    total = sum(found.weights)
    return Weighting(way=way, weights=tuple(weight / total for weight in found.weights), extra=found.extra)


def unfit(way: str, count: int) -> MatrixRefusedError:
    """The refusal of a judgement that has not the form of its way."""
    return MatrixRefusedError(problem(f"weighting_{way}", count=count))


def _row(way: str, rows: Table, count: int) -> Sequence[Fraction]:
    if [len(row) for row in rows] != [count] or min(rows[0], default=Fraction(-1)) < 0:
        raise unfit(way, count)
    return rows[0]


def _points(rows: Table, count: int) -> Weighting:
    given = _row("points", rows, count)
    if sum(given) != 100:
        raise unfit("points", count)
    return Weighting(way="points", weights=tuple(given))


def _swing(rows: Table, count: int) -> Weighting:
    given = _row("swing", rows, count)
    if max(given) != 100:
        raise unfit("swing", count)
    return Weighting(way="swing", weights=tuple(given))


def _centroid(rows: Table, count: int) -> Weighting:
    """The mean of all weights that respect the order; the row is the rank of each criterion, 1 for the weightiest."""
    order = _row("roc", rows, count)
    if sorted(order) != [Fraction(rank) for rank in range(1, count + 1)]:
        raise unfit("roc", count)
    weights = tuple(sum((Fraction(1, k) for k in range(int(rank), count + 1)), Fraction(0)) / count for rank in order)
    return Weighting(way="roc", weights=weights)


def _pairwise(table: Table, count: int) -> Weighting:
    if [len(row) for row in table] != [count] * count or count > MOST_COMPARED:
        raise unfit("ahp", count)
    pairs = [(one, other) for one in range(count) for other in range(count)]
    if any(table[one][other] <= 0 for one, other in pairs) or any(
        abs(table[one][other] * table[other][one] - 1) > Fraction(1, 50) for one, other in pairs
    ):
        raise unfit("ahp", count)
    rows = [[float(value) for value in row] for row in table]
    vector = [1 / count] * count
    for _ in range(_ROUNDS):
        grown = [fsum(value * part for value, part in zip(row, vector, strict=True)) for row in rows]
        total, before = fsum(grown), vector
        vector = [part / total for part in grown]
        if vector == before:
            break
    index = (total - count) / (count - 1) if count > 1 else 0.0
    random = RANDOM_INDEX[count - 1]
    return Weighting(
        way="ahp", weights=tuple(map(Fraction, vector)),
        extra={"consistency_ratio": max(index / random, 0.0) if random else 0.0, "random_index": f"Saaty 2008: {random}"},
    )  # fmt: skip


def _best_worst(table: Table, count: int) -> Weighting:
    """The linear programme of Rezaei: ``table`` is the best over each criterion, then each over the worst, 1 to 9.

    ``xi`` is its own gap, in weights, and ``input_ratio`` how consistent the judgements are by themselves; the ratio by
    Rezaei's table is left out, since that belongs to the non-linear model, whose gap is one of comparisons.
    """
    scale = {Fraction(step) for step in range(1, 10)}
    if [len(row) for row in table] != [count] * 2 or not scale.issuperset({*table[0], *table[1]}):
        raise unfit("bwm", count)
    over, under = ([float(value) for value in row] for row in table)
    numbers = range(count)
    # The best over the worst stands in both rows, and is one judgement; they are two criteria wherever there are two.
    ends = [
        (head, tail) for head in numbers for tail in numbers
        if over[head] == under[tail] == 1.0 and over[tail] == under[head] and (head != tail or count == 1)
    ]  # fmt: skip
    if not ends:
        raise unfit("bwm", count)
    best, worst = ends[0]
    from scipy.optimize import linprog

    limits = []
    for number in range(count):
        for head, tail, times in ((best, number, over[number]), (number, worst, under[number])):
            row = [0.0] * (count + 1)
            row[head] += 1.0
            row[tail] -= times
            limits += [[*row[:count], -1.0], [*(-value for value in row[:count]), -1.0]]
    found = linprog(
        [*[0.0] * count, 1.0], A_ub=limits, b_ub=[0.0] * len(limits), A_eq=[[*[1.0] * count, 0.0]], b_eq=[1.0]
    )
    return Weighting(
        way="bwm", weights=tuple(max(Fraction(float(value)), Fraction(0)) for value in found.x[:count]),
        extra={"xi": max(float(found.x[count]), 0.0), "input_ratio": float(_input_ratio(table, worst))},
    )  # fmt: skip


def _input_ratio(table: Table, worst: int) -> Fraction:
    """The greatest departure of best-over-criterion × criterion-over-worst from best-over-worst, as a share of the possible.

    The input-based consistency ratio of Liang, Brunelli and Rezaei (2020), doi 10.1016/j.omega.2019.102175.
    """
    whole = table[0][worst]
    possible = whole * whole - whole
    if not possible:
        return Fraction(0)
    apart = [abs(over * under - whole) for over, under in zip(table[0], table[1], strict=True)]
    return max(apart) / possible


_WAYS: Final[Mapping[str, Callable[[Table, int], Weighting]]] = {
    "points": _points, "swing": _swing, "roc": _centroid, "ahp": _pairwise, "bwm": _best_worst,
}  # fmt: skip
JUDGED: Final = tuple(_WAYS)

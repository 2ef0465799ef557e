"""Weights that the bids themselves would give: entropy, CRITIC, MEREC. To look at, never to publish or to award by.

They weigh a criterion by how far the bids lie apart on it, so they are known only once bids are open and change when
a bid leaves. Sources: entropy as in Xu (2004); CRITIC (Diakoulaki, Mavrotas and Papayannakis 1995); MEREC (Keshavarz
Ghorabaee et al. 2021).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import fsum, log, sqrt
from typing import Final

from evaluator.scoring.judged_weights import Weighting, unfit
from evaluator.scoring.matrix import DecisionMatrix

Columns = list[list[Fraction]]


def from_data(way: str, matrix: DecisionMatrix) -> Weighting:
    """The weights by one of ``DATA``, which sum to 1; raises ``MatrixRefusedError`` where the values give none.

    >>> case = DecisionMatrix(("Ada", "Bo"), ("a", "b"), ("max", "max"), (Fraction(1),) * 2,
    ...                       ((Fraction(1), Fraction(2)), (Fraction(3), Fraction(2))))
    >>> [str(weight) for weight in from_data("entropy", case).weights]
    ['1', '0']
    """
    columns = [[Fraction(value) for value in column] for column in zip(*matrix.values, strict=True)]
    effects = _WAYS[way](columns, matrix.objectives) if len(matrix.values) > 1 else []
    if not any(effects):
        raise unfit(way, len(columns))
    parts = tuple(map(Fraction, effects))
    return Weighting(way=way, weights=tuple(part / sum(parts) for part in parts))


def _entropy(columns: Columns, _: Sequence[str]) -> list[float]:
    """One minus the entropy of each column's shares; a column of equal values says nothing."""
    if any(value < 0 for column in columns for value in column) or not all(map(sum, columns)):
        return []
    base = log(len(columns[0]))
    effects = []
    for column in columns:
        shares = [float(value / sum(column)) for value in column if value]
        same = len(set(column)) == 1
        effects.append(0.0 if same else max(1 + fsum(share * log(share) for share in shares) / base, 0.0))
    return effects


def _critic(columns: Columns, goals: Sequence[str]) -> list[float]:
    """Spread of each criterion times its conflict with all others, on values scaled from the worst to the best bid."""
    scaled = [_scaled(column, goal) for column, goal in zip(columns, goals, strict=True)]
    spread = [_deviation(column) for column in scaled]
    return [
        own * fsum(1 - _correlation(one, other) for other in scaled if other is not one)
        for one, own in zip(scaled, spread, strict=True)
    ]


def _scaled(column: list[Fraction], goal: str) -> list[float]:
    low, high = min(column), max(column)
    if low == high:
        return [0.0] * len(column)
    return [float((value - low) / (high - low) if goal == "max" else (high - value) / (high - low)) for value in column]


def _deviation(values: list[float]) -> float:
    mean = fsum(values) / len(values)
    return sqrt(fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


def _correlation(one: list[float], other: list[float]) -> float:
    """Pearson's; a constant column agrees with none and conflicts with none."""
    mean, second = fsum(one) / len(one), fsum(other) / len(other)
    joint = fsum((a - mean) * (b - second) for a, b in zip(one, other, strict=True)) / (len(one) - 1)
    scale = _deviation(one) * _deviation(other)
    return joint / scale if scale else 1.0


def _removal(columns: Columns, goals: Sequence[str]) -> list[float]:
    """How much the performance of all bids changes when a criterion is taken away."""
    if any(value <= 0 for column in columns for value in column):
        return []
    logs = [
        [abs(log(min(column) / value if goal == "max" else value / max(column))) for value in column]
        for column, goal in zip(columns, goals, strict=True)
    ]
    effects = [0.0] * len(columns)
    for bid in zip(*logs, strict=True):
        whole = log(1 + fsum(bid) / len(columns))
        for number, part in enumerate(bid):
            effects[number] += abs(log(1 + (fsum(bid) - part) / len(columns)) - whole)
    return effects


_WAYS: Final[Mapping[str, Callable[[Columns, Sequence[str]], list[float]]]] = {
    "entropy": _entropy, "critic": _critic, "merec": _removal,
}  # fmt: skip
DATA: Final = tuple(_WAYS)

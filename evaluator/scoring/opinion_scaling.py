"""Columns of a matrix on a common scale: equal values stay equal, and no value is rounded before a method begins.

scikit-criteria's scalers are not used because they replace zeros by 0.00001, turn a column with one gap into zeros, or
divide by zero in a constant column, all without a word. Only a divisor shared by a whole column is ever rounded, to a
float: the exact sum of many inverses is a fraction of thousands of digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import fsum, sqrt
from typing import Literal

from evaluator.scoring.matrix import Objective

Normalisation = Literal["none", "linear", "sum", "vector", "minmax"]
Column = tuple[Fraction, ...]

# These make a smaller cost a larger value by themselves; the others need the inverse of the cost first.
TURNING = frozenset({"linear", "minmax"})


def linear(column: Column, objective: Objective) -> Column:
    """Share of the best: value ÷ highest, or lowest ÷ cost (Zavadskas et al. 2012); a column of zeros stays zero.

    >>> [str(value) for value in linear((Fraction(100), Fraction(50)), "min")]
    ['1/2', '1']
    """
    if objective == "min":
        best = min(column)
        return tuple(best / value for value in column)
    best = max(column)
    return tuple(value / best for value in column) if best else column


def minmax(column: Column, objective: Objective) -> Column:
    """Place between the worst (0) and the best (1) of the column; a column that never differs gives 0 to all."""
    low, high = min(column), max(column)
    if low == high:
        return tuple(Fraction(0) for _ in column)
    if objective == "min":
        low, high = high, low
    return tuple((value - low) / (high - low) for value in column)


def by_sum(column: Column) -> Column:
    """Share of the column's sum; a column of zeros stays zero."""
    total = Fraction(fsum(column))
    return tuple(value / total for value in column) if total else column


def by_vector(column: Column) -> Column:
    """Share of the column's length (root of the sum of squares; Hwang and Yoon 1981); a column of zeros stays zero."""
    largest = max(abs(value) for value in column)
    if not largest:
        return column
    # Divided by the largest first, so that squares of very small or very large values neither vanish nor overflow.
    length = Fraction(sqrt(fsum(float(value / largest) ** 2 for value in column)))
    return tuple(value / largest / length for value in column)


def inverse(column: Column) -> Column:
    """One over each value: a smaller cost becomes a larger value; the caller has refused zeros."""
    return tuple(1 / value for value in column)


def scaled(column: Column, objective: Objective, normalisation: Normalisation) -> Column:
    """The column on the scale of a normalisation; ``none``, ``sum`` and ``vector`` keep its direction.

    >>> [str(value) for value in scaled((Fraction(3), Fraction(1)), "max", "sum")]
    ['3/4', '1/4']
    """
    match normalisation:
        case "linear":
            return linear(column, objective)
        case "minmax":
            return minmax(column, objective)
        case "sum":
            return by_sum(column)
        case "vector":
            return by_vector(column)
        case "none":
            return column


def with_optimum(column: Column) -> tuple[Column, Fraction]:
    """Shares of the column's sum where the sum includes the optimal row, and the optimum's own share.

    ARAS scales so (Zavadskas and Turskis 2010); the optimum is the highest value of the column.

    >>> shares, best = with_optimum((Fraction(1), Fraction(2)))
    >>> [str(share) for share in shares], str(best)
    (['1/5', '2/5'], '2/5')
    """
    *shares, best = by_sum((*column, max(column)))
    return tuple(shares), best


def normalised(weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Weights as shares that sum to exactly 1; their sum is above zero (``matrix.check``)."""
    total = sum(weights)
    return tuple(weight / total for weight in weights)

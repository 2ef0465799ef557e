"""Scores of every bid under every weight of a block, as whole numbers below 2⁵²: more is better, equal is a tie.

The additive model and PROMETHEE II are linear in the weights, so that whole values times whole weights are exact. TOPSIS
and VIKOR are not; their scores are rounded to ``STEPS`` steps, and scores within one step are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from evaluator.robustness.whole import Floats, Rows, Whole
from evaluator.scoring.matrix import MatrixRefusedError, problem

STEPS = 2.0**40

# (weights: criteria by samples) → scores: bids by samples.
Scorer = Callable[[Floats], Floats]
Maker = Callable[[Floats], Scorer]


def net_counts(values: Rows) -> list[list[Fraction]]:
    """How many bids each bid beats on each criterion, less how many beat it.

    Divided by the number of other bids that is PROMETHEE II's net flow, usual preference function (Brans and Vincke 1985).
    Its score is the weighted sum of these, so that it is sampled as one.

    >>> [[str(count) for count in row] for row in net_counts([[Fraction(3)], [Fraction(1)], [Fraction(1)]])]
    [['2'], ['-1'], ['-1']]
    """
    scale = lcm(*{value.denominator for row in values for value in row})
    numbers = [[value.numerator * (scale // value.denominator) for value in row] for row in values]
    columns = [_net(column) for column in zip(*numbers, strict=True)]
    return [[Fraction(count) for count in row] for row in zip(*columns, strict=True)]


def _net(column: Sequence[int]) -> list[int]:
    ordered = sorted(column)
    below: dict[int, int] = {}
    upto: dict[int, int] = {}
    for place, value in enumerate(ordered):
        below.setdefault(value, place)
        upto[value] = place + 1
    return [below[value] - (len(ordered) - upto[value]) for value in column]


def topsis(values: Floats) -> Scorer:
    """Closeness to the ideal after vector normalisation (Hwang and Yoon 1981), by two products with squared weights.

    The ideal and the worst point do not depend on the weights, so that the squared distances are linear in their squares.
    Squares are compared instead of their roots, which changes no order.
    """
    length = np.sqrt((values**2).sum(axis=0))
    shared = np.divide(values, length, out=np.zeros_like(values), where=length > 0)
    far = (shared - shared.max(axis=0)) ** 2
    near = (shared - shared.min(axis=0)) ** 2

    def score(weights: Floats) -> Floats:
        squared = weights * weights
        best: Floats = near @ squared
        worst: Floats = far @ squared
        worst += best
        np.divide(best, worst, out=best, where=worst > 0)
        return best

    return score


def vikor(values: Floats) -> Scorer:
    """One minus Q with v = 0.5 (Opricovic and Tzeng 2004): the sum of regrets and the largest one, half and half."""
    best, width = values.max(axis=0), np.ptp(values, axis=0)
    regret = np.divide(best - values, width, out=np.zeros_like(values), where=width > 0)

    def score(weights: Floats) -> Floats:
        total = regret @ weights
        largest = regret[:, :1] * weights[:1]
        product = np.empty_like(largest)
        for k in range(1, len(weights)):
            np.multiply(regret[:, k, None], weights[k], out=product)
            np.maximum(largest, product, out=largest)
        halves = _share(total) + _share(largest)
        halves *= -0.5
        halves += 1
        return halves

    return score


def _share(numbers: Floats) -> Floats:
    least: Floats = numbers.min(axis=0)
    width: Floats = numbers.max(axis=0) - least
    numbers -= least
    np.divide(numbers, width, out=numbers, where=width > 0)
    return numbers


MAKERS: Mapping[str, Maker] = {"topsis": topsis, "vikor": vikor}
METHODS = ("additive", "promethee2", *MAKERS)


def demand_method(method: str) -> None:
    """Raise ``MatrixRefusedError`` where there is no such method."""
    if method not in METHODS:
        raise MatrixRefusedError(problem("method_unknown", given=method, methods=", ".join(METHODS)))


def additive(found: Whole, numbers: np.random.Generator | None = None) -> Scorer:
    """Whole values times whole weights; cells in doubt are drawn anew for every sample."""
    rows = found.rows

    def score(weights: Floats) -> Floats:
        scores: Floats = rows @ weights
        for row, criterion, span in found.doubts if numbers is not None else ():
            extra = numbers.integers(0, span, weights.shape[1], endpoint=True) if numbers is not None else 0
            scores[row] += weights[criterion] * extra
        return scores

    return score

"""How far one weight may move, all others keeping their proportions, before the order changes: exact, in closed form.

With D what one bid is ahead of another in all and d what it is ahead on the criterion, the two are equal where the
criterion's weight is (D − w·d) ÷ (D − d); the difference is linear in the weight, so that it changes sign nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from operator import mul

import numpy as np

from evaluator.robustness.whole import Floats, Rows

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Weights of one criterion under which the order holds; at an end the rival (its number) is level.

    A rival is None where the weight can go all the way to 0, or to 1.
    """

    criterion: int
    weight: Fraction
    low: Fraction
    high: Fraction
    rival_low: int | None = None
    rival_high: int | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """The weight of a criterion at which two bids are level, and from which on the ``upper`` one is ahead."""

    criterion: int
    weight: Fraction
    upper: int
    lower: int


def totals(values: Rows, weights: Sequence[Fraction]) -> list[Fraction]:
    """The weighted sum of each bid."""
    return Sums(values)(weights)


class Sums:
    """The weighted sums of the same bids under any weights."""

    def __init__(self, values: Rows) -> None:
        # On common denominators the products are of whole numbers, which are many times as fast.
        numbers, self._size = _whole([value for row in values for value in row])
        width = len(values[0])
        self._rows = [numbers[start : start + width] for start in range(0, len(numbers), width)]

    def __call__(self, weights: Sequence[Fraction]) -> list[Fraction]:
        """The sum of each bid."""
        shares, scale = _whole(weights)
        return [Fraction(sum(map(mul, shares, row)), scale * self._size) for row in self._rows]

    def lead(self, weights: Sequence[Fraction], bid: int) -> bool:
        """Whether a bid is first, or shares the first place."""
        shares, _ = _whole(weights)
        sums: list[int] = [sum(map(mul, shares, row)) for row in self._rows]
        return sums[bid] == max(sums)


def _whole(numbers: Sequence[Fraction]) -> tuple[list[int], int]:
    scale = lcm(*{number.denominator for number in numbers})
    return [number.numerator * (scale // number.denominator) for number in numbers], scale


def winner_intervals(values: Rows, weights: Sequence[Fraction], first: int) -> list[Interval]:
    """For each criterion the weights under which the bid ``first`` stays first, or shares the first place.

    >>> half = Fraction(1, 2)
    >>> found = winner_intervals([[Fraction(1), Fraction(0)], [Fraction(0), Fraction(4, 5)]], [half, half], 0)
    >>> [(str(one.low), str(one.high), one.rival_low) for one in found]
    [('4/9', '1', 1), ('0', '5/9', None)]
    """
    pairs = [(first, other) for other in range(len(values)) if other != first]
    return _intervals(values, weights, pairs)


def order_intervals(values: Rows, weights: Sequence[Fraction]) -> list[Interval]:
    """For each criterion the weights under which no two bids change their order.

    Only neighbours can be the first to meet, so that they are all that has to be compared. The rival is the lower one.
    """
    sums = totals(values, weights)
    order = sorted(range(len(values)), key=lambda bid: -sums[bid])
    return _intervals(values, weights, list(pairwise(order)))


def _intervals(values: Rows, weights: Sequence[Fraction], pairs: Sequence[tuple[int, int]]) -> list[Interval]:
    sums = totals(values, weights)
    found = []
    for k, weight in enumerate(weights):
        low, high, below, above = ZERO, ONE, None, None
        for one, other in pairs:
            start, slope = _line(values, weights, (k, one, other), sums[one] - sums[other])
            if not slope:
                continue
            level = -start / slope
            if slope > 0 and low < level:
                low, below = level, other
            elif slope < 0 and level < high:
                high, above = level, other
        found.append(Interval(criterion=k, weight=weight, low=low, high=high, rival_low=below, rival_high=above))
    return found


def _line(
    values: Rows, weights: Sequence[Fraction], place: tuple[int, int, int], ahead: Fraction
) -> tuple[Fraction, Fraction]:
    """What one bid is ahead of another at weight 0 of the criterion, and how that grows with the weight."""
    k, one, other = place
    own, weight = values[one][k] - values[other][k], weights[k]
    if len(weights) == 1:
        return own, ZERO
    if weight == 1:  # the others have no proportions to keep, so they share evenly
        rest = sum((x - y for x, y in zip(values[one], values[other], strict=True)), -own) / (len(weights) - 1)
    else:
        rest = (ahead - weight * own) / (1 - weight)
    return rest, own - rest


def crossings(values: Rows, weights: Sequence[Fraction], criterion: int) -> Iterator[Crossing]:
    """Where any two bids meet while the weight of a criterion goes from 0 to 1, ends left out, in no order."""
    sums = totals(values, weights)
    for one in range(len(values)):
        for other in range(one + 1, len(values)):
            start, slope = _line(values, weights, (criterion, one, other), sums[one] - sums[other])
            level = -start / slope if slope else ZERO
            if 0 < level < 1:
                upper, lower = (one, other) if slope > 0 else (other, one)
                yield Crossing(criterion, level, upper, lower)


def winning_weights(
    values: Rows, weights: Sequence[Fraction], bid: int, criterion: int
) -> tuple[Fraction, Fraction] | None:
    """The weights of one criterion under which a bid is first, or shares the first place; None where there are none."""
    sums = totals(values, weights)
    low, high = ZERO, ONE
    for other in range(len(values)):
        start, slope = _line(values, weights, (criterion, bid, other), sums[bid] - sums[other])
        if not slope:
            if start < 0:
                return None
        elif slope > 0:
            low = max(low, -start / slope)
        else:
            high = min(high, -start / slope)
    return (low, high) if low <= high else None


def quick_intervals(values: Floats, weights: Floats, first: int) -> tuple[Floats, Floats]:
    """The ends of ``winner_intervals`` in double precision, for what moves under somebody's hand."""
    ahead: Floats = values[first] - values
    total = (ahead @ weights)[:, None]
    slope = ahead - total
    level = np.divide(weights * ahead - total, slope, out=np.zeros_like(slope), where=slope != 0)
    low = np.where(slope > 0, level, 0.0).max(axis=0)
    high = np.where(slope < 0, level, 1.0).min(axis=0)
    return np.clip(low, 0, weights), np.clip(high, weights, 1)

"""What the first bid is ahead of the best of the others while one weight moves, all others keeping their proportions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.robustness.stability import ONE, Sums
from evaluator.robustness.whole import Rows

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """The margin of the first bid with a criterion at a lower and at a higher weight; below zero another is first."""

    criterion: int
    low: Fraction
    high: Fraction
    at_low: Fraction
    at_high: Fraction
    now: Fraction

    @property
    def width(self) -> Fraction:
        """How far the margins lie apart; both may be below the one of now, with a rival on either side."""
        margins = (self.now, self.at_low, self.at_high)
        return max(margins) - min(margins)


def swings(values: Rows, weights: Sequence[Fraction], first: int, share: Fraction = HALF) -> list[Swing]:
    """The margins with each weight less and more by a share of itself, the widest apart first.

    >>> found = swings([[ONE, HALF], [HALF, ONE]], [Fraction(3, 5), Fraction(2, 5)], 0)
    >>> str(found[0].low), str(found[0].at_low), str(found[0].at_high)
    ('3/10', '-1/5', '2/5')
    """
    sums = Sums(values)
    now, found = margin(sums(weights), first), []
    for k, weight in enumerate(weights):
        low, high = weight * (1 - share), min(weight * (1 + share), ONE)
        at_low, at_high = (margin(sums(moved(weights, k, to)), first) for to in (low, high))
        found.append(Swing(criterion=k, low=low, high=high, at_low=at_low, at_high=at_high, now=now))
    return sorted(found, key=lambda one: -one.width)


def margin(totals: Sequence[Fraction], first: int) -> Fraction:
    """What one total is above the best of the others.

    >>> str(margin([ONE, HALF], 0)), str(margin([ONE, HALF], 1))
    ('1/2', '-1/2')
    """
    return totals[first] - max(total for bid, total in enumerate(totals) if bid != first)


def moved(weights: Sequence[Fraction], criterion: int, to: Fraction) -> list[Fraction]:
    """The weights with one of them another and the rest in proportion.

    >>> [str(weight) for weight in moved([HALF, Fraction(1, 4), Fraction(1, 4)], 0, Fraction(3, 4))]
    ['3/4', '1/8', '1/8']
    """
    rest = 1 - weights[criterion]
    if not rest:  # the others have no proportions to keep, so they share evenly
        each = (1 - to) / max(len(weights) - 1, 1)
        return [to if k == criterion else each for k in range(len(weights))]
    return [to if k == criterion else weight * (1 - to) / rest for k, weight in enumerate(weights)]

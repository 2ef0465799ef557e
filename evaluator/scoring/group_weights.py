"""The weights of a committee: each member's, how far they lie apart, what they come to together, and whole figures of it.

Sources: geometric mean of judgements and of weights in a group (Forman and Peniwati 1998); coefficient of concordance W
with the correction for ties (Kendall and Babington Smith 1939; Kendall 1948); largest remainder (Hamilton's rule).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import fsum, log, sqrt
from typing import Final, Literal

from evaluator.domain.weighing import Judgement
from evaluator.scoring.judged_weights import Weighting, judged, unfit

Combining = Literal["mean", "geometric", "judgements"]
COMBINING: Final[tuple[Combining, ...]] = ("mean", "geometric", "judgements")
DECIMALS: Final = (0, 1, 2)
# Saaty's scale: from equal (1) to extremely more (9), and the inverse.
SAATY: Final = tuple(Fraction(step) for step in range(9, 0, -1)) + tuple(Fraction(1, step) for step in range(2, 10))
_SAME: Final = 10**9  # weights that agree to so many parts came from the same figures: floats end there
Weights = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """One criterion as the members weigh it, fractions of 1; ``deviation`` is over all members, who are the whole."""

    low: Fraction
    high: Fraction
    mean: Fraction
    deviation: float
    discuss: bool

    @property
    def width(self) -> Fraction:
        """The highest weight less the lowest."""
        return self.high - self.low


@lru_cache(maxsize=256)
def member_weights(one: Judgement) -> Weighting:
    """The weights of one judgement; a comparison outside Saaty's scale, or a table that is no mirror of itself, is refused."""
    count = len(one.criteria)
    if one.way == "ahp":
        square = [len(row) for row in one.rows] == [count] * count
        cells = [(a, b) for a in range(count) for b in range(count)] if square else []
        if not square or any(one.rows[a][b] not in SAATY or one.rows[a][b] * one.rows[b][a] != 1 for a, b in cells):
            raise unfit("ahp", count)
    return judged(one.way, one.rows, count)


def apart(weights: Sequence[Weights]) -> tuple[Apart, ...]:
    """Each criterion over the members; to discuss is one on which they differ by more than half an equal share.

    With n criteria an equal share is 1/n, so that the measure is as strict for two criteria as for ten.

    >>> one = apart([(Fraction(7, 10), Fraction(3, 10)), (Fraction(4, 10), Fraction(6, 10))])[0]
    >>> str(one.width), str(one.mean), round(one.deviation, 6), one.discuss
    ('3/10', '11/20', 0.15, True)
    """
    found = []
    for column in zip(*weights, strict=True):
        low, high, mean = min(column), max(column), sum(column, Fraction(0)) / len(column)
        deviation = sqrt(fsum(float(value - mean) ** 2 for value in column) / len(column))
        wide = (high - low) * 2 * len(weights[0]) > 1
        found.append(Apart(low=low, high=high, mean=mean, deviation=deviation, discuss=wide))
    return tuple(found)


def concordance(weights: Sequence[Weights]) -> Fraction | None:
    """Kendall's W of the orders that the members' weights give, from 0 (no agreement) to 1 (the same order).

    None for fewer than two members, and where each holds all criteria equal: there is no order to agree on.

    >>> str(concordance([(Fraction(3), Fraction(2), Fraction(1)), (Fraction(3), Fraction(1), Fraction(2))]))
    '3/4'
    """
    if len(weights) < 2:
        return None
    ranks = [_ranks(row) for row in weights]
    members, count = len(ranks), len(ranks[0])
    sums = [sum(column, Fraction(0)) for column in zip(*ranks, strict=True)]
    middle = sum(sums, Fraction(0)) / count
    tied = sum(row.count(rank) ** 2 - 1 for row in ranks for rank in row)  # Σ over groups of t of t³ − t
    whole = members**2 * (count**3 - count) - members * tied
    return 12 * sum(((one - middle) ** 2 for one in sums), Fraction(0)) / whole if whole else None


def _ranks(row: Weights) -> list[Fraction]:
    near = [_settled(value) for value in row]
    return [
        Fraction(2 * sum(other < value for other in near) + sum(other == value for other in near) + 1, 2)
        for value in near
    ]


def ways_to_combine(given: Sequence[Judgement]) -> tuple[Combining, ...]:
    """Which means exist: the geometric ones need weights above 0, that of judgements comparisons in pairs by everyone."""
    if not given:
        return ()
    positive = all(min(member_weights(one).weights) > 0 for one in given)
    paired = all(one.way == "ahp" for one in given)
    return tuple(way for way in COMBINING if way == "mean" or (positive if way == "geometric" else positive and paired))


def combined(given: Sequence[Judgement], way: Combining) -> Weighting:
    """What the members' judgements come to, which sums to 1; ``way`` is one of `ways_to_combine`.

    ``mean`` and ``geometric`` are means of the members' weights; ``judgements`` is the geometric mean of their
    comparisons, cell by cell, weighed as one member's would be, with the consistency ratio of the group.
    """
    if way not in ways_to_combine(given):
        raise ValueError(way)
    if way == "judgements":
        count = len(given[0].criteria)
        root = 1 / len(given)
        table = [[_mean([one.rows[a][b] for one in given], root) for b in range(count)] for a in range(count)]
        return judged("ahp", table, count)
    rows = [member_weights(one).weights for one in given]
    if way == "mean":
        return Weighting(way=way, weights=tuple(one.mean for one in apart(rows)))
    parts = [_mean(column, 1 / len(rows)) for column in zip(*rows, strict=True)]
    return Weighting(way=way, weights=tuple(part / sum(parts) for part in parts))


def _mean(values: Sequence[Fraction], root: float) -> Fraction:
    """Geometric mean; of equal values it is that value, without a detour through floats."""
    if len(set(values)) == 1:
        return values[0]
    return Fraction(2.0 ** fsum(log(float(value), 2) * root for value in values))


def in_percent(weights: Weights, decimals: int) -> tuple[Decimal, ...]:
    """Weights in percent with so many decimals that sum to exactly 100.

    Each is cut down; what is missing to 100 goes, one step each, to those that lost most, the first published first
    where they lost the same.

    >>> [str(one) for one in in_percent((Fraction(1, 3),) * 3, 0)]
    ['34', '33', '33']
    >>> [str(one) for one in in_percent((Fraction(1, 3), Fraction(1, 2), Fraction(1, 6)), 1)]
    ['33.3', '50.0', '16.7']
    """
    whole = 100 * 10**decimals
    near = [_settled(weight) for weight in weights]
    exact = [weight / sum(near) * whole for weight in near]
    steps = [value.numerator // value.denominator for value in exact]
    lost = sorted(range(len(exact)), key=lambda place: (steps[place] - exact[place], place))
    for place in lost[: whole - sum(steps)]:
        steps[place] += 1
    return tuple(Decimal(step).scaleb(-decimals) for step in steps)


def _settled(weight: Fraction) -> Fraction:
    """A weight as it is but for the last digits of a float, so that equal figures stay equal."""
    return Fraction(round(weight * _SAME), _SAME)

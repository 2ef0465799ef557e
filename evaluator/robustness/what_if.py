"""What the ranking would be under weights or prices that somebody tries by hand: totals and places exact, shares a preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from evaluator.robustness.board import Board
from evaluator.robustness.case import OfficialMatrix, places
from evaluator.robustness.margin import moved
from evaluator.robustness.regions import Scaled
from evaluator.robustness.sampling import Study, Trial, run
from evaluator.robustness.stability import quick_intervals, totals

SAMPLES = 10_000
NEAR = Fraction(1, 5)
# What is tried by hand stays on this grid, so that a hundred moves in a row do not make numbers of a hundred digits.
_GRID = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A ranking tried by hand: values and weights as they would be, exact totals as fractions of 1, and places.

    ``preview`` counts the ranks while each weight is up to ``NEAR`` less or more, in single precision: good to be looked
    at while something moves, and in no record. ``nearest`` is the criterion whose weight is nearest to a turn of the first
    place, with the weights between which it holds (0 and 1 where none turns), in double precision; None where nothing
    turns it, or several share it.
    """

    matrix: OfficialMatrix
    totals: tuple[Fraction, ...]
    places: Mapping[str, int]
    preview: Trial
    nearest: tuple[int, float, float] | None

    @property
    def first(self) -> tuple[str, ...]:
        """Who would be first, or share the first place."""
        return tuple(vendor for vendor, place in self.places.items() if place == 1)


def what_if(matrix: OfficialMatrix, weights: Sequence[Fraction]) -> WhatIf:
    """The ranking under other weights of the first level, which sum to 1.

    >>> rows = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
    >>> matrix = OfficialMatrix(("Ada", "Bo"), ("fit", "price"), (Fraction(3, 5), Fraction(2, 5)), rows)
    >>> found = what_if(matrix, (Fraction(1, 4), Fraction(3, 4)))
    >>> found.first, str(found.totals[1]), found.preview.precision
    (('Bo',), '3/4', 'preview')
    """
    sums = totals(matrix.values, weights)
    # Each value with its weight in it, so that the factors drawn once serve wherever the weights are.
    parts = [[value * weight for value, weight in zip(row, weights, strict=True)] for row in matrix.values]
    study = Study(values=parts, region=Scaled(NEAR), samples=SAMPLES, precision="preview", pairs=False, central=False)
    tried = replace(matrix, weights=tuple(weights))
    found = places(tried, sums)
    return WhatIf(
        matrix=tried, totals=tuple(sums), places=found, preview=run(study), nearest=_nearest(tried, list(found.values()))
    )  # fmt: skip


def _nearest(matrix: OfficialMatrix, placed: list[int]) -> tuple[int, float, float] | None:
    if placed.count(1) > 1 or len(placed) < 2:
        return None
    rows, own = (np.array(numbers, dtype=np.float64) for numbers in (matrix.values, matrix.weights))
    low, high = quick_intervals(rows, own, placed.index(1))
    room = np.minimum(np.where(low > 0, own - low, np.inf), np.where(high < 1, high - own, np.inf))
    k = int(np.argmin(room))
    return (k, float(low[k]), float(high[k])) if room[k] < np.inf else None


def shifted(
    now: Sequence[Fraction], published: Sequence[Fraction], criterion: int, to: Fraction
) -> tuple[Fraction, ...]:
    """The weights with one of them another and the rest in proportion; they sum to 1 exactly.

    Where that one held all the weight, the others come back in their published proportions.

    >>> half, quarter = Fraction(1, 2), Fraction(1, 4)
    >>> [str(weight) for weight in shifted((half, quarter, quarter), (half, quarter, quarter), 0, Fraction(3, 4))]
    ['3/4', '1/8', '1/8']
    """
    found = moved(published if now[criterion] == 1 else now, criterion, to)
    rounded = [to if k == criterion else Fraction(round(weight * _GRID), _GRID) for k, weight in enumerate(found)]
    rest = max((k for k in range(len(found)) if k != criterion), key=lambda k: rounded[k], default=criterion)
    rounded[rest] += 1 - sum(rounded)
    return tuple(rounded)


def repriced(matrix: OfficialMatrix, board: Board, changed: Mapping[str, Fraction]) -> OfficialMatrix:
    """The matrix once some bids have other prices: everybody's points for price are worked out anew."""
    if not changed:
        return matrix
    there = board.repriced(changed)
    return replace(
        matrix,
        values=tuple(
            tuple(there.value(there.values[vendor], key) for key in matrix.criteria) for vendor in matrix.vendors
        ),
        parting=tuple(there.parts(vendor) for vendor in matrix.vendors),
    )

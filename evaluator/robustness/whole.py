"""Values as whole numbers, so that sums of products come out the same on every machine and in any grouping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Rows = Sequence[Sequence[Fraction]]
Doubt = Mapping[tuple[int, int], tuple[Fraction, Fraction]]

# Values of at most so many bits leave enough of a double's 53 for the weights.
VALUE_BITS = 24
# Where values are uncertain they are drawn from at least so many steps.
FINE = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """Rows of whole numbers without repetition; ``group`` says which row an alternative has, ``size`` how many have it.

    What all alternatives have in common on a criterion is taken away, which changes no order. ``exact`` is false where
    the values had to be rounded to ``VALUE_BITS``. ``doubts`` are cells drawn anew in each sample: row, criterion, and
    how far above the row's number they may lie.
    """

    rows: NDArray[np.float64]
    group: tuple[int, ...]
    size: NDArray[np.int64]
    top: int
    exact: bool
    doubts: tuple[tuple[int, int, int], ...] = ()


def whole(values: Rows, doubt: Doubt | None = None) -> Whole:
    """The values as whole numbers on one common scale.

    >>> found = whole([[Fraction(1, 2), Fraction(1)], [Fraction(1, 4), Fraction(1)], [Fraction(1, 4), Fraction(1)]])
    >>> found.rows.tolist(), found.group, found.exact
    ([[1.0, 0.0], [0.0, 0.0]], (0, 1, 1), True)
    """
    doubt = {cell: bounds for cell, bounds in (doubt or {}).items() if bounds[0] < bounds[1]}
    given = [*(value for row in values for value in row), *(bound for bounds in doubt.values() for bound in bounds)]
    scale = lcm(*{number.denominator for number in given})
    low = [[number.numerator * (scale // number.denominator) for number in row] for row in values]
    spans = {cell: int((high - lower) * scale) for cell, (lower, high) in doubt.items()}
    for (i, k), (lower, _) in doubt.items():
        low[i][k] = int(lower * scale)
    least = [min(column) for column in zip(*low, strict=True)]
    shifted = [[number - floor for number, floor in zip(row, least, strict=True)] for row in low]
    highest = max(number + spans.get((i, k), 0) for i, row in enumerate(shifted) for k, number in enumerate(row))
    common = gcd(*(number for row in shifted for number in row), *spans.values()) or 1
    times = -(-FINE * common // highest) if spans and highest < FINE * common else 1
    exact = (highest // common * times).bit_length() <= VALUE_BITS
    most = 2**VALUE_BITS - 1

    def stepped(number: int) -> int:
        return number // common * times if exact else (2 * number * most + highest) // (2 * highest)

    drawn = {i for i, _ in spans}
    order: dict[tuple[int, ...], int] = {}
    # A row with a doubt is alike to none, so its own number stands before it.
    group = [order.setdefault((i + 1 if i in drawn else 0, *row), len(order)) for i, row in enumerate(shifted)]
    return Whole(
        rows=np.array([[stepped(number) for number in row[1:]] for row in order], dtype=np.float64),
        group=tuple(group), size=np.bincount(group).astype(np.int64), top=stepped(highest) + 1, exact=exact,
        doubts=tuple((group[i], k, stepped(span)) for (i, k), span in spans.items()),
    )  # fmt: skip

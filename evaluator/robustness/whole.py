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
    low = [[doubt.get((i, k), (value,))[0] for k, value in enumerate(row)] for i, row in enumerate(values)]
    least = [min(column) for column in zip(*low, strict=True)]
    shifted = [[value - floor for value, floor in zip(row, least, strict=True)] for row in low]
    spans = {cell: high - lower for cell, (lower, high) in doubt.items()}
    numbers = [*(value for row in shifted for value in row), *spans.values()]
    denominator = lcm(*(number.denominator for number in numbers))
    highest = max((value + spans.get((i, k), 0) for i, row in enumerate(shifted) for k, value in enumerate(row)))
    common = gcd(*(int(number * denominator) for number in numbers)) or 1
    factor = Fraction(denominator, common)
    if spans and highest * factor < FINE:
        factor *= -(-FINE // int(highest * factor))
    exact = int(highest * factor).bit_length() <= VALUE_BITS
    if not exact:
        factor = Fraction(2**VALUE_BITS - 1) / highest
    drawn = {i for i, _ in spans}
    order: dict[tuple[object, ...], int] = {}
    group = [order.setdefault((i if i in drawn else None, *row), len(order)) for i, row in enumerate(shifted)]
    rows = np.array([[float(round(value * factor)) for value in row[1:]] for row in order], dtype=np.float64)  # type: ignore[operator]  # the first is the mark
    return Whole(
        rows=rows.reshape(len(order), len(least)), group=tuple(group), size=np.bincount(group).astype(np.int64),
        top=int(highest * factor) + 1, exact=exact,
        doubts=tuple((group[i], k, int(span * factor)) for (i, k), span in spans.items()),
    )  # fmt: skip

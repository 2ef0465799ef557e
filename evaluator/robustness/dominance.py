"""Which bids are nowhere worse than another: no weights can put the other ahead of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluator.robustness.whole import Rows


@dataclass(frozen=True, slots=True)
class Dominance:
    """One bid is nowhere worse than the other and somewhere better; ``everywhere`` says better on every criterion."""

    better: int
    worse: int
    everywhere: bool


def dominance(values: Rows) -> list[Dominance]:
    """All such pairs of bids.

    >>> from fractions import Fraction
    >>> dominance([[Fraction(1), Fraction(2)], [Fraction(1), Fraction(1)]])
    [Dominance(better=0, worse=1, everywhere=False)]
    """
    # Numbers of the distinct values of each criterion compare as the values do, and many times as fast.
    columns = [
        {value: number for number, value in enumerate(sorted(set(column)))} for column in zip(*values, strict=True)
    ]
    ranks = np.array([[column[value] for column, value in zip(columns, row, strict=True)] for row in values])
    found = []
    for one, row in enumerate(ranks):
        worse = (row >= ranks).all(axis=1) & (row > ranks).any(axis=1)
        found += [Dominance(one, int(other), bool((row > ranks[other]).all())) for other in np.flatnonzero(worse)]
    return found

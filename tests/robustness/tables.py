"""Tables of values and sets of weights, made from a seed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np


def table(bids: int, criteria: int, seed: int = 0, top: int = 10_000) -> list[list[Fraction]]:
    """Values from 0 to 1 in so many steps."""
    numbers = np.random.default_rng(seed).integers(0, top + 1, (bids, criteria))
    return [[Fraction(int(number), top) for number in row] for row in numbers]


def weighted(criteria: int, seed: int = 0) -> list[Fraction]:
    """Weights in percent that sum to 1; one may be 0."""
    numbers = np.random.default_rng(seed + 1).multinomial(100, [1 / criteria] * criteria)
    return [Fraction(int(number), 100) for number in numbers]

"""Sets of weights that a ranking is tried on, and what makes such a set empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.scoring.matrix import MatrixRefusedError, problem


@dataclass(frozen=True, slots=True)
class Simplex:
    """All weights from 0 to 1 that sum to 1, each as likely as any other."""


@dataclass(frozen=True, slots=True)
class Ordinal:
    """All weights in a given order of importance; ``order`` numbers the criteria, the most important first."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Intervals:
    """All weights that sum to 1 and stay between a lowest and a highest weight of each criterion."""

    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Scaled:
    """Weights that are all 1 but for a factor of their own, up to a share less or more; they need not sum to 1.

    Values that hold their weights already are tried on it, so that draws made once serve every set of weights near which
    one looks.
    """

    share: Fraction


SIMPLEX = Simplex()
Region = Simplex | Ordinal | Intervals | Scaled


def around(weights: Sequence[Fraction], share: Fraction) -> Intervals:
    """Each published weight, more or less by a share of itself.

    >>> region = around((Fraction(3, 10), Fraction(7, 10)), Fraction(1, 2))
    >>> str(region.low[0]), str(region.high[1])
    ('3/20', '1')
    """
    return Intervals(
        tuple(max(weight * (1 - share), Fraction(0)) for weight in weights),
        tuple(min(weight * (1 + share), Fraction(1)) for weight in weights),
    )


def demand(region: Region, criteria: int) -> None:
    """Raise ``MatrixRefusedError`` where the region does not fit so many criteria, or holds no weights at all."""
    if isinstance(region, Scaled) and not 0 < region.share < 1:
        raise MatrixRefusedError(problem("region_share", given=f"{float(100 * region.share):g} %"))
    if isinstance(region, Ordinal) and sorted(region.order) != list(range(criteria)):
        raise MatrixRefusedError(problem("region_order", count=criteria))
    if not isinstance(region, Intervals):
        return
    if len(region.low) != criteria or len(region.high) != criteria:
        raise MatrixRefusedError(problem("region_order", count=criteria))
    pairs = list(zip(region.low, region.high, strict=True))
    upside = any(not 0 <= low <= high <= 1 for low, high in pairs)
    if upside or not sum(region.low) <= 1 <= sum(region.high):
        raise MatrixRefusedError(problem("region_empty"))

"""Which bids are nowhere worse than another: no weights can put the other ahead of them."""

from __future__ import annotations

from dataclasses import dataclass

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
    return [
        Dominance(one, other, all(x > y for x, y in zip(mine, theirs, strict=True)))
        for one, mine in enumerate(values)
        for other, theirs in enumerate(values)
        if mine != theirs and all(x >= y for x, y in zip(mine, theirs, strict=True))
    ]

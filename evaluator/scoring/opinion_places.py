"""Places from scores: what agrees but for rounding is equal and shares a place."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.scoring.opinion_prepared import SAME
from evaluator.scoring.opinion_rules import Better

# Scores that are differences of larger numbers keep only the rounding of those; this share of their size is nothing.
_NOISE = 1e-13


def places(scores: Sequence[float], better: Better, size: float = 0.0) -> tuple[int, ...]:
    """Competition ranks; scores that agree to nine digits, or but for rounding, are equal and share a rank.

    >>> places([0.1 + 0.2, 0.9, 0.3, 0.1], "higher")
    (2, 1, 2, 4)
    """
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=better == "higher")
    ranks = [0] * len(scores)
    head = 0
    for position, index in enumerate(order):
        best = scores[order[head]]
        gap = abs(scores[index] - best)
        if gap > max(SAME * max(abs(scores[index]), abs(best)), _NOISE * size):
            head = position
        ranks[index] = head + 1
    return tuple(ranks)

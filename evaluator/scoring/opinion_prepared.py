"""What goes into a second opinion and what comes out of it: plain floats, ready for arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Floats = tuple[float, ...]

# Numbers nearer than this share of their size are the same number written by two orders of summation.
SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A matrix ready for a method: scaled as the method asks, all its demands checked; ``signs`` is -1 for a cost.

    ``numbers`` are the method's parameters, ``columns`` those that hold a value for each criterion.
    """

    values: tuple[Floats, ...]
    weights: Floats
    signs: tuple[int, ...]
    numbers: Mapping[str, float] = field(default_factory=dict)
    columns: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    optimum: Floats = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A score for each alternative; ``size`` is that of the numbers it was summed from, ``extra`` the method's own."""

    scores: Floats
    size: float
    extra: Mapping[str, object]


def scored(scores: Floats, size: float | None = None, **extra: object) -> Scored:
    """Scores with the size of what they were summed from; without one, the largest score is its own measure.

    >>> scored((2.0, -3.0)).size
    3.0
    """
    return Scored(scores, max(map(abs, scores)) if size is None else size, extra)

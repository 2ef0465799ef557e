"""What was filled into a form for weights, as the rows of a judgement; a field left empty stays None."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

Rows = list[list[Fraction | None]]


def pairs(count: int) -> Iterator[tuple[int, int]]:
    """Places of the criteria of each pair, once.

    >>> list(pairs(3))
    [(0, 1), (0, 2), (1, 2)]
    """
    return ((one, other) for one in range(count) for other in range(one + 1, count))


def rows_of(way: str, count: int, given: Mapping[str, Any]) -> Rows:
    """The rows by way; ``given`` has the form's fields by name: a place, ``0_1`` for a pair, ``best``, ``over_0``, ``under_0``.

    >>> [str(value) for value in rows_of("points", 2, {"0": 62.5, "1": 37.5})[0]]
    ['125/2', '75/2']
    >>> rows_of("roc", 2, {"0": 2, "1": None})
    [[Fraction(2, 1), None]]
    """
    if way == "ahp":
        return _table(count, given)
    if way == "bwm":
        return _two(count, given)
    return [[_exact(given.get(str(place))) for place in range(count)]]


def _table(count: int, given: Mapping[str, Any]) -> Rows:
    """Each pair and its mirror image."""
    table: Rows = [[Fraction(1)] * count for _ in range(count)]
    for one, other in pairs(count):
        value = _exact(given.get(f"{one}_{other}"))
        table[one][other] = value
        table[other][one] = None if value is None else 1 / value
    return table


def _two(count: int, given: Mapping[str, Any]) -> Rows:
    """The best over each criterion and each over the worst: the best over itself, and the worst over itself, are 1."""
    best, worst = given.get("best"), given.get("worst")
    over = [_exact(given.get(f"over_{place}")) for place in range(count)]
    under = [_exact(given.get(f"under_{place}")) for place in range(count)]
    if best is not None and worst is not None:
        over[best] = under[worst] = Fraction(1)
        under[best] = over[worst]  # the best over the worst is one judgement
    return [over, under]


def _exact(given: Any) -> Fraction | None:
    """A number as it was typed, never as the float that carries it."""
    if given is None:
        return None
    return given if isinstance(given, Fraction) else Fraction(Decimal(str(given)))

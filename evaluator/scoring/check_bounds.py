"""Checks that every part of a method shares: numbers inside their bounds, keys that occur once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

Fault = tuple[str, str, tuple[tuple[str, str], ...]]


def not_below(key: str, value: Decimal | int | None, least: int) -> Iterator[Fault]:
    """A fault where a number is below the least one allowed.

    >>> list(not_below("shortlist.top", 0, 1))
    [('shortlist.top', 'below_least', (('given', '0'), ('least', '1')))]
    """
    if value is not None and value < least:
        yield key, "below_least", (("given", f"{value}"), ("least", str(least)))


def above_zero(key: str, value: Decimal) -> Iterator[Fault]:
    """A fault where a number is not above zero."""
    if value <= 0:
        yield key, "not_above_zero", (("given", f"{value}"),)


def of_hundred(key: str, value: Decimal | None) -> Iterator[Fault]:
    """A fault where points or a percentage lie outside 0 to 100."""
    if value is not None and not 0 <= value <= 100:
        yield key, "outside_hundred", (("given", f"{value}"),)


def once(path: str, keys: Iterable[str]) -> Iterator[Fault]:
    """A fault for each key that occurs more than once.

    >>> list(once("sections", ["a", "b", "a"]))
    [('sections.a', 'twice', (('id', 'a'),))]
    """
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{path}.{key}", "twice", (("id", key),)

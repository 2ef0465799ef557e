"""Lots of one purchase: their order, and how many of them one vendor may be awarded.

A lot is a "subdivision of the goods, services or works to be procured, allowing the award of one or more Contracts" (EU ePO
core glossary); a limit on how many of them one tenderer may be awarded is stated beforehand (Directive 2014/24/EU, art. 46).
"""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.text import Text
from evaluator.intake.bids import vendor_key
from evaluator.intake.words import plain


def lot_order(lot: str) -> tuple[bool, int, str]:
    """Where a lot stands among the others: numbers by size, then words.

    >>> sorted(["10", "B", "2"], key=lot_order)
    ['2', '10', 'B']
    """
    bare = plain(lot)
    number = int(bare) if bare.isdecimal() else 0
    return (not bare.isdecimal(), number, bare)


def next_lot(there: Iterable[str]) -> str:
    """A number that none of the lots has: one more than the greatest.

    >>> next_lot(["1", "3", "B"]), next_lot([])
    ('4', '1')
    """
    return str(max((lot_order(lot)[1] for lot in there), default=0) + 1)


def over_limit(awards: Iterable[tuple[str, str]], limit: int | None) -> tuple[Finding, ...]:
    """One finding for each vendor with more lots than the limit; ``awards`` are the lots' numbers, each with its vendor.

    >>> [dict(found.params)["n"] for found in over_limit([("1", "Ada"), ("2", "ADA"), ("3", "Bo")], 1)]
    [2]
    """
    held: dict[str, list[tuple[str, str]]] = {}
    for lot, vendor in sorted(awards, key=lambda award: lot_order(award[0])):
        held.setdefault(vendor_key(vendor), []).append((lot, vendor))
    return tuple(
        _over(pairs[0][1], [lot for lot, _ in pairs], limit)
        for pairs in held.values()
        if limit is not None and len(pairs) > limit
    )


def _over(vendor: str, lots: list[str], limit: int) -> Finding:
    named = Text("、".join(lots), ", ".join(lots))
    return finding(Rule.AWARD_LIMIT, vendor=vendor, lots=named, n=len(lots), limit=limit)

"""The published tie rule: criteria, the lower price, a draw, in the order published; and totals that only look equal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from evaluator.domain.finding import Finding, Param, Rule, finding
from evaluator.domain.method import DRAW, LOWER_PRICE, Method
from evaluator.domain.question import rounded
from evaluator.domain.ranking import Ranking, Result
from evaluator.domain.text import Text
from evaluator.intake.words import plain
from evaluator.scoring.check_bounds import Fault

Key = tuple[Fraction, ...]
# Decimals with which a total in points of 100, and an index, are shown.
SHOWN_TOTAL, SHOWN_INDEX = 3, 4
# Dearer than any price, for one that is still open.
_DEAREST = Fraction(10**30)


def draw_number(seed: str, vendor: str) -> int:
    """The vendor's number in the draw, the highest first: SHA-256 of the seed, a line break and the vendor's plain name.

    It depends on no other bid, and whoever knows the published seed can work it out again.

    >>> draw_number("2026-07", "Ada") == draw_number("2026-07", " ＡＤＡ"), draw_number("a", "Ada") == draw_number("b", "Ada")
    (True, False)
    """
    return int(hashlib.sha256(f"{seed}\n{plain(vendor)}".encode()).hexdigest(), 16)


def parting(method: Method, vendor: str, value: Callable[[str], Fraction], price: Fraction) -> Key:
    """What equal totals are parted by, in the published order; more is better."""
    special: Mapping[str, Callable[[], Fraction]] = {
        LOWER_PRICE: lambda: -price,
        DRAW: lambda: Fraction(draw_number(method.tie_seed, vendor)),
    }
    return tuple(special[key]() if key in special else value(key) for key in method.ties)


def worst(method: Method, result: Result) -> Key:
    """What a bid has at least; what it has, once it is settled."""
    price = _DEAREST if result.compared is None else result.compared
    return parting(method, result.vendor, lambda key: result.node(key).low, price)


def best(method: Method, result: Result) -> Key:
    """What a bid may come to have at most."""
    price = Fraction(0) if result.compared is None else result.compared
    return parting(method, result.vendor, lambda key: result.node(key).high, price)


def tie_findings(method: Method, ranking: Ranking) -> list[Finding]:
    """A note for each place that is shared, for each order that was drawn, and for numbers that only look equal."""
    ranked = ranking.ranked()
    found = [_told(Rule.TIE, group) for group in _runs(ranked, lambda one, other: one.place == other.place)]
    if method.ties[-1:] == (DRAW,):
        drawn = _runs(ranked, lambda one, other: _undrawn(method, ranking, one) == _undrawn(method, ranking, other))
        found += [_told(Rule.TIE_DRAWN, group, "seed", method.tie_seed) for group in drawn]
    alike = _runs(ranked, lambda one, other: None is not _shown(ranking, one) == _shown(ranking, other))
    near = [group for group in alike if len({exact(ranking, result) for result in group}) > 1]
    decimals = SHOWN_TOTAL if ranking.rule == "additive" else SHOWN_INDEX
    return [*found, *(_told(Rule.TIE_ROUNDED, group, "digits", decimals) for group in near)]


def _runs(ranked: Sequence[Result], alike: Callable[[Result, Result], bool]) -> Iterator[list[Result]]:
    """Neighbours in the order of places of which each is like the next."""
    group: list[Result] = []
    for result in ranked:
        if group and not alike(group[-1], result):
            yield from [group] if len(group) > 1 else []
            group = []
        group.append(result)
    yield from [group] if len(group) > 1 else []


def _told(rule: Rule, group: Sequence[Result], name: str = "", said: Param = "") -> Finding:
    vendors = [result.vendor for result in group]
    found = finding(rule, vendors=Text("、".join(vendors), ", ".join(vendors)))
    return replace(found, params=(*found.params, (name, said))) if name else found


def exact(ranking: Ranking, result: Result) -> Fraction | None:
    """The number that a place rests on where it is exact: the total in points of 100, or the index."""
    key = ranking.keys.get(result.vendor)
    if ranking.rule == "additive":
        return None if result.score is None else result.score * 100
    return key if isinstance(key, Fraction) else None


def _shown(ranking: Ranking, result: Result) -> Fraction | None:
    number = exact(ranking, result)
    return None if number is None else rounded(number, SHOWN_TOTAL if ranking.rule == "additive" else SHOWN_INDEX)


def _undrawn(method: Method, ranking: Ranking, result: Result) -> tuple[object, Key]:
    """What a bid was compared by before the draw; the float of a named method is equal where it ranks equal."""
    number = exact(ranking, result)
    return ranking.keys.get(result.vendor) if number is None else number, worst(method, result)[:-1]


def tie_faults(method: Method, criteria: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with the published list: names that nothing has, a draw that is not last or has no seed."""
    known = (*sorted(criteria), LOWER_PRICE, DRAW)
    for key in method.ties:
        if key not in known:
            yield "ties", "unknown_criterion", (("given", key), ("known", ", ".join(known)))
    if len(set(method.ties)) < len(method.ties):
        yield "ties", "ties_twice", ()
    if DRAW in method.ties[:-1]:
        yield "ties", "draw_not_last", ()
    if DRAW in method.ties and not method.tie_seed.strip():
        yield "tie_seed", "seed_missing", ()
    for key in {LOWER_PRICE, DRAW} & set(criteria):
        yield f"criteria.{key}", "criterion_reserved", ()

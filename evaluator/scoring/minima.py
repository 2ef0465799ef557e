"""Minimum points of questions, of criteria and of the total: which bids they exclude for certain, and which they may yet exclude.

What a price is worth depends on which bids are admissible. A criterion that holds the price, and the total, can therefore
rise when another bid falls out; such a minimum excludes a bid only where it is missed in every possible outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.method import Criterion, Method
from evaluator.domain.ranking import Result
from evaluator.domain.text import Text
from evaluator.intake.values import show_plain
from evaluator.scoring.price_formulas import either_way
from evaluator.scoring.totals import Work, admissible, price_leaf, results

TOTAL = "total"
TOTAL_TITLE = Text("总分", "total")


@dataclass(frozen=True, slots=True)
class Minimum:
    """A minimum of a question, a criterion or the total, in points of 100; ``key`` is the id, the key or `TOTAL`."""

    key: str
    title: Text
    points: Decimal

    def bounds(self, result: Result) -> tuple[Fraction, Fraction]:
        """Lowest and highest points of a bid, its open answers considered."""
        place = result if self.key == TOTAL else result.node(self.key)
        return place.low * 100, place.high * 100


def settled_minima(method: Method) -> dict[str, Decimal]:
    """The minima of questions, and of criteria without the price: they depend on nothing but the bid itself."""
    asked = {one.id: one.minimum for one in method.auto_questions() if one.minimum is not None}
    return asked | {
        one.key: one.minimum
        for top in method.criteria
        for one in _walk(top)
        if one.minimum is not None and not _priced(method, one)
    }


def _comparing(method: Method) -> list[Minimum]:
    found = [
        Minimum(one.key, one.title, one.minimum)
        for top in method.criteria
        for one in _walk(top)
        if one.minimum is not None and _priced(method, one)
    ]
    return found + ([] if method.minimum_total is None else [Minimum(TOTAL, TOTAL_TITLE, method.minimum_total)])


def minima_of(method: Method) -> list[Minimum]:
    """Every published minimum: of criteria in published order, of questions, of the total."""
    found = [
        Minimum(one.key, one.title, one.minimum)
        for top in method.criteria
        for one in _walk(top)
        if one.minimum is not None
    ]
    found += [Minimum(one.id, one.text, one.minimum) for one in method.auto_questions() if one.minimum is not None]
    return found + ([] if method.minimum_total is None else [Minimum(TOTAL, TOTAL_TITLE, method.minimum_total)])


def has_priced_minima(method: Method) -> bool:
    """Whether a minimum stands on the price, so that a bid may fall out by what others ask."""
    return bool(_comparing(method))


def _priced(method: Method, criterion: Criterion) -> bool:
    return price_leaf(method) in tuple(criterion.leaves())


def _walk(top: Criterion) -> list[Criterion]:
    return [top, *(below for child in top.children for below in _walk(child))]


def hold_to_minima(method: Method, works: Sequence[Work], uncertain: Iterable[str]) -> list[str]:
    """Exclude what misses a minimum in every outcome, the lowest first; all bids that may still fall out.

    The lowest goes first because its price then no longer presses the others' points. ``uncertain`` are the bids that may
    fall out for another reason; a bid that misses a minimum in some outcomes only joins them, with a reason to say so.
    """
    minima = _comparing(method)
    while minima:
        loose, worst, best = _outlook(method, works, uncertain, minima)
        out = [
            (work, least)
            for work in works
            if admissible(work)
            for least in minima
            if least.bounds(best[work.bid.vendor])[1] < least.points
        ]
        if not out:
            for work in works:
                work.reasons += _held(work, minima, worst, best)
            return loose
        lowest, missed = min(out, key=lambda pair: best[pair[0].bid.vendor].high)
        lowest.reasons.append(_below(lowest, missed, best[lowest.bid.vendor]))
    return list(uncertain)


Outlook = tuple[list[str], Mapping[str, Result], Mapping[str, Result]]


def _outlook(method: Method, works: Sequence[Work], uncertain: Iterable[str], minima: Sequence[Minimum]) -> Outlook:
    """The bids that may fall out, and each bid with everybody in and with all of them but itself out."""
    inside = [work.bid.vendor for work in works if admissible(work)]
    loose = [vendor for vendor in uncertain if vendor in inside]
    while True:
        adrift = bool(loose) and either_way(method.price)
        worst = {result.vendor: result for result in results(method, works, adrift=adrift)}
        best = {vendor: _alone(method, works, (vendor, frozenset(loose)), adrift=adrift) for vendor in inside}
        joining = [
            vendor
            for vendor in inside
            if vendor not in loose and any(_may_miss(least, worst[vendor], best[vendor]) for least in minima)
        ]
        if not joining:
            return loose, worst, best
        loose += joining


def _alone(method: Method, works: Sequence[Work], one_of: tuple[str, frozenset[str]], *, adrift: bool) -> Result:
    vendor, loose = one_of
    return next(one for one in results(method, works, loose - {vendor}, adrift=adrift) if one.vendor == vendor)


def _may_miss(least: Minimum, worst: Result, best: Result) -> bool:
    return least.bounds(worst)[0] < least.points <= least.bounds(best)[1]


def _held(
    work: Work, minima: Sequence[Minimum], worst: Mapping[str, Result], best: Mapping[str, Result]
) -> list[Finding]:
    vendor = work.bid.vendor
    return [
        finding(
            Rule.THRESHOLD_OPEN, vendor=vendor, item=least.key, criterion=least.title, minimum=show_plain(least.points),
            low=_shown(least.bounds(worst[vendor])[0]), high=_shown(least.bounds(best[vendor])[1]),
        )
        for least in minima
        if vendor in best and _may_miss(least, worst[vendor], best[vendor])
    ]  # fmt: skip


def _below(work: Work, missed: Minimum, best: Result) -> Finding:
    return finding(
        Rule.BELOW_THRESHOLD, vendor=work.bid.vendor, item=missed.key, criterion=missed.title,
        value=_shown(missed.bounds(best)[1]), minimum=show_plain(missed.points),
    )  # fmt: skip


def _shown(points: Fraction) -> str:
    return f"{float(points):.1f}"

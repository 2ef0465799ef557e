"""Ranking → shortlist: the first places, ties kept whole, above the minimum."""

from __future__ import annotations

from evaluator.domain.award import Shortlist
from evaluator.domain.method import ShortlistRule
from evaluator.domain.ranking import Ranking, Result


def shortlist(ranking: Ranking, rule: ShortlistRule) -> Shortlist:
    """The ranked bids of the first ``top`` places that reach the minimum.

    Bids that share the last place all stay, so the list may be longer than ``top``. Excluded and unsettled bids have no
    place and never go on. The minimum applies to totals; a rule without totals (``method``) has none to compare.
    """
    inside = [result for result in ranking.ranked() if result.place is not None and result.place <= rule.top]
    below = [result for result in inside if _misses(result, rule)]
    kept = [result for result in inside if not _misses(result, rule)]
    return Shortlist(
        vendors=tuple(result.vendor for result in kept),
        top=rule.top,
        minimum=rule.minimum if ranking.rule == "additive" else None,
        cut=max((result.place for result in kept if result.place is not None), default=None),
        tied=tuple(result.vendor for result in kept[rule.top :]),
        below=tuple(result.vendor for result in below),
        provisional=ranking.provisional,
    )


def _misses(result: Result, rule: ShortlistRule) -> bool:
    return result.score is not None and result.score * 100 < rule.minimum

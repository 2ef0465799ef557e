"""Results in order: exact totals, the published tie rule, shared places, and the places still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.domain.award_rule import ADDITIVE, rule_name
from evaluator.domain.method import Method
from evaluator.domain.ranking import Ranking, Result, Status
from evaluator.scoring import ties
from evaluator.scoring.explain import gaps
from evaluator.scoring.rank_other import Standing, every_place, standing, without_totals
from evaluator.scoring.ties import Key


def order(method: Method, results: Sequence[Result]) -> Ranking:
    """The ranking by the pack's award rule; a bid that is not ranked keeps its bounds and has no place."""
    additive = method.award.rule == ADDITIVE
    said = Standing({result.vendor: result.low for result in results})
    if not additive:
        said = standing(method, [result for result in results if result.status is Status.RANKED])
        results = [without_totals(method, result, said.problems) for result in results]
    ranked = [result for result in results if result.status is Status.RANKED]
    placed = _place(ranked, {row.vendor: (said.order[row.vendor], *ties.worst(method, row)) for row in ranked})
    everyone = [*placed, *(result for result in results if result.status is not Status.RANKED)]
    everyone = _places(everyone, method) if additive else every_place(everyone)
    rest = {Status.RANKED: 0, Status.UNSETTLED: 1, Status.EXCLUDED: 2}
    everyone.sort(key=lambda result: (rest[result.status], result.place or 0, -result.high))
    explained = gaps([result for result in everyone if result.status is Status.RANKED]) if additive else ()
    return Ranking(
        rule=rule_name(method.award), better=said.better, results=tuple(everyone),
        weights={top.key: top.share for top in method.criteria}, gaps=tuple(explained), keys=said.keys,
        provisional=any(result.status is Status.UNSETTLED for result in everyone),
    )  # fmt: skip


def _place(results: Sequence[Result], keys: dict[str, Key]) -> list[Result]:
    """Competition places: what is equal on every key shares a place, the next place counts them all."""
    return [
        replace(result, place=1 + sum(other > keys[result.vendor] for other in keys.values()))
        for result in sorted(results, key=lambda result: keys[result.vendor], reverse=True)
    ]


def _places(results: Sequence[Result], method: Method) -> list[Result]:
    """Best and worst place each bid can still take, from the bounds of all that are not excluded.

    The tie rule counts: a bid that can reach an equal total and then win on the tie criteria may end ahead.
    """
    alive = [result for result in results if result.status is not Status.EXCLUDED and not result.part]
    least = {result.vendor: (result.low, *ties.worst(method, result)) for result in alive}
    most = {result.vendor: (result.high, *ties.best(method, result)) for result in alive}
    out = []
    for result in results:
        if result.status is Status.EXCLUDED or result.part:
            out.append(result)
            continue
        others = [other.vendor for other in alive if other.vendor != result.vendor]
        best = 1 + sum(least[other] > most[result.vendor] for other in others)
        worst = 1 + sum(most[other] > least[result.vendor] for other in others)
        out.append(replace(result, places=(best, worst)))
    return out

"""Results in order: exact totals, the published tie rule, shared places, and the places still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from evaluator.domain.finding import Finding, Phrase, Rule, finding
from evaluator.domain.method import Method
from evaluator.domain.ranking import Node, Ranking, Result, Status
from evaluator.domain.text import Text
from evaluator.scoring.explain import gaps
from evaluator.scoring.matrix import DecisionMatrix, MatrixProblem, MatrixRefusedError, problem_phrase

Key = tuple[Fraction, ...]


def order(method: Method, results: Sequence[Result]) -> Ranking:
    """The ranking by the pack's award rule; a bid that is not ranked keeps its bounds and has no place."""
    weights = {top.key: top.share for top in method.criteria}
    if method.award.rule != "additive":
        results = [_without_totals(result) for result in results]
    ranked = [result for result in results if result.status is Status.RANKED]
    keys: dict[str, float] = {}
    rule, better = "additive", "higher"
    if method.award.rule == "additive":
        placed = _place(ranked, {result.vendor: (result.low, *_tie_key(result, method)) for result in ranked})
    else:
        rule = method.award.method
        placed, keys, better = _by_method(method, ranked, weights)
    others = [result for result in results if result.status is not Status.RANKED]
    everyone = [*placed, *others]
    everyone = _places(everyone, method) if rule == "additive" else _any_place(everyone)
    rest = {Status.RANKED: 0, Status.UNSETTLED: 1, Status.EXCLUDED: 2}
    everyone.sort(key=lambda result: (rest[result.status], result.place or 0, -result.high))
    explained = gaps([result for result in everyone if result.status is Status.RANKED]) if rule == "additive" else ()
    return Ranking(
        rule=rule, better=better, results=tuple(everyone), weights=weights, gaps=tuple(explained), keys=keys,
        provisional=any(result.status is Status.UNSETTLED for result in everyone),
    )  # fmt: skip


def tie_findings(ranking: Ranking) -> list[Finding]:
    """One note for each place that several bids share although the published tie rule has spoken."""
    places: dict[int | None, list[str]] = {}
    for result in ranking.ranked():
        places.setdefault(result.place, []).append(result.vendor)
    shared = [vendors for vendors in places.values() if len(vendors) > 1]
    return [finding(Rule.TIE, vendors=Text("、".join(vendors), ", ".join(vendors))) for vendors in shared]


def _tie_key(result: Result, method: Method) -> Key:
    return tuple(result.node(key).low for key in method.ties)


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
    alive = [result for result in results if result.status is not Status.EXCLUDED]
    least = {result.vendor: (result.low, *_tie_key(result, method)) for result in alive}
    most = {result.vendor: (result.high, *(result.node(key).high for key in method.ties)) for result in alive}
    out = []
    for result in results:
        if result.status is Status.EXCLUDED:
            out.append(result)
            continue
        others = [other.vendor for other in alive if other.vendor != result.vendor]
        best = 1 + sum(least[other] > most[result.vendor] for other in others)
        worst = 1 + sum(most[other] > least[result.vendor] for other in others)
        out.append(replace(result, places=(best, worst)))
    return out


def _any_place(results: Sequence[Result]) -> list[Result]:
    """The places open under a named method: one bid more or less can turn its whole order round.

    So every place is open while any bid is, and every place is certain once none is.
    """
    alive = [result for result in results if result.status is not Status.EXCLUDED]
    if not any(result.status is Status.RANKED for result in alive):
        return list(results)
    is_open = any(result.status is Status.UNSETTLED for result in alive)
    return [
        result
        if result.status is Status.EXCLUDED
        else replace(
            result, places=(1, len(alive)) if is_open or result.place is None else (result.place, result.place)
        )
        for result in results
    ]


def _without_totals(result: Result) -> Result:
    """A bid under a named method: its official number is the method's key, so it has no sum and no parts of one."""
    return replace(result, score=None, nodes=tuple(_without_parts(node) for node in result.nodes))


def _without_parts(node: Node) -> Node:
    return replace(node, contribution=None, children=tuple(_without_parts(child) for child in node.children))


def _by_method(
    method: Method, ranked: Sequence[Result], weights: dict[str, Fraction]
) -> tuple[list[Result], dict[str, float], str]:
    """Bids with the places that the named method gives them, their official keys, and which way is better."""
    from evaluator.scoring.second_opinion import opinion

    if not ranked:
        return [], {}, "higher"
    matrix = DecisionMatrix(
        alternatives=tuple(result.vendor for result in ranked),
        criteria=tuple(weights),
        objectives=tuple("max" for _ in weights),
        weights=tuple(weights.values()),
        values=tuple(tuple(top.low for top in result.nodes) for result in ranked),
    )
    try:
        found = opinion(matrix, method.award.method, dict(method.award.parameters))
    except MatrixRefusedError as refusal:
        # A single bid needs nobody to be compared with.
        alone = len(ranked) == 1
        return [replace(ranked[0], place=1)] if alone else _unranked(method, ranked, refusal.problems), {}, "higher"
    # The method's own ranks let rounding errors make no order; the published tie rule speaks where they are equal.
    ranks = dict(zip(matrix.alternatives, found.ranks, strict=True))
    official = {result.vendor: (Fraction(-ranks[result.vendor]), *_tie_key(result, method)) for result in ranked}
    keys = dict(zip(matrix.alternatives, found.scores, strict=True))
    return _place(ranked, official), keys, found.better


def _unranked(method: Method, results: Sequence[Result], problems: Sequence[MatrixProblem]) -> list[Result]:
    """The same bids without a place: the official method cannot judge them, and no other may take its stead."""
    names = {top.key: top.title for top in method.criteria}
    first = {problem.key: problem for problem in reversed(problems)}.values()
    official = Phrase(f"opinion.short.{method.award.method}")
    return [
        replace(
            result, status=Status.UNSETTLED, score=None,
            reasons=(
                *result.reasons,
                *(
                    finding(Rule.METHOD_REFUSED, vendor=result.vendor, method=official, why=problem_phrase(one, names))
                    for one in first
                ),
            ),
        )
        for result in results
    ]  # fmt: skip

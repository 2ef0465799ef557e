"""The order by a rule that is no sum: an exact index of quality and price, or a named method; and what it leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from evaluator.domain.finding import Phrase, Rule, finding
from evaluator.domain.method import Method
from evaluator.domain.ranking import Node, Result, Status
from evaluator.scoring.index_rules import RULES, index_keys, offer_of
from evaluator.scoring.matrix import DecisionMatrix, MatrixProblem, MatrixRefusedError, problem_phrase

ZERO = Fraction(0)
Values = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a rule says of the bids: an exact number by which they are ordered, more is better, and its official keys.

    ``problems``: why a named method cannot judge these bids; nobody is then ordered.
    """

    order: Mapping[str, Fraction]
    keys: Mapping[str, Fraction | float] = field(default_factory=dict)
    better: str = "higher"
    problems: tuple[MatrixProblem, ...] = ()


def standing(method: Method, ranked: Sequence[Result]) -> Standing:
    """What the official rule, which is no sum, says of settled bids."""
    values = {result.vendor: {node.key: node.low for top in result.nodes for node in top.walk()} for result in ranked}
    return judged(method, values, {row.vendor: (row.compared or ZERO, row.added or ZERO) for row in ranked})


def judged(method: Method, values: Values, prices: Mapping[str, tuple[Fraction, Fraction]]) -> Standing:
    """The same from the values of all criteria, and the price with what a life-cycle cost adds to it, by vendor."""
    if not values:
        return Standing({})
    return _by_index(method, values, prices) if method.award.rule == "index" else _by_method(method, values)


def _by_index(method: Method, values: Values, prices: Mapping[str, tuple[Fraction, Fraction]]) -> Standing:
    better = RULES[method.award.method].better
    keys = index_keys(method, {name: offer_of(method, own, *prices[name]) for name, own in values.items()})
    order = keys if better == "higher" else {name: -key for name, key in keys.items()}
    return Standing(order, dict(keys), better)


def _by_method(method: Method, values: Values) -> Standing:
    from evaluator.scoring.second_opinion import opinion

    matrix = DecisionMatrix(
        alternatives=tuple(values),
        criteria=tuple(top.key for top in method.criteria),
        objectives=tuple("max" for _ in method.criteria),
        weights=tuple(top.share for top in method.criteria),
        values=tuple(tuple(own[top.key] for top in method.criteria) for own in values.values()),
    )
    try:
        found = opinion(matrix, method.award.method, dict(method.award.parameters))
    except MatrixRefusedError as refusal:
        # A single bid needs nobody to be compared with.
        alone = len(values) == 1
        return Standing(dict.fromkeys(values, Fraction(0))) if alone else Standing({}, problems=refusal.problems)
    # The method's own ranks let rounding errors make no order; the published tie rule speaks where they are equal.
    order = {name: Fraction(-rank) for name, rank in zip(matrix.alternatives, found.ranks, strict=True)}
    return Standing(order, dict(zip(matrix.alternatives, found.scores, strict=True)), found.better)


def every_place(results: Sequence[Result]) -> list[Result]:
    """The places open under such a rule: one bid more or less can turn its whole order round.

    So every place is open while any bid is, and every place is certain once none is.
    """
    alive = [result for result in results if result.status is not Status.EXCLUDED and not result.part]
    if not any(result.status is Status.RANKED for result in alive):
        return list(results)
    is_open = any(result.status is Status.UNSETTLED for result in alive)
    return [
        result
        if result.status is Status.EXCLUDED or result.part
        else replace(
            result, places=(1, len(alive)) if is_open or result.place is None else (result.place, result.place)
        )
        for result in results
    ]


def without_totals(method: Method, result: Result, problems: Sequence[MatrixProblem]) -> Result:
    """A bid under such a rule: its official number is its key, so it has no sum and no parts of one.

    Where the method cannot judge, a bid has no place either, and no other rule may take the method's stead.
    """
    bare = replace(result, score=None, nodes=tuple(_without_parts(node) for node in result.nodes))
    if result.status is not Status.RANKED or not problems:
        return bare
    names = {top.key: top.title for top in method.criteria}
    first = {problem.key: problem for problem in reversed(problems)}.values()
    official = Phrase(f"opinion.short.{method.award.method}")
    why = (
        finding(Rule.METHOD_REFUSED, vendor=result.vendor, method=official, why=problem_phrase(one, names))
        for one in first
    )
    return replace(bare, status=Status.UNSETTLED, reasons=(*result.reasons, *why))


def _without_parts(node: Node) -> Node:
    return replace(node, contribution=None, children=tuple(_without_parts(child) for child in node.children))

"""A tender as it was ranked, to be ranked again with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.domain.award_rule import ADDITIVE
from evaluator.domain.bid import Bid
from evaluator.domain.method import Method
from evaluator.domain.ranking import Evaluation, Ranking, Result
from evaluator.domain.tender import Tender
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.ties import worst


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """Everything that ``evaluate`` takes, and what it found.

    ``watch`` is called before the case is ranked again: whoever works it out elsewhere counts there, or raises to stop.
    """

    method: Method
    tender: Tender | None
    bids: tuple[Bid, ...]
    judged: Judgements
    evaluation: Evaluation
    watch: Callable[[], None] = lambda: None

    @property
    def ranking(self) -> Ranking:
        """The official ranking."""
        return self.evaluation.ranking

    def leaders(
        self, *, method: Method | None = None, tender: Tender | None = None, judged: Judgements | None = None
    ) -> tuple[str, ...]:
        """Who would be first with another method, tender or judgements; nobody where no bid would be ranked."""
        self.watch()
        changed = evaluate(method or self.method, tender or self.tender, self.bids, judged or self.judged)
        return leaders(changed.ranking)


def case(method: Method, tender: Tender | None, bids: Sequence[Bid], judged: Judgements) -> Case:
    """The case of a tender, ranked."""
    found = evaluate(method, tender, bids, judged)
    return Case(method=method, tender=tender, bids=tuple(bids), judged=judged, evaluation=found)


def by_weights(method: Method) -> bool:
    """Whether other weights alone say who would be first: by weighted totals, and without a minimum on the total.

    Other weights move bids over and under such a minimum, and with each bid the price that all others are compared with.
    """
    return method.award.rule == ADDITIVE and method.minimum_total is None


def leaders(ranking: Ranking) -> tuple[str, ...]:
    """The vendors that are first, or share the first place."""
    return tuple(result.vendor for result in ranking.ranked() if result.place == 1)


def number_of(ranking: Ranking, result: Result) -> Fraction | float | None:
    """What a place rests on before the tie rule: the total, the index, or the score of a named method."""
    return ranking.keys.get(result.vendor, result.score)


@dataclass(frozen=True, slots=True)
class OfficialMatrix:
    """The ranked bids on the criteria of the first level, exact, more is better; ``first`` numbers the winner."""

    vendors: tuple[str, ...]
    criteria: tuple[str, ...]
    weights: tuple[Fraction, ...]
    values: tuple[tuple[Fraction, ...], ...]
    first: int = 0
    parting: tuple[tuple[Fraction, ...], ...] = ()


def official_matrix(ranking: Ranking, method: Method | None = None) -> OfficialMatrix:
    """The matrix that the official totals come from, the ranked bids in order of place.

    ``parting`` is what parts equal totals by the tie rule of the ``method``, where one is given.
    """
    ranked = ranking.ranked()
    return OfficialMatrix(
        vendors=tuple(result.vendor for result in ranked),
        criteria=tuple(ranking.weights),
        weights=tuple(ranking.weights.values()),
        values=tuple(tuple(node.value or Fraction(0) for node in result.nodes) for result in ranked),
        parting=tuple(worst(method, result) for result in ranked) if method is not None else (),
    )


def places(matrix: OfficialMatrix, sums: Sequence[Fraction]) -> dict[str, int]:
    """The place of each bid by other totals and the same tie rule; equal bids share the better place.

    >>> matrix = OfficialMatrix(("Ada", "Bo"), ("price",), (Fraction(1),), ((Fraction(1),), (Fraction(0),)))
    >>> places(matrix, [Fraction(1, 2), Fraction(1, 2)])
    {'Ada': 1, 'Bo': 1}
    """
    parting = matrix.parting or ((),) * len(sums)
    keys = [(total, *rest) for total, rest in zip(sums, parting, strict=True)]
    ordered = sorted(keys, reverse=True)
    found = {key: place for place, key in reversed(list(enumerate(ordered, 1)))}
    return {vendor: found[own] for vendor, own in zip(matrix.vendors, keys, strict=True)}

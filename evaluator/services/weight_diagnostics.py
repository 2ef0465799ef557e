"""What the bids themselves would weigh, beside the weights that were published: to look at, and nothing that can be adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.domain.ranking import Ranking
from evaluator.scoring.data_weights import DATA, from_data
from evaluator.scoring.matrix import DecisionMatrix, MatrixProblem, MatrixRefusedError, Objective
from evaluator.services.state import TenderState


@dataclass(frozen=True, slots=True, kw_only=True)
class DataWeights:
    """Criteria of the first level with their published weights, fractions of 1, and each way's, or why it gives none."""

    criteria: tuple[str, ...]
    published: tuple[Fraction, ...]
    ways: Mapping[str, tuple[Fraction, ...] | MatrixProblem]


def data_weights(state: TenderState) -> DataWeights | None:
    """Weights by the spread of the ranked bids' values; None before prices are open or with fewer than two ranked bids."""
    ranking = state.evaluation.ranking
    if "prices_opened" not in state.stages or len(ranking.ranked()) < 2:
        return None
    matrix = _values(ranking)
    return DataWeights(
        criteria=matrix.criteria, published=matrix.weights, ways={way: _weighed(way, matrix) for way in DATA}
    )


def _values(ranking: Ranking) -> DecisionMatrix:
    ranked = ranking.ranked()
    goals: list[Objective] = ["max"] * len(ranking.weights)
    return DecisionMatrix(
        alternatives=tuple(result.vendor for result in ranked), criteria=tuple(ranking.weights), objectives=tuple(goals),
        weights=tuple(ranking.weights.values()),
        values=tuple(tuple(node.value or Fraction(0) for node in result.nodes) for result in ranked),
    )  # fmt: skip


def _weighed(way: str, matrix: DecisionMatrix) -> tuple[Fraction, ...] | MatrixProblem:
    try:
        return from_data(way, matrix).weights
    except MatrixRefusedError as refusal:
        return refusal.problems[0]

"""The flip certificate: for each rival the least change of every kind that makes it first, the smallest first."""

from __future__ import annotations

from evaluator.robustness.board import board
from evaluator.robustness.case import Case, by_weights, leaders, official_matrix
from evaluator.robustness.flip import Flip, ordered
from evaluator.robustness.flip_prices import price_flips
from evaluator.robustness.flip_rules import rule_flips
from evaluator.robustness.flip_scores import score_flips
from evaluator.robustness.flip_weights import weight_flips


def certificate(case: Case) -> tuple[Flip, ...]:
    """All flips of a case; nothing where no bid is ranked.

    The least change of all weights together is a linear program over totals: an index, a named method and a minimum on the
    total have none, and only scores, prices and rules are changed, by search.
    """
    ranked = case.ranking.ranked()
    if not ranked:
        return ()
    there = board(case.method, case.ranking)
    flips = [*rule_flips(case), *score_flips(case, there), *price_flips(case, there)]
    if by_weights(case.method):
        titles = {node.key: node.title for node in ranked[0].nodes}
        now = leaders(case.ranking)
        # Of the weights one bid is first; another that shares its place has nothing to turn.
        flips += [
            one for one in weight_flips(official_matrix(case.ranking, case.method), titles) if one.rival not in now
        ]
    return ordered(flips)

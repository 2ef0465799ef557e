"""The flip certificate: for each rival the least change of every kind that makes it first, the smallest first."""

from __future__ import annotations

from evaluator.robustness.board import board
from evaluator.robustness.case import Case, leaders, official_matrix
from evaluator.robustness.flip import Flip, ordered
from evaluator.robustness.flip_prices import price_flips
from evaluator.robustness.flip_rules import rule_flips
from evaluator.robustness.flip_scores import score_flips
from evaluator.robustness.flip_weights import weight_flips


def certificate(case: Case) -> tuple[Flip, ...]:
    """All flips of a case; nothing where no bid is ranked.

    Under a named method there are no totals to add up again, so that only rules are changed.
    """
    ranked = case.ranking.ranked()
    if not ranked:
        return ()
    flips = list(rule_flips(case))
    if case.ranking.rule == "additive":
        titles = {node.key: node.title for node in ranked[0].nodes}
        now, there = leaders(case.ranking), board(case.method, case.ranking)
        # Of the weights one bid is first; another that shares its place has nothing to turn.
        flips += [one for one in weight_flips(official_matrix(case.ranking), titles) if one.rival not in now]
        flips += [*score_flips(case, there), *price_flips(case, there)]
    return ordered(flips)

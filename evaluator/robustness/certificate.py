"""The flip certificate: for each rival the least change of every kind that makes it first, the smallest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.domain.award_rule import ADDITIVE
from evaluator.domain.finding import Phrase
from evaluator.robustness.board import board
from evaluator.robustness.case import Case, by_weights, leaders, official_matrix
from evaluator.robustness.flip import Flip, ordered
from evaluator.robustness.flip_prices import in_steps, price_flips
from evaluator.robustness.flip_rules import FORMULAS, lacking_figures, rule_flips
from evaluator.robustness.flip_scores import TRIED, score_flips
from evaluator.robustness.flip_weights import weight_flips
from evaluator.scoring.minima import has_priced_minima


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The flips of a case, and what was not looked for, so that silence about it is not read as "none"."""

    flips: tuple[Flip, ...] = ()
    not_searched: tuple[Phrase, ...] = ()


def certificate(case: Case) -> Certificate:
    """All flips of a case; nothing where no bid is ranked.

    The least change of all weights together is a linear program over totals: an index, a named method and a minimum on the
    total have none, and only scores, prices and rules are changed, by search.
    """
    ranked = case.ranking.ranked()
    if not ranked:
        return Certificate()
    there = board(case.method, case.ranking)
    scores, ended = score_flips(case, there)
    flips = [*rule_flips(case), *scores, *price_flips(case, there)]
    if by_weights(case.method):
        titles = {node.key: node.title for node in ranked[0].nodes}
        now = leaders(case.ranking)
        # Of the weights one bid is first; another that shares its place has nothing to turn.
        matrix = official_matrix(case.ranking, case.method)
        flips += [one for one in weight_flips(matrix, titles) if one.rival not in now]
    return Certificate(flips=ordered(flips), not_searched=tuple(_not_searched(case, ended)))


def _not_searched(case: Case, ended: list[str]) -> Iterator[Phrase]:
    method, key = case.method, "robustness.unsearched"
    if not by_weights(method):
        yield Phrase(f"{key}.weights_minimum" if method.award.rule == ADDITIVE else f"{key}.weights_rule")
    elif any(top.children for top in method.criteria):
        yield Phrase(f"{key}.weights_inner")
    for rival in ended:
        yield Phrase(f"{key}.scores", (("rival", rival), ("tried", str(TRIED))))
    if has_priced_minima(method):
        yield Phrase(f"{key}.prices_minimum")
    elif in_steps(method):
        yield Phrase(f"{key}.prices_steps")
    if lacking := len(lacking_figures(method)):
        yield Phrase(f"{key}.formulas", (("left", str(lacking)), ("all", str(len(FORMULAS)))))
    if len(case.ranking.ranked()) < len(case.ranking.results):
        yield Phrase(f"{key}.unranked")

"""The official totals once more by another way: leaf by leaf with its share of the whole, exact, at every ranking.

The ranking adds up values level by level; here each sub-criterion is multiplied by the product of all weights above it.
Exact numbers must agree to the last digit, so any difference is a defect of the program and is told.
"""

from __future__ import annotations

from fractions import Fraction

from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.method import Method
from evaluator.domain.ranking import Ranking, Result


def recomputed(method: Method, ranking: Ranking) -> list[Finding]:
    """One finding where a total does not come out again; a rule other than ``additive`` has no totals."""
    if ranking.rule != "additive":
        return []
    shares = method.shares()
    gaps = [abs(_total(result, shares) - (result.score or 0)) for result in ranking.ranked()]
    difference = max(gaps, default=Fraction(0))
    return [finding(Rule.CROSS_CHECK_FAILED, difference=f"{float(difference):.3g}")] if difference else []


def _total(result: Result, shares: dict[str, Fraction]) -> Fraction:
    values = {node.key: node.value or Fraction(0) for top in result.nodes for node in top.walk()}
    return sum((share * values[key] for key, share in shares.items()), Fraction(0))

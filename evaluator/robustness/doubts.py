"""How far apart the panel lies, as bounds on the values that it judges."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evaluator.domain.method import Method
from evaluator.robustness.board import board
from evaluator.robustness.case import Case
from evaluator.robustness.whole import Doubt
from evaluator.scoring.consensus import top_points
from evaluator.scoring.spread import spreads


def panel_doubts(case: Case) -> Doubt:
    """Lowest and highest value of each ranked bid on each criterion of the first level, by the numbers of both.

    On every sub-criterion that people judge, the value may lie anywhere between the lowest and the highest points given.
    """
    ranked = [result.vendor for result in case.ranking.ranked()]
    there = board(case.method, case.ranking)
    low: dict[tuple[str, str], Fraction] = {}
    high: dict[tuple[str, str], Fraction] = {}
    for one in spreads(case.method, case.tender, ranked, case.judged.scorecards):
        if one.range is not None:
            low[one.vendor, one.leaf.key], high[one.vendor, one.leaf.key] = (
                Fraction(points) / Fraction(top_points(one.leaf)) for points in one.range
            )
    return {
        (bid, criterion): (
            _value(vendor, there.values[vendor], shares, low), _value(vendor, there.values[vendor], shares, high)
        )
        for bid, vendor in enumerate(ranked)
        for criterion, shares in enumerate(_of_tops(case.method, there.shares))
    }  # fmt: skip


def _of_tops(method: Method, shares: Mapping[str, Mapping[str, Fraction]]) -> list[Mapping[str, Fraction]]:
    return [shares[top.key] for top in method.criteria]


def _value(
    vendor: str, values: Mapping[str, Fraction], shares: Mapping[str, Fraction],
    judged: Mapping[tuple[str, str], Fraction],
) -> Fraction:  # fmt: skip
    return sum((share * judged.get((vendor, leaf), values[leaf]) for leaf, share in shares.items()), Fraction(0))

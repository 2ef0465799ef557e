"""What can still become of a ranking while some of its bids may yet fall out: best and worst case of the others.

A price is worth what the lowest admissible price makes it. Where a bid that may still be excluded is among the
cheapest, everybody's points depend on it, settled or not; so each outcome is ranked, and the bounds span them all. Where
a formula compares with more than the lowest price, no price is worth anything certain in those outcomes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Rule
from evaluator.domain.method import Method
from evaluator.domain.ranking import Node, Ranking, Result, Status
from evaluator.domain.tender import Tender
from evaluator.intake.questionnaire import REQUIREMENTS_ID
from evaluator.scoring.pending import counted


def may_fall(
    bid: Bid, reasons: Iterable[Finding], thresholds: tuple[Sequence[Node], Mapping[str, Decimal]],
    rules: tuple[Method, Tender | None],
) -> bool:  # fmt: skip
    """Whether what is still open in an admissible bid can exclude it: a gate, a must, a minimum, a blank."""
    method, tender = rules
    nodes, minima = thresholds
    straddles = (
        node.low < Fraction(minima[node.key]) / 100 <= node.high
        for top in nodes
        for node in top.walk()
        if node.key in minima
    )
    blanks = method.blank == "exclude" and any((cell := bid.find(item)) and cell.open for item in counted(bid, method))
    gate = any(one.rule in (Rule.GATE_OPEN, Rule.CEILING_OPEN) for one in reasons)
    return gate or _musts(bid, method, tender) or any(straddles) or blanks


def _musts(bid: Bid, method: Method, tender: Tender | None) -> bool:
    rule = method.requirements
    if rule is None or rule.max_unmet_musts is None or tender is None:
        return False
    cells = [bid.find(f"{REQUIREMENTS_ID}/{row.id}/response") for row in tender.requirements if row.kind == "must"]
    waiting = sum(cell is None or cell.open for cell in cells)
    unmet = sum(cell is not None and cell.value == "no" for cell in cells)
    return waiting > 0 and unmet + waiting > rule.max_unmet_musts


def outcomes(uncertain: Sequence[str], prices: Mapping[str, Fraction]) -> list[frozenset[str]]:
    """Which uncertain bids fall out together: the cheapest ones on, and all but any one or two.

    The lowest price that is left decides the price points. The first sets leave as many bids as that price allows, the
    others as few: one bid, and the one whose price is the lowest.

    >>> [sorted(fallen) for fallen in outcomes(["Ada", "Bo"], {"Ada": Fraction(9), "Bo": Fraction(5)})]
    [['Bo'], ['Ada', 'Bo'], ['Ada']]
    """
    cheapest = sorted(uncertain, key=lambda vendor: prices[vendor])
    sets = [frozenset(cheapest[:number]) for number in range(1, len(cheapest) + 1)]
    sets += [frozenset(uncertain) - {one, other} for one in uncertain for other in uncertain]
    return [fallen for fallen in dict.fromkeys(sets) if fallen]


def widened(ranking: Ranking, others: Collection[Ranking]) -> Ranking:
    """The ranking with bounds and places that span every other outcome too; scores and order stay as they are."""
    return replace(ranking, results=tuple(_spanning(result, others) for result in ranking.results))


def _spanning(result: Result, others: Collection[Ranking]) -> Result:
    found = [one for other in others for one in other.results if one.vendor == result.vendor]
    alive = [one for one in found if one.status is not Status.EXCLUDED]
    if result.status is Status.EXCLUDED or not alive:
        return result
    places = [one.places for one in (result, *alive) if one.places]
    return replace(
        result,
        low=min(one.low for one in (result, *alive)),
        high=max(one.high for one in (result, *alive)),
        places=(min(best for best, _ in places), max(worst for _, worst in places)) if places else None,
    )

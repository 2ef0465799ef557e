"""What becomes of the ranking without one bid, one criterion or one evaluator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from evaluator.domain.method import Combine
from evaluator.domain.ranking import Ranking
from evaluator.intake.words import plain
from evaluator.robustness.case import Case, OfficialMatrix, leaders, official_matrix, places
from evaluator.robustness.stability import totals
from evaluator.scoring.evaluate import evaluate


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """Who is first without something, and whether any two of the bids that remain have changed their order.

    ``order_changed`` is None where a bid that remains is ranked no more: its place is unknown, not the same.
    """

    kind: Literal["bid", "criterion", "evaluator"]
    name: str
    first: tuple[str, ...]
    order_changed: bool | None


def without_bids(case: Case) -> Iterator[Without]:
    """Without each bid in turn: a losing one that turns the others round shows what the formula compares with."""
    for gone in case.bids:
        rest = [bid for bid in case.bids if bid.vendor != gone.vendor]
        judged = case.judged
        changed = evaluate(case.method, case.tender, rest, judged).ranking
        yield _without("bid", gone.vendor, case.ranking, changed)


def without_evaluators(case: Case) -> Iterator[Without]:
    """Without each evaluator's card in turn; agreed scores are the panel's, so that nobody can be left out of them."""
    if case.method.combine is Combine.CONSENSUS:
        return
    cards = case.judged.scorecards
    for name in dict.fromkeys(card.evaluator for card in cards if not card.agreed):
        judged = replace(case.judged, scorecards=tuple(card for card in cards if plain(card.evaluator) != plain(name)))
        tender = case.tender
        if tender is not None:
            tender = replace(tender, evaluators=tuple(one for one in tender.evaluators if plain(one) != plain(name)))
        changed = evaluate(case.method, tender, case.bids, judged).ranking
        yield _without("evaluator", name, case.ranking, changed)


def _without(kind: Literal["bid", "evaluator"], name: str, before: Ranking, after: Ranking) -> Without:
    was = {result.vendor: result.place or 0 for result in before.ranked()}
    now = {result.vendor: result.place or 0 for result in after.ranked()}
    lost = was.keys() - now.keys() - {name}
    return Without(kind=kind, name=name, first=leaders(after), order_changed=None if lost else _turned(was, now))


def _turned(was: dict[str, int], now: dict[str, int]) -> bool:
    """Whether any two that stand in both are in another order, a shared place being an order too."""
    both = [vendor for vendor in was if vendor in now]
    return _dense([was[vendor] for vendor in both]) != _dense([now[vendor] for vendor in both])


def _dense(places: list[int]) -> list[int]:
    numbers = {place: number for number, place in enumerate(sorted(set(places)))}
    return [numbers[place] for place in places]


def without_criteria(case: Case) -> Iterator[Without]:
    """Without each criterion of the first level in turn, the other weights in proportion."""
    yield from criteria_left_out(official_matrix(case.ranking, case.method))


def criteria_left_out(matrix: OfficialMatrix) -> Iterator[Without]:
    """The same of any matrix whose totals are weighted sums."""
    was = places(matrix, totals(matrix.values, matrix.weights))
    for k, key in enumerate(matrix.criteria):
        weights = [Fraction(0) if number == k else weight for number, weight in enumerate(matrix.weights)]
        if not any(weights):
            continue
        now = places(matrix, totals(matrix.values, weights))
        first = tuple(vendor for vendor, place in now.items() if place == 1)
        yield Without(kind="criterion", name=key, first=first, order_changed=_turned(was, now))

"""Who scores what: the sub-criteria and bids of each evaluator, the evaluators of each sub-criterion of a bid."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.domain.method import Criterion, Method
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.intake.bids import vendor_key
from evaluator.intake.words import plain


def scores(tender: Tender | None, evaluator: str, criterion: str) -> bool:
    """Whether an evaluator scores a sub-criterion; whoever has no list of their own scores all."""
    given = tender.assignments if tender else {}
    keys = next((keys for name, keys in given.items() if plain(name) == plain(evaluator)), ())
    return not keys or criterion in keys


def recused(tender: Tender | None, evaluator: str, vendor: str) -> bool:
    """Whether an evaluator has declared an interest in a vendor: no score is expected of them there, and none counts."""
    named = (names for name, names in (tender.recused if tender else {}).items() if plain(name) == plain(evaluator))
    return any(vendor_key(one) == vendor_key(vendor) for names in named for one in names)


def assigned(method: Method, tender: Tender | None, evaluator: str) -> tuple[Criterion, ...]:
    """The sub-criteria that an evaluator scores, in published order."""
    return tuple(leaf for leaf in method.panel_leaves() if scores(tender, evaluator, leaf.key))


def judges(tender: Tender | None, criterion: str, vendor: str = "") -> tuple[str, ...]:
    """The members of the panel who score a sub-criterion, of one bid or of any; nobody where the tender names no panel."""
    panel = tender.evaluators if tender else ()
    return tuple(name for name in panel if scores(tender, name, criterion) and not recused(tender, name, vendor))


def unassigned(method: Method, tender: Tender | None) -> tuple[Criterion, ...]:
    """Sub-criteria that no member of the panel scores, where there is a panel."""
    if tender is None or not tender.evaluators:
        return ()
    return tuple(leaf for leaf in method.panel_leaves() if not judges(tender, leaf.key))


def cards_of(tender: Tender | None, criterion: str, vendor: str, cards: Iterable[Scorecard]) -> list[Scorecard]:
    """The cards that count for a sub-criterion of a bid: the panel's agreed ones, and those of whoever scores it."""
    return [
        card
        for card in cards
        if card.agreed or (scores(tender, card.evaluator, criterion) and not recused(tender, card.evaluator, vendor))
    ]

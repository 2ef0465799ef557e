"""The contract draft of a tender in the store: only for a bid that is not excluded, its award recorded or said to be missing."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from evaluator.domain.agreed import Agreed
from evaluator.domain.ranking import Status
from evaluator.domain.text import Layout
from evaluator.i18n.days import day_at, zone_of
from evaluator.services.draft_law import award_day
from evaluator.services.drafting import DraftInputs, DraftResult, make_draft
from evaluator.services.pricing import price_facts
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState

_kept: WeakKeyDictionary[TenderState, dict[tuple[str, Layout, bool], DraftResult]] = WeakKeyDictionary()


def draft_of_state(state: TenderState, vendor: str, layout: Layout) -> DraftResult:
    """The draft for a vendor; the store refuses one whose award is not recorded, or has to be confirmed again."""
    demand_chosen(state, vendor)
    return _made(state, vendor, layout, written=True)


def demand_chosen(state: TenderState, vendor: str) -> None:
    """`Refused` unless the award to this vendor is recorded and holds."""
    if state.selection is None or state.selection.vendor != vendor:
        raise Refused("award_not_recorded", vendor=vendor)
    if state.to_confirm:
        raise Refused("award_unconfirmed", vendor=vendor)


def draft_preview(state: TenderState, vendor: str) -> DraftResult:
    """The draft as it would stand for this vendor, without its files: what a page shows before anything is exported."""
    result = next((row for row in state.evaluation.ranking.results if row.vendor == vendor), None)
    if result is None or result.status is Status.EXCLUDED:
        raise Refused("not_ranked", vendor=vendor)
    return _made(state, vendor, "zh", written=False)


def _made(state: TenderState, vendor: str, layout: Layout, *, written: bool) -> DraftResult:
    kept, key = _kept.setdefault(state, {}), (vendor, layout, written)
    if key not in kept:
        kept[key] = make_draft(inputs_of(state, vendor, layout), written=written)
    return kept[key]


def inputs_of(state: TenderState, vendor: str, layout: Layout) -> DraftInputs:
    """Everything that the draft for a vendor is made of."""
    bid = next(bid for bid in state.evaluation.bids if bid.vendor == vendor)
    return DraftInputs(
        library=state.pack.library, method=state.pack.method, tender=state.tender, bid=bid,
        price=price_facts(bid, state.pack.method, state.tender), layout=layout, date=state.tender.draft_date,
        award_recorded=state.selection is not None and state.selection.vendor == vendor,
        result=state.evaluation.ranking.of(vendor), notice=award_day(state.selection, vendor, state.tender),
        agreed=_by_day(state, vendor), standing=state.agreement.standing(vendor),
    )  # fmt: skip


def _by_day(state: TenderState, vendor: str) -> tuple[Agreed, ...]:
    """What is agreed with a vendor, with the day where the tender is: a draft names no hours."""
    zone = zone_of(state.tender.deadline)
    return tuple(replace(one, at=day_at(one.at, zone)) for one in state.agreement.of(vendor))

"""The contract draft of a tender in the store: for the chosen vendor, before the award only where the route negotiates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from evaluator.award.shortlist import shortlist
from evaluator.domain.agreed import Agreed
from evaluator.domain.ranking import Status
from evaluator.domain.text import Layout, Text
from evaluator.i18n.days import day_at, zone_of
from evaluator.services.draft_files import OUTPUTS
from evaluator.services.draft_grounds import EXCLUDED, Allowed, against, reasons
from evaluator.services.draft_law import award_day
from evaluator.services.drafting import DraftInputs, DraftResult, make_draft, may_talk
from evaluator.services.pricing import price_facts
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState

_Key = tuple[str, Layout, tuple[str, ...], tuple[str, ...]]
_kept: WeakKeyDictionary[TenderState, dict[_Key, DraftResult]] = WeakKeyDictionary()


def draft_of_state(
    state: TenderState, vendor: str, layout: Layout, wanted: Collection[str] = tuple(OUTPUTS),
    allowed: Sequence[Allowed] = (),
) -> DraftResult:  # fmt: skip
    """The draft for a vendor with the files that are wanted; see `demand_draftable` for what is refused."""
    demand_draftable(state, vendor, allowed)
    return _made(state, vendor, layout, (tuple(wanted), reasons(state, vendor, allowed)))


def demand_draftable(state: TenderState, vendor: str, allowed: Sequence[Allowed] = ()) -> None:
    """Raise `Refused` unless a draft may be made for this vendor.

    The choice of a vendor comes first. Where the route lets the parties negotiate, those on the shortlist may have a draft
    before it. A vendor that is excluded, or whose answers came after the scores, has one only where somebody is ``allowed``
    to make it for a reason.
    """
    chosen = state.selection
    if chosen is not None and chosen.vendor == vendor and state.to_confirm:
        raise Refused("award_unconfirmed", vendor=vendor)
    standing = against(state, vendor, allowed)
    if chosen is None and "prices_opened" in state.stages:
        _demand_before_award(state, vendor, excluded=any(one.kind == EXCLUDED for one in standing))
    elif chosen is None or chosen.vendor != vendor:
        raise Refused("award_not_recorded", vendor=vendor)
    for one in standing:
        raise Refused(f"draft_{one.kind}", vendor=vendor, names=Text("、".join(one.names), ", ".join(one.names)))


def _demand_before_award(state: TenderState, vendor: str, *, excluded: bool) -> None:
    if not may_talk(state.tender):
        raise Refused("draft_before_award", vendor=vendor)
    ranking = state.evaluation.ranking
    result = next((row for row in ranking.results if row.vendor == vendor), None)
    if result is None:
        raise Refused("not_ranked", vendor=vendor)
    listed = shortlist(ranking, state.pack.method.shortlist).vendors
    if not excluded and result.status is not Status.EXCLUDED and vendor not in listed:
        raise Refused("draft_not_listed", vendor=vendor)


def bidders(state: TenderState, *, excluded: bool = False) -> tuple[str, ...]:
    """The vendors whose bids are here and not excluded, or those that are, in the order of the ranking."""
    there = {bid.vendor for bid in state.evaluation.bids if bid.answers}
    results = state.evaluation.ranking.results
    return tuple(one.vendor for one in results if (one.status is Status.EXCLUDED) is excluded and one.vendor in there)


def draft_preview(state: TenderState, vendor: str, allowed: Sequence[Allowed] = ()) -> DraftResult:
    """The draft as it would stand for this vendor, without its files: what a page shows before anything is exported."""
    result = next((row for row in state.evaluation.ranking.results if row.vendor == vendor), None)
    excluded = result is None or result.status is Status.EXCLUDED
    if excluded and (result is None or against(state, vendor, allowed)):
        raise Refused("not_ranked", vendor=vendor)
    return _made(state, vendor, "zh", ((), ()))


def _made(
    state: TenderState, vendor: str, layout: Layout, made: tuple[tuple[str, ...], tuple[str, ...]]
) -> DraftResult:
    wanted, although = made
    kept, key = _kept.setdefault(state, {}), (vendor, layout, wanted, although)
    if key not in kept:
        inputs = replace(inputs_of(state, vendor, layout), although=although)
        kept[key] = make_draft(inputs, wanted=wanted)
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

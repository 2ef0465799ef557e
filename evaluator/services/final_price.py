"""The final price round: those who go on may state their prices anew; earlier offers stay, and both are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.ranking import Result, Status
from evaluator.domain.round import Round
from evaluator.intake.bids import FileReading
from evaluator.intake.questionnaire import PRICE
from evaluator.intake.tender_check import is_day
from evaluator.scoring.price import evaluated_price
from evaluator.services.awarding import shortlist_of
from evaluator.services.commands import Actor, query, service
from evaluator.services.compared import as_round, readings
from evaluator.services.final_due import ROUTES
from evaluator.services.former import with_prices
from evaluator.services.problem import Refused
from evaluator.services.rounds import tell_round
from evaluator.services.state import TenderState, load
from evaluator.store import files, revisions
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

FINAL: Final = "final_price"
Standing = Literal["asked", "sealed", "waits", "taken", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A vendor's prices before and after its final price round, as the buyer recomputes them; None while one is open.

    ``state``: ``asked`` (nothing came yet), ``sealed`` (came, while a rival may still bid), ``waits`` (came, and waits for
    the lead), ``taken``, or ``none`` (the round ended without a new price, so the earlier one stands).
    """

    vendor: str
    round: Round
    first: Fraction | None
    final: Fraction | None
    state: Standing


def allowed(state: TenderState) -> bool:
    """Whether the route lets vendors state their prices a second time."""
    return state.tender.route in ROUTES


def askable(state: TenderState) -> tuple[str, ...]:
    """Who may be asked for a final price: the shortlist, and whose price waits for one because it is above the ceiling."""
    above = (one.vendor for one in state.evaluation.ranking.results if _above(one))
    return tuple(dict.fromkeys([*shortlist_of(state).vendors, *above]))


def _above(result: Result) -> bool:
    return result.status is Status.UNSETTLED and any(one.rule is Rule.CEILING_OPEN for one in result.reasons)


def open_final_round(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendors: Sequence[str], due: str, reason: str
) -> None:
    """These vendors may state their prices anew until a day, for a reason; all of them or none.

    `Refused` where the route allows no second price, prices are sealed, somebody is not `askable` or in a round already,
    or the choice of a vendor stands.
    """
    state = load(store, actor, tender_id)
    if not allowed(state):
        raise Refused("final_route")
    if "prices_opened" not in state.stages:
        raise Refused("final_sealed")
    if state.selection is not None:
        raise Refused("already_selected", vendor=state.selection.vendor)
    if not vendors:
        raise Refused("nobody_chosen")
    if not reason.strip():
        raise Refused("reason_missing")
    if not is_day(due):
        raise Refused("round_due", given=due)
    listed = askable(state)
    for vendor in vendors:
        if vendor not in listed:
            raise Refused("final_unlisted", vendor=vendor)
    items = tuple(question.id for question in state.asked.questions(PRICE))
    ids = tuple(state.vendor_ids[vendor] for vendor in dict.fromkeys(vendors))
    _open(store, actor, command_id, tender_id, ids, items, due, reason)


@service("round.open")
def _open(tx: Transaction, vendor_ids: Sequence[str], items: Sequence[str], due: str, reason: str) -> None:
    del reason
    for vendor_id in vendor_ids:
        if revisions.open_round(tx, tx.tender_id, vendor_id):
            raise Refused("round_open")
        revisions.start_round(tx, vendor_id, items, due, FINAL)
    tell_round(tx, FINAL, vendor_ids)


def close_final_round(store: Store, actor: Actor, command_id: str, tender_id: str, reason: str) -> None:
    """Every open final price round of the tender has ended, for a reason: whoever sent no price stays with the earlier one."""
    if not reason.strip():
        raise Refused("reason_missing")
    _close(store, actor, command_id, tender_id, reason)


@service("round.close")
def _close(tx: Transaction, reason: str) -> None:
    del reason
    there = [row for row in revisions.rounds(tx, tx.tender_id) if row.kind == FINAL and row.state == "open"]
    if not there:
        raise Refused("round_closed")
    for row in there:
        revisions.close_round(tx, row.id, row.ver)
    tell_round(tx, FINAL, [row.vendor_id for row in there])


def offers(store: Store, actor: Actor, state: TenderState) -> tuple[Offer, ...]:
    """The offers of everybody who is or was in a final price round, its last one, in the order of the ranking."""
    found = {one.vendor: one for one in _offers(store, actor, state.id, state)}
    return tuple(found[bid.vendor] for bid in state.evaluation.bids if bid.vendor in found)


@query("price.read")
def _offers(snapshot: Snapshot, tender_id: str, state: TenderState) -> list[Offer]:
    names = {key: name for name, key in state.vendor_ids.items()}
    bids = {bid.vendor: bid for bid in state.evaluation.bids}
    return [
        _offer(snapshot, state, as_round(row, names[row.vendor_id]), row.id, bids[names[row.vendor_id]])
        for row in revisions.rounds(snapshot, tender_id)
        if row.kind == FINAL
    ]


def _offer(snapshot: Snapshot, state: TenderState, asked: Round, round_id: str, bid: Bid) -> Offer:
    came = [
        row for row in revisions.revisions(snapshot, state.id) if row.round_id == round_id and row.envelope == PRICE
    ]
    taken = next((row for row in came if row.state in ("asked", "whole")), None)
    now = _price(bid, state)
    if taken is None:
        waits = next((row for row in came if row.state == "waiting"), None)
        stands: Standing = "asked" if asked.open else "none"
        if waits is not None:
            stands = "sealed" if waits.file_id in revisions.sealed(snapshot, state.id) else "waits"
        return Offer(vendor=bid.vendor, round=asked, first=now, final=None, state=stands)
    earlier = _before(snapshot, state, taken.file_id)
    first = _price(with_prices(bid, earlier), state) if earlier else None
    return Offer(vendor=bid.vendor, round=asked, first=first, final=now, state="taken")


def _before(snapshot: Snapshot, state: TenderState, file_id: str) -> FileReading | None:
    """What the price workbook said whose place this one took."""
    replaced = (row for row in files.every(snapshot, state.id, all_states=True) if row.superseded_by == file_id)
    found = (readings(snapshot, state.id, row.id).get("price") for row in replaced)
    return next((one for one in found if one), None)


def _price(bid: Bid, state: TenderState) -> Fraction | None:
    return evaluated_price(bid, state.pack.method, state.tender).total

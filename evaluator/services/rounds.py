"""Clarification rounds: what one vendor is asked to say again, until when and why, and how a round ends."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.domain.round import Round
from evaluator.intake.questionnaire import PRICE, Questionnaire
from evaluator.intake.tender_check import is_day
from evaluator.services.commands import Actor, query, service
from evaluator.services.compared import as_round
from evaluator.services.letter import requests
from evaluator.services.problem import Refused
from evaluator.services.settling import envelope_of
from evaluator.services.state import TenderState, load
from evaluator.store import revisions, vendors
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction


def rounds(store: Store, actor: Actor, state: TenderState, vendor: str) -> tuple[Round, ...]:
    """The rounds of a vendor, the last one first."""
    return tuple(as_round(row, vendor) for row in _rounds(store, actor, state.id, state.vendor_ids.get(vendor, "")))


@query("bid.read")
def _rounds(snapshot: Snapshot, tender_id: str, vendor_id: str) -> list[revisions.RoundRow]:
    return [row for row in reversed(revisions.rounds(snapshot, tender_id)) if row.vendor_id == vendor_id]


def suggested(state: TenderState, vendor: str) -> tuple[str, ...]:
    """Items that the findings give reason to ask about: those of the clarification letter, files aside."""
    return tuple(dict.fromkeys(one.item for one in requests(state, vendor) if one.item))


def askable(state: TenderState) -> tuple[str, ...]:
    """Everything that may be asked about now: questions, and the buyer's own rows one by one; prices once opened."""
    open_now = [question for envelope in _envelopes(state) for question in state.asked.questions(envelope)]
    found: list[str] = []
    for question in open_now:
        found.append(question.id)
        found += [f"{question.id}/{row.key}" for row in question.rows]
    return tuple(found)


def _envelopes(state: TenderState) -> tuple[str, ...]:
    return tuple(state.asked.sheets) if "prices_opened" in state.stages else ("technical",)


def open_round(
    store: Store,
    actor: Actor,
    command_id: str,
    tender_id: str,
    vendor: str,
    items: Sequence[str],
    due: str,
    reason: str,
) -> None:
    """A vendor is asked about these items until a day (``YYYY-MM-DD``), for a reason; one round at a time."""
    state = load(store, actor, tender_id)
    if not reason.strip():
        raise Refused("reason_missing")
    if not items:
        raise Refused("nothing_chosen")
    if not is_day(due):
        raise Refused("round_due", given=due)
    if vendor not in state.vendor_ids:
        raise Refused("no_such_answer", item=vendor)
    for item in items:
        _demand_askable(state, item)
    _open(store, actor, command_id, tender_id, state.vendor_ids[vendor], tuple(dict.fromkeys(items)), due, reason)


def _demand_askable(state: TenderState, item: str) -> None:
    if not _known(state.asked, item):
        raise Refused("no_such_answer", item=item)
    if envelope_of(item) == PRICE and "prices_opened" not in state.stages:
        raise Refused("round_sealed")


def _known(asked: Questionnaire, item: str) -> bool:
    key, _, rest = item.partition("/")
    row, _, column = rest.partition("/")
    question = next((one for one in asked.all() if one.id == key), None)
    if question is None or not rest:
        return question is not None
    there = not question.rows or any(one.key == row for one in question.rows)
    return there and (not column or any(one.key == column for one in question.columns))


@service("round.open")
def _open(tx: Transaction, vendor_id: str, items: Sequence[str], due: str, reason: str) -> None:
    del reason
    if revisions.open_round(tx, tx.tender_id, vendor_id):
        raise Refused("round_open")
    revisions.start_round(tx, vendor_id, items, due)
    tell_round(tx, "clarification", (vendor_id,))


def tell_round(tx: Transaction, kind: str, vendor_ids: Sequence[str]) -> None:
    """The event of a round names its kind and everybody in it."""
    names = sorted(row.name for row in vendors.every(tx, tx.tender_id) if row.id in vendor_ids)
    tx.about(f"tender:{tx.tender_id}", name="; ".join(names), kind=kind)


def close_round(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, number: int, reason: str
) -> None:
    """This round of a vendor has ended, for a reason; a workbook that came in during it is held to it all the same."""
    state = load(store, actor, tender_id)
    if not reason.strip():
        raise Refused("reason_missing")
    _close(store, actor, command_id, tender_id, state.vendor_ids.get(vendor, ""), number, reason)


@service("round.close")
def _close(tx: Transaction, vendor_id: str, number: int, reason: str) -> None:
    del reason
    row = revisions.open_round(tx, tx.tender_id, vendor_id)
    if row is None or row.number != number:
        raise Refused("round_closed")
    revisions.close_round(tx, row.id, row.ver)
    tell_round(tx, row.kind, (vendor_id,))

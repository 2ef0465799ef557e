"""Clarification lists that come back: each reply waits as a revision of the vendor's workbook, in the round it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from evaluator.adapters.codec import encode
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule, Source, finding
from evaluator.intake.bids import FileReading, read_replies, vendor_key
from evaluator.intake.clarification import LIST
from evaluator.intake.questionnaire import PRICE
from evaluator.intake.replies import by_envelope
from evaluator.intake.settling import own_currency
from evaluator.services.commands import Actor, service
from evaluator.services.compared import as_round
from evaluator.services.folder import context
from evaluator.services.imports import Imported, keep_bid
from evaluator.services.revisions import with_difference
from evaluator.services.state import TenderState
from evaluator.store import files, revisions, vendors
from evaluator.store.files import NewFile
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

_REFUSED = (Rule.LIST_VENDOR, Rule.LIST_ROUND, Rule.LIST_ALTERED)


def keep_list(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: FileReading, came: tuple[bytes, str]
) -> Imported:
    """What became of a list that was read: it waits, or is refused where it is of no round that is open.

    ``came`` are its bytes and when it was handed in.
    """
    wanted = vendor_key(file.vendor)
    bid = next((bid for bid in state.bids if vendor_key(bid.vendor) == wanted), Bid(vendor=file.vendor, files=()))
    read = replace(_in_its_currency(state, bid, file), vendor=bid.vendor)
    priced = frozenset(question.id for question in state.asked.questions(PRICE))
    contents: dict[Envelope, Any] = {
        envelope: {"reading": encode(replace(part, workbook=None))}  # type: ignore[misc]  # both are envelopes
        for envelope, part in by_envelope(read, priced).items()
    }
    new = NewFile(
        name=file.name, content=came[0], kind="bid", envelope="price" if PRICE in contents else "technical",
        handed_in_at=came[1],
    )  # fmt: skip
    items = [answer.item for answer in read.answers]
    status = _receive(store, actor, command_id, state.id, new, bid.vendor, file.round, items, contents)
    if status in _REFUSED:
        source = Source(file.name, file.sha256)
        why = finding(Rule(status), source, whose=bid.vendor, file=file.name, n=file.round)
        return Imported.of(replace(read, findings=(why,)), "refused")
    return with_difference(store, actor, state.id, Imported.of(read, status), file.sha256)


def _in_its_currency(state: TenderState, bid: Bid, file: FileReading) -> FileReading:
    """The replies, read with the currency that the vendor's own workbook states."""
    assert file.workbook is not None and file.marker is not None, "a list that is not refused keeps both"
    home = state.tender.currency
    reading = replace(context(state.pack, state.tender), currency=own_currency(bid, home))
    return read_replies(file.workbook, file.marker, reading)


@service("bid.receive")
def _receive(
    tx: Transaction, new: NewFile, vendor: str, number: int, items: Sequence[str], contents: dict[Envelope, Any]
) -> str:
    """What becomes of a list, or the rule for which it is refused."""
    wrong = _wrong(tx, vendor, number, items, contents)
    if wrong is not None:
        tx.about(f"file:{new.name}", refused=wrong.value)
        return wrong.value
    return keep_bid(tx, new, vendor, contents)


def _wrong(
    tx: Transaction, vendor: str, number: int, items: Sequence[str], contents: Mapping[Envelope, Any]
) -> Rule | None:
    there = vendors.find(tx, tx.tender_id, vendor_key(vendor))
    if there is None:
        return Rule.LIST_VENDOR
    during = revisions.open_round(tx, tx.tender_id, there.id)
    if during is None or during.kind != LIST or during.number != number:
        return Rule.LIST_ROUND
    if not all(as_round(during, vendor).asks(item) for item in items):
        return Rule.LIST_ALTERED
    mine = (one for one in files.every(tx, tx.tender_id) if one.kind == "bid" and one.vendor_id == there.id)
    counts = frozenset[Envelope]().union(*(files.envelopes(tx, tx.tender_id, one.id) for one in mine))
    return None if contents.keys() <= counts else Rule.LIST_VENDOR

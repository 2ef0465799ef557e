"""Revised workbooks: what each changes, and the lead's word on it; until then the earlier one counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evaluator.adapters.codec import decode, encode
from evaluator.domain.bid import Settlement
from evaluator.domain.finding import Finding
from evaluator.domain.round import Round
from evaluator.domain.score import Check, Confirmation
from evaluator.intake.bids import FileReading
from evaluator.intake.difference import (
    DATED,
    Change,
    Difference,
    difference,
    merged,
    unasked,
    unasked_findings,
)
from evaluator.services.commands import Actor, query, service
from evaluator.services.imports import READER, Imported
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import files, revisions, settlements
from evaluator.store.files import FileRow
from evaluator.store.revisions import RevisionRow, RoundRow
from evaluator.store.settlements import Place
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revised workbook that waits, beside the one that counts.

    ``earlier`` is the file that counts and ``instead_of`` its name, both empty where it was withdrawn. ``difference`` is
    None while it is sealed. ``unasked`` are the changes that its round did not ask for; ``ends`` the
    items on which people have said something that would end with the answer it was said on.
    """

    file: str
    ver: int
    name: str
    sha256: str
    vendor: str
    envelope: Envelope
    received_at: str
    round: Round | None
    earlier: str
    instead_of: str
    difference: Difference | None
    unasked: tuple[Finding, ...] = ()
    ends: tuple[str, ...] = ()

    def asked_changes(self) -> int:
        """How many changes would be taken."""
        told = self.difference.changes if self.difference else ()
        return sum(change.item != DATED for change in told) - len(self.unasked) if self.round else len(told)


def waiting(store: Store, actor: Actor, state: TenderState, vendor: str = "") -> tuple[Revision, ...]:
    """The revised workbooks that wait, of all vendors or of one, in the order received."""
    return tuple(one for one in _waiting(store, actor, state.id, state) if vendor in ("", one.vendor))


def with_difference(store: Store, actor: Actor, state: TenderState, told: Imported, sha256: str) -> Imported:
    """What is told of a file, with what it changes where it waits and may be looked into."""
    held = next((one for one in waiting(store, actor, state, told.vendor) if one.sha256 == sha256), None)
    if told.status != "waits" or held is None or held.difference is None:
        return told
    return replace(told, difference=held.difference, findings=(*told.findings, *held.unasked))


@query("bid.read")
def _waiting(snapshot: Snapshot, tender_id: str, state: TenderState) -> list[Revision]:
    held = {row.file_id: row for row in revisions.revisions(snapshot, tender_id) if row.state == "waiting"}
    if not held:
        return []
    every = files.every(snapshot, tender_id, all_states=True)
    return [_weighed(snapshot, state, held[row.id], row, _counting(every, row)) for row in every if row.id in held]


def _counting(every: Iterable[FileRow], row: FileRow) -> list[FileRow]:
    """The workbook of the same vendor and envelope that counts now: none where it was withdrawn, never two."""
    mine = (one for one in every if one.state == "current" and one.kind == "bid")
    return [one for one in mine if (one.vendor_id, one.envelope) == (row.vendor_id, row.envelope)]


def _weighed(
    snapshot: Snapshot, state: TenderState, held: RevisionRow, row: FileRow, counting: Sequence[FileRow]
) -> Revision:
    vendors = {key: name for name, key in state.vendor_ids.items()}
    during = next((one for one in revisions.rounds(snapshot, state.id) if one.id == held.round_id), None)
    vendor = vendors.get(held.vendor_id, "")
    asked = as_round(during, vendor) if during and counting else None  # with nothing before it, all of it is new
    told = _told(snapshot, state.id, row.id, counting)
    aside = unasked_findings(told, asked.asks, asked.due) if told and asked else ()
    return Revision(
        file=row.id, ver=held.ver, name=row.name, sha256=row.sha256, vendor=vendor, envelope=row.envelope,
        received_at=row.received_at, round=asked, earlier=counting[0].id if counting else "",
        instead_of=counting[0].name if counting else "", difference=told,
        unasked=aside, ends=_ending(state, vendor, _taken(told, asked)) if told else (),
    )  # fmt: skip


def as_round(row: RoundRow, vendor: str) -> Round:
    """The round that a row holds."""
    return Round(
        vendor=vendor, number=row.number, items=tuple(row.items), due=row.due, kind=row.kind,
        open=row.state == "open", reason=row.reason,
    )  # fmt: skip


def _told(snapshot: Snapshot, tender_id: str, file_id: str, counting: Sequence[FileRow]) -> Difference | None:
    after = reading(snapshot, tender_id, file_id)
    if after is None:
        return None
    before = reading(snapshot, tender_id, counting[0].id) if counting else None
    return difference(before.answers if before else (), after.answers)


def reading(snapshot: Snapshot, tender_id: str, file_id: str) -> FileReading | None:
    """What was read from a file, whether it counts or not; None while it is sealed."""
    found = files.reading_in(snapshot, tender_id, file_id)
    return decode(found.content["reading"]) if found else None


def _taken(told: Difference, asked: Round | None) -> tuple[Change, ...]:
    """The changes that come to count when the workbook is taken."""
    aside = unasked(told, asked.asks) if asked else ()
    return tuple(change for change in told.changes if change not in aside)


def _ending(state: TenderState, vendor: str, taken: Collection[Change]) -> tuple[str, ...]:
    """Items of this vendor on which people have said something, and whose answers change."""
    judged = state.judged
    spoken: tuple[Settlement | Check | Confirmation, ...] = (*judged.settlements, *judged.checks, *judged.confirmations)
    said = [one.item for one in spoken if one.vendor == vendor]
    changed = {change.item for change in taken}
    return tuple(dict.fromkeys(item for item in said if any(_same_place(item, other) for other in changed)))


def _same_place(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def take(store: Store, actor: Actor, command_id: str, tender_id: str, shown: Revision, reason: str) -> None:
    """The revised workbook counts from now on, for a reason: whole, or within a round only as far as it was asked.

    What people have said on an answer that changes ends with it. ``shown`` is what the person has seen: where something
    else waits or counts by now, nothing is taken.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    state = load(store, actor, tender_id)
    one = next((one for one in waiting(store, actor, state) if one.file == shown.file), None)
    if one is None or (one.earlier, one.ends) != (shown.earlier, shown.ends):
        raise Refused("revision_gone")
    if one.round and not one.asked_changes():
        raise Refused("nothing_asked", n=one.round.number)
    content = _merged(store, actor, tender_id, one) if one.round else None
    changes = None if one.difference is None else one.asked_changes()
    _take(store, actor, command_id, tender_id, one.file, shown.ver, one.earlier, content, one.ends, changes, reason)


@query("bid.read")
def _readings(snapshot: Snapshot, tender_id: str, file_ids: Sequence[str]) -> list[FileReading | None]:
    return [reading(snapshot, tender_id, file_id) for file_id in file_ids]


def _merged(store: Store, actor: Actor, tender_id: str, one: Revision) -> dict[str, Any]:
    """The content of the reading that a round lets in; the changes left out stay told in it."""
    before, after = _readings(store, actor, tender_id, (one.earlier, one.file))
    if before is None or after is None or one.round is None:
        raise Refused("revision_gone")
    made = merged(before, after, one.round.asks)
    return {"reading": encode(replace(made, findings=(*made.findings, *one.unasked)))}


@service("bid.revise")
def _take(
    tx: Transaction, file_id: str, ver: int, earlier: str, content: Mapping[str, Any] | None, ends: Sequence[str],
    changes: int | None, reason: str,
) -> None:  # fmt: skip
    del reason
    every = files.every(tx, tx.tender_id, all_states=True)
    row = next(row for row in every if row.id == file_id)
    counting = _counting(every, row)
    if [one.id for one in counting] != [earlier] * bool(earlier):
        raise Refused("revision_gone")
    way: revisions.Way = "whole" if content is None else "asked"
    revisions.decide(tx, file_id, way, ver)
    files.count(tx, file_id, row.ver)
    for one in counting:
        if files.envelopes(tx, one.id) - files.envelopes(tx, file_id):
            raise Refused("revision_narrower", file=one.name)
        files.supersede(tx, one.id, file_id, one.ver)
    if content is not None:
        files.save_reading(tx, file_id, row.envelope, content, reader=READER, ver=1)
    _end(tx, row.vendor_id or "", frozenset(ends))
    # Of a sealed workbook nothing is told, not even how much it changes.
    counted = {} if changes is None else {"changes": changes}
    tx.about(f"file:{file_id}", name=row.name, way=way, **counted)


def _end(tx: Transaction, vendor_id: str, items: Collection[str]) -> None:
    """What people have said on answers that are no longer the vendor's does not count any more."""
    for one in settlements.settlements(tx, tx.tender_id):
        if one.vendor_id == vendor_id and one.item in items:
            settlements.withdraw_settlement(tx, Place(vendor_id, one.item, one.envelope), one.ver)
    for check in settlements.checks(tx, tx.tender_id):
        if check.vendor_id == vendor_id and check.item in items:
            settlements.withdraw_check(tx, Place(vendor_id, check.item, check.envelope), check.ver)
    for word in settlements.confirmations(tx, tx.tender_id):
        if word.vendor_id == vendor_id and word.item in items:
            settlements.withdraw_confirmation(tx, Place(vendor_id, word.item, word.envelope), word.ver)


def refuse(store: Store, actor: Actor, command_id: str, tender_id: str, shown: Revision, reason: str) -> None:
    """The revised workbook does not count, for a reason; its bytes and its reading stay."""
    if not reason.strip():
        raise Refused("reason_missing")
    _refuse(store, actor, command_id, tender_id, shown.file, shown.ver, reason)


@service("bid.decline")
def _refuse(tx: Transaction, file_id: str, ver: int, reason: str) -> None:
    del reason
    held = revisions.of_file(tx, tx.tender_id, file_id)
    if held is None or held.state != "waiting":
        raise Refused("revision_gone")
    revisions.decide(tx, file_id, "refused", ver)
    row = next(row for row in files.every(tx, tx.tender_id, all_states=True) if row.id == file_id)
    tx.about(f"file:{file_id}", name=row.name)

"""Every workbook that a vendor has sent, what became of each, and what it said: nothing received is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evaluator.domain.bid import Answer
from evaluator.intake.difference import Difference, difference
from evaluator.intake.questionnaire import PRICE, TECHNICAL
from evaluator.services.commands import Actor, query
from evaluator.services.compared import joined, kind_of, readings
from evaluator.services.state import TenderState
from evaluator.store import events, files, revisions
from evaluator.store.files import FileRow
from evaluator.store.revisions import RevisionRow
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One workbook of a vendor as it came in, and what became of it, by whom and why where a person said so.

    ``state``: ``current``, ``waiting``, ``superseded``, ``refused`` or ``withdrawn``. ``kind`` is what it answers, in one
    word: ``technical``, ``price`` or ``both``; ``hidden`` says that something of it is sealed. ``changed`` are the answers
    that it changed as a clarification, ``better`` those of them that improved the offer.
    """

    file: str
    name: str
    sha256: str
    size: int
    envelope: Envelope
    kind: str
    hidden: bool
    received_at: str
    state: str
    way: str = ""
    reason: str = ""
    by: str = ""
    changed: tuple[str, ...] = ()
    better: tuple[str, ...] = ()


def versions(store: Store, actor: Actor, state: TenderState, vendor: str) -> tuple[Version, ...]:
    """Every workbook of a vendor, technical ones first, each kind from the last to the first."""
    found = _versions(store, actor, state.id, state.vendor_ids.get(vendor, ""))
    return tuple(one for envelope in (TECHNICAL, PRICE) for one in found if one.envelope == envelope)


@query("bid.read")
def _versions(snapshot: Snapshot, tender_id: str, vendor_id: str) -> list[Version]:
    held = {row.file_id: row for row in revisions.revisions(snapshot, tender_id)}
    every = files.every(snapshot, tender_id, all_states=True)
    mine = (row for row in reversed(every) if row.vendor_id == vendor_id and row.kind == "bid")
    came = events.read(snapshot, tender_id, actions=("bid.revise",))
    notes = {event.entity.removeprefix("file:"): event.note for event in came}
    found = [_version(snapshot, tender_id, row, held.get(row.id)) for row in mine]
    return [
        replace(one, changed=listed(notes.get(one.file), "items"), better=listed(notes.get(one.file), "better"))
        for one in found
    ]


def listed(note: Mapping[str, object] | None, name: str) -> tuple[str, ...]:
    """Items as the note of an event lists them.

    >>> listed({"items": "TR-01, REQ/R-03/response"}, "items"), listed(None, "items")
    (('TR-01', 'REQ/R-03/response'), ())
    """
    return tuple(filter(None, str((note or {}).get(name, "")).split(", ")))


def _version(snapshot: Snapshot, tender_id: str, row: FileRow, held: RevisionRow | None) -> Version:
    aside = held is not None and row.state == "withdrawn" and held.state in ("waiting", "refused")
    whole, seen = files.envelopes(snapshot, tender_id, row.id), files.readings_in(snapshot, tender_id, row.id)
    return Version(
        file=row.id, name=row.name, sha256=row.sha256, size=row.size, envelope=row.envelope,
        kind=kind_of(whole or {row.envelope}), hidden=len(seen) < len(whole),
        received_at=row.received_at, state=held.state if held and aside else row.state,
        way=held.state if held else "", reason=held.reason if held and held.state != "waiting" else "",
        by=held.by if held else "",
    )  # fmt: skip


def answers_of(store: Store, actor: Actor, tender_id: str, file_id: str) -> tuple[Answer, ...] | None:
    """What a workbook said, whether it counts or not, as far as it may be looked into; None where all of it is sealed."""
    return _answers(store, actor, tender_id, file_id)


@query("bid.read")
def _answers(snapshot: Snapshot, tender_id: str, file_id: str) -> tuple[Answer, ...] | None:
    found = readings(snapshot, tender_id, file_id)
    return tuple(answer for one in found.values() for answer in one.answers) if found else None


def since(store: Store, actor: Actor, state: TenderState, vendor: str, file_id: str) -> Difference | None:
    """What the workbooks that count say otherwise than this one, in the envelopes that it answers; None where none counts."""
    return _since(store, actor, state.id, state.vendor_ids.get(vendor, ""), file_id)


@query("bid.read")
def _since(snapshot: Snapshot, tender_id: str, vendor_id: str, file_id: str) -> Difference | None:
    current = [row.id for row in files.every(snapshot, tender_id) if row.vendor_id == vendor_id and row.kind == "bid"]
    now = {key: one for row in current for key, one in readings(snapshot, tender_id, row).items()}
    then = readings(snapshot, tender_id, file_id)
    told = [difference(one.answers, now[key].answers) for key, one in then.items() if key in now]
    return joined(told) if told and file_id not in current else None

"""The append-only event log: one event per command, each hashed together with the one before.

The hash is SHA-256 over the previous hash, the length of the body and the body; the body holds every column of the
event, so that a changed, dropped, inserted or reordered event no longer fits. ``ver`` is the format of the body.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from evaluator.store.canonical import Json, canonical, parsed
from evaluator.store.errors import ChainBroken, CommandReused, StoreError
from evaluator.store.ledger import event, head
from evaluator.store.transaction import Record, Snapshot, Transaction

FORMAT: Final = 1
START: Final = "0" * 64
_COLUMNS: Final = (
    "seq", "tender_id", "ver", "envelope", "at", "actor", "role", "command_id", "action", "entity", "version", "before",
    "after", "reason", "changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One command as it was carried out, or a refused attempt (action ``access.denied``).

    ``before`` and ``after`` hold, by ``table:id``, what changed of each row; ``changed`` is false for downloads,
    preferences and refusals; ``envelope`` is ``price`` when a row of the price envelope was touched. The log states
    drafts of scores too: a service that shows it to people leaves out what they may not see.
    """

    seq: int
    tender_id: str
    envelope: str | None
    at: str
    actor: str
    role: str
    command_id: str
    action: str
    entity: str
    version: int
    before: Mapping[str, Json]
    after: Mapping[str, Json]
    reason: str
    changed: bool
    note: Mapping[str, Json]
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A log found whole: how many events, and the hash of the last, which a copy outside can be compared with."""

    length: int
    head: str


class Repeated(StoreError):
    """The command was carried out before; ``outcome`` is what it gave then."""

    key = "store.repeated"

    def __init__(self, outcome: Json) -> None:
        super().__init__("the command was carried out before")
        self.outcome = outcome


def digest(previous: str, body: bytes) -> str:
    """Hash of an event: over the previous hash, the body's length in eight bytes, and the body."""
    return hashlib.sha256(previous.encode() + len(body).to_bytes(8, "big") + body).hexdigest()


def take_turn(tx: Transaction) -> Chain:
    """The log's present end, held until the transaction ends."""
    return Chain(
        *tx.connection.execute(sa.select(head.c.ver, head.c.hash).where(head.c.id == 1).with_for_update()).one()
    )


def demand_new(tx: Transaction) -> None:
    """Raise `Repeated` when the command was carried out before."""
    command = tx.command
    where = event.c.command_id == command.command_id
    body = tx.connection.execute(sa.select(event.c.body).where(where)).scalar_one_or_none()
    if body is None:
        return
    earlier = _read_body(body)
    asked = (command.actor.name, command.tender_id, command.action, command.request)
    if asked != tuple(earlier[name] for name in ("actor", "tender_id", "action", "request")):
        raise CommandReused(command.command_id)
    raise Repeated(earlier["outcome"])


def append(tx: Transaction, last: Chain) -> None:
    """Write the one event of a command behind ``last``."""
    columns, rest = _columns(tx, last.length + 1), _rest(tx.command.request, tx.record)
    body = canonical({**columns, **rest}).encode()
    link = digest(last.head, body)
    row = {name: _flat(value) for name, value in columns.items()}
    tx.connection.execute(sa.insert(event).values(**row, body=body, prev=last.head, hash=link))
    tx.connection.execute(sa.update(head).where(head.c.id == 1).values(ver=last.length + 1, hash=link))


def _columns(tx: Transaction, seq: int) -> dict[str, Json]:
    record, command = tx.record, tx.command
    first = next(iter(record.changes.items()), None)
    before: dict[str, Json] = {name: change.before for name, change in record.changes.items() if change.before}
    after: dict[str, Json] = {name: change.after for name, change in record.changes.items()}
    return {
        "seq": seq,
        "tender_id": command.tender_id,
        "ver": FORMAT,
        "envelope": record.envelope,
        "at": tx.now,
        "actor": command.actor.name,
        "role": command.actor.role,
        "command_id": command.command_id,
        "action": command.action,
        "entity": record.entity or (first[0] if first else f"tender:{command.tender_id}"),
        "version": first[1].ver if first else 0,
        "before": before or None,
        "after": after or None,
        "reason": command.reason,
        "changed": int(record.changed),
    }


def _rest(request: str, record: Record) -> dict[str, Json]:
    return {"request": request, "note": dict(record.note), "outcome": record.outcome}


def _flat(value: Json) -> Json:
    return canonical(value) if isinstance(value, dict) else value


def _read_body(body: bytes) -> dict[str, Any]:
    value = parsed(bytes(body).decode())
    if not isinstance(value, dict):
        raise TypeError("an event's body is an object")
    return value


def read(
    snapshot: Snapshot, tender_id: str, after: int = 0, limit: int | None = None, *, actions: Sequence[str] = ()
) -> tuple[Event, ...]:
    """Events of a tender in order, those behind ``after`` only, at most ``limit``; of some ``actions`` where given."""
    query = sa.select(event.c.body, event.c.hash).where(event.c.tender_id == tender_id, event.c.seq > after)
    if actions:
        query = query.where(event.c.action.in_(actions))
    found = snapshot.connection.execute(query.order_by(event.c.seq).limit(limit))
    return tuple(_event(_read_body(body), link) for body, link in found)


def _event(body: Mapping[str, Any], link: str) -> Event:
    named = {name: body[name] for name in _COLUMNS if name not in ("ver", "before", "after", "changed")}
    before, after = body["before"] or {}, body["after"] or {}
    return Event(**named, before=before, after=after, changed=bool(body["changed"]), note=body["note"], hash=link)


def revision(snapshot: Snapshot, tender_id: str) -> int:
    """Number of the last event that changed the tender's work, 0 when there is none; it only grows."""
    query = sa.select(sa.func.max(event.c.seq)).where(event.c.tender_id == tender_id, event.c.changed == 1)
    return snapshot.connection.execute(query).scalar_one() or 0


def last(snapshot: Snapshot, tender_id: str, action: str) -> int:
    """Number of the last event of this action that changed the tender's work, 0 when there is none."""
    where = event.c.tender_id == tender_id, event.c.changed == 1, event.c.action == action
    return snapshot.connection.execute(sa.select(sa.func.max(event.c.seq)).where(*where)).scalar_one() or 0


def verify(snapshot: Snapshot) -> Chain:
    """The whole log checked: numbers without a gap, every hash, every column against its body, and the head.

    `ChainBroken` names the first event that does not fit. A log cut at its end together with its head, or written anew
    from some event on, is found only by comparing with a head kept outside.
    """
    seq, previous = 0, START
    query = sa.select(*(event.c[name] for name in _COLUMNS), event.c.body, event.c.prev, event.c.hash)
    try:
        rows = snapshot.connection.execution_options(yield_per=500).execute(query.order_by(event.c.seq))
        for row in rows.mappings():
            seq += 1
            _check(seq, previous, {**row})
            previous = row["hash"]
        end = snapshot.connection.execute(sa.select(head)).one()
    except (sa.exc.DBAPIError, UnicodeDecodeError) as fault:
        raise ChainBroken(seq + 1, "unreadable") from fault
    if tuple(end) != (1, "", seq, previous):
        raise ChainBroken(seq, "the log does not end where its head says")
    return Chain(seq, previous)


def _check(seq: int, previous: str, row: Mapping[str, Any]) -> None:
    if row["seq"] != seq:
        raise ChainBroken(seq, "missing")
    body = row["body"]
    if not isinstance(body, bytes) or row["prev"] != previous or row["hash"] != digest(previous, body):
        raise ChainBroken(seq, "the hash does not fit")
    stated = _read_body(body)
    for name in _COLUMNS:
        value = row[name]
        if type(value) is not type(_flat(stated[name])) or value != _flat(stated[name]):
            raise ChainBroken(seq, f"{name} does not agree with the body")

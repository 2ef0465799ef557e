"""Rounds of clarification with a vendor, and revised workbooks until a person has said what becomes of them.

A revised workbook is a file that does not count yet. Its row says whether it waits, was taken whole, only as far as its
round asked or only as far as it answers, or was refused; neither file nor row is ever deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from evaluator.i18n.days import day_at, zone_of
from evaluator.store import rows, tenders
from evaluator.store.stages import Envelope
from evaluator.store.tables import file, revision, round_
from evaluator.store.transaction import Snapshot, Transaction

RoundKind = Literal["clarification", "final_price"]
Way = Literal["whole", "asked", "answered", "refused"]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round: the items asked about until a day, of which the due date is the vendor's, not a lock."""

    id: str
    ver: int
    vendor_id: str
    number: int
    kind: RoundKind
    items: list[str]
    due: str
    state: Literal["open", "closed"]
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """What became of a revised workbook, by whom and why; ``round_id`` is the round that was open when it came in."""

    id: str
    ver: int
    envelope: Envelope
    vendor_id: str
    file_id: str
    round_id: str | None
    state: Literal["waiting", "whole", "asked", "answered", "refused"]
    reason: str
    by: str
    at: str


def rounds(snapshot: Snapshot, tender_id: str) -> tuple[RoundRow, ...]:
    """Rounds of a tender, each vendor's in their order."""
    return rows.every(snapshot, RoundRow, round_, round_.c.tender_id == tender_id)


def open_round(snapshot: Snapshot, tender_id: str, vendor_id: str) -> RoundRow | None:
    """The round that a vendor is in, None outside of one."""
    found = (row for row in rounds(snapshot, tender_id) if row.vendor_id == vendor_id and row.state == "open")
    return next(found, None)


def awaited(snapshot: Snapshot, tender_id: str) -> tuple[RoundRow, ...]:
    """The open final price rounds whose vendor has sent no price in them and whose day has not passed.

    A day ends with its midnight where the tender is, wherever this machine stands.
    """
    asked = [row for row in rounds(snapshot, tender_id) if row.kind == "final_price" and row.state == "open"]
    if not asked:
        return ()
    answered = {row.round_id for row in revisions(snapshot, tender_id) if row.envelope == "price"}
    today = day_at(snapshot.now, zone_of(tenders.deadline(snapshot, tender_id)))
    return tuple(row for row in asked if row.id not in answered and row.due >= today)


def untaken(snapshot: Snapshot, tender_id: str) -> tuple[RevisionRow, ...]:
    """The prices that came in a final price round and wait for a person's word."""
    final = {row.id for row in rounds(snapshot, tender_id) if row.kind == "final_price"}
    return tuple(
        row
        for row in revisions(snapshot, tender_id)
        if row.round_id in final and row.envelope == "price" and row.state == "waiting"
    )


def sealed(snapshot: Snapshot, tender_id: str) -> frozenset[str]:
    """Files with final prices that nobody may look into yet, because a rival may still bid; those taken are open.

    A price workbook of which nobody has said whose it is may be a final one, and is sealed too.
    """
    if not awaited(snapshot, tender_id):
        return frozenset()
    where = file.c.tender_id == tender_id, file.c.kind == "bid", file.c.envelope == "price", file.c.vendor_id.is_(None)
    nobodys = snapshot.connection.execute(sa.select(file.c.id).where(*where)).scalars()
    final = {row.id for row in rounds(snapshot, tender_id) if row.kind == "final_price"}
    return frozenset(nobodys).union(
        row.file_id
        for row in revisions(snapshot, tender_id)
        if row.round_id in final and row.envelope == "price" and row.state in ("waiting", "refused")
    )


def start_round(
    tx: Transaction, vendor_id: str, items: Sequence[str], due: str, kind: RoundKind = "clarification"
) -> str:
    """Id of a new round, for the command's reason."""
    number = 1 + sum(row.vendor_id == vendor_id for row in rounds(tx, tx.tender_id))
    asked = {"items": list(items), "due": due, "kind": kind, "state": "open"}
    return rows.insert(tx, round_, {"vendor_id": vendor_id, "number": number, **asked, **_act(tx)})


def close_round(tx: Transaction, round_id: str, ver: int) -> int:
    """New revision of a round that has ended, for the command's reason."""
    return rows.update(tx, round_, {"id": round_id}, {"state": "closed", **_act(tx)}, ver)


def revisions(snapshot: Snapshot, tender_id: str) -> tuple[RevisionRow, ...]:
    """Revised workbooks of a tender, those waiting and those dealt with."""
    return rows.every(snapshot, RevisionRow, revision, revision.c.tender_id == tender_id)


def of_file(snapshot: Snapshot, tender_id: str, file_id: str) -> RevisionRow | None:
    """What became of this file as a revised workbook; None for one that came first."""
    return rows.one(snapshot, RevisionRow, revision, revision.c.tender_id == tender_id, revision.c.file_id == file_id)


def hold(tx: Transaction, envelope: Envelope, vendor_id: str, file_id: str) -> None:
    """A received file waits as a revised workbook, in the round that its vendor is in."""
    during = open_round(tx, tx.tender_id, vendor_id)
    about = {"envelope": envelope, "vendor_id": vendor_id, "file_id": file_id, "state": "waiting"}
    rows.insert(tx, revision, {**about, "round_id": during.id if during else None, **_act(tx)})


def decide(tx: Transaction, file_id: str, way: Way, ver: int) -> int:
    """New revision of a revised workbook that no longer waits, for the command's reason."""
    return rows.update(tx, revision, {"file_id": file_id}, {"state": way, **_act(tx)}, ver)


def _act(tx: Transaction) -> dict[str, object]:
    return {"reason": tx.command.reason, "by": tx.by, "at": tx.now}

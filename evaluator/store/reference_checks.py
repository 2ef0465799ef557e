"""Calls to references: what a client said of a vendor, and a person's word on what contradicts the vendor's claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluator.store import rows
from evaluator.store.canonical import Json
from evaluator.store.tables import reference_check
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A call; ``item`` names the reference, ``settled`` are the contradictions on which a person has spoken."""

    id: str
    ver: int
    vendor_id: str
    item: str
    content: dict[str, Json]
    settled: list[dict[str, str]]
    state: Literal["active", "withdrawn"]
    reason: str
    by: str
    at: str


def every(snapshot: Snapshot, tender_id: str) -> tuple[ReferenceRow, ...]:
    """Calls of a tender, those withdrawn too: a page needs their ``ver`` to write them down again."""
    return rows.every(snapshot, ReferenceRow, reference_check, reference_check.c.tender_id == tender_id)


def save(tx: Transaction, vendor_id: str, item: str, content: Mapping[str, Json], ver: int) -> int:
    """New revision of a call, 1 from ``ver`` 0; what was settled stays with the contradictions it was said of."""
    before = next((row for row in every(tx, tx.tender_id) if (row.vendor_id, row.item) == (vendor_id, item)), None)
    settled = before.settled if before else []
    values = {"content": dict(content), "settled": settled, "state": "active", "reason": "", "by": tx.by, "at": tx.now}
    return rows.save(tx, reference_check, {"vendor_id": vendor_id, "item": item}, values, ver)


def settle(tx: Transaction, vendor_id: str, item: str, settled: Sequence[Mapping[str, str]], ver: int) -> int:
    """New revision of a call with all that people have settled of it by now."""
    values = {"settled": [dict(one) for one in settled]}
    return rows.update(tx, reference_check, {"vendor_id": vendor_id, "item": item}, values, ver)


def withdraw(tx: Transaction, vendor_id: str, item: str, ver: int) -> int:
    """New revision of a call that no longer counts, for the command's reason."""
    values = {"state": "withdrawn", "reason": tx.command.reason, "by": tx.by, "at": tx.now}
    return rows.update(tx, reference_check, {"vendor_id": vendor_id, "item": item}, values, ver)

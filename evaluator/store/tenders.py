"""Tenders: the content of the tender file, and whether the tender is in use or was removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from evaluator.store import rows
from evaluator.store.canonical import Json
from evaluator.store.errors import Archived
from evaluator.store.tables import tender
from evaluator.store.transaction import Snapshot, Transaction

# What may still happen to an archived tender: it is read, downloaded, and taken out of the archive. All else changes it.
ASIDE_OF_ARCHIVE: Final = frozenset(
    {
        "ticket.mint",
        "ticket.redeem",
        "contract.keep",
        "preference.save",
        "access.denied",
        "tender.unarchive",
        "people.join",
    }
)


@dataclass(frozen=True, slots=True)
class TenderRow:
    """A tender; ``content`` is its tender file as JSON, amounts as strings; ``archived_at`` since when it is read-only."""

    tender_id: str
    ver: int
    content: dict[str, Json]
    state: Literal["active", "removed"]
    sample: bool
    created_at: str
    created_by: str
    archived_at: str | None


def every(snapshot: Snapshot, *, removed: bool = False) -> tuple[TenderRow, ...]:
    """Tenders in use (or the removed ones), by id."""
    return rows.every(snapshot, TenderRow, tender, tender.c.state == ("removed" if removed else "active"))


def find(snapshot: Snapshot, tender_id: str) -> TenderRow | None:
    """The tender with this id, removed or not; None when it never was."""
    return rows.one(snapshot, TenderRow, tender, tender.c.tender_id == tender_id)


def deadline(snapshot: Snapshot, tender_id: str) -> str:
    """The deadline of a tender as its file states it; empty where it states none.

    The tender is kept as ``["o", "Tender", {...}]``, and a field at its default is left out.
    """
    return str(_stated(snapshot, tender_id, "deadline") or "")


def invited(snapshot: Snapshot, tender_id: str) -> list[str]:
    """The names of the vendors that a tender invites, kept as ``["l", [...]]``."""
    listed = _stated(snapshot, tender_id, "vendors")
    return [str(name) for name in listed[1]] if isinstance(listed, list) and isinstance(listed[1], list) else []


def _stated(snapshot: Snapshot, tender_id: str, fact: str) -> Json:
    row = find(snapshot, tender_id)
    held = row.content.get("tender") if row else None
    return held[2].get(fact) if isinstance(held, list) and isinstance(held[2], dict) else None


def create(tx: Transaction, content: Mapping[str, Json], *, sample: bool = False) -> None:
    """Make the command's tender; a tender with this id, even a removed one, is a `Conflict`."""
    values = {
        "content": dict(content), "state": "active", "sample": sample, "created_at": tx.now, "created_by": tx.by,
    }  # fmt: skip
    rows.save(tx, tender, {"tender_id": tx.tender_id}, values, 0)


def edit(tx: Transaction, content: Mapping[str, Json], ver: int) -> int:
    """New revision of the command's tender with this content."""
    return rows.update(tx, tender, {"tender_id": tx.tender_id}, {"content": dict(content)}, ver)


def remove(tx: Transaction, ver: int) -> int:
    """New revision of the command's tender, now out of use; nothing of it is deleted."""
    return rows.update(tx, tender, {"tender_id": tx.tender_id}, {"state": "removed"}, ver)


def restore(tx: Transaction, ver: int) -> int:
    """New revision of the command's removed tender, now in use again."""
    return rows.update(tx, tender, {"tender_id": tx.tender_id}, {"state": "active"}, ver)


def archive(tx: Transaction, ver: int) -> int:
    """New revision of the command's tender, read-only from now on."""
    return rows.update(tx, tender, {"tender_id": tx.tender_id}, {"archived_at": tx.now}, ver)


def unarchive(tx: Transaction, ver: int) -> int:
    """New revision of the command's archived tender, open for work again."""
    return rows.update(tx, tender, {"tender_id": tx.tender_id}, {"archived_at": None}, ver)


def demand_open(tx: Transaction) -> None:
    """Raise `Archived` where the command would change a tender that is in the archive."""
    if tx.command.action in ASIDE_OF_ARCHIVE or not tx.tender_id:
        return
    query = sa.select(tender.c.archived_at).where(tender.c.tender_id == tx.tender_id)
    if tx.connection.execute(query).scalar_one_or_none() is not None:
        raise Archived(tx.tender_id)

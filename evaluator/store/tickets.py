"""Tickets for downloads: short-lived, known only by the hash of their token."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from evaluator.store import rows
from evaluator.store.canonical import Json
from evaluator.store.tables import ticket
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class TicketRow:
    """What a ticket lets one person fetch, of which state of the tender (``revision``), until when."""

    tender_id: str
    token_sha256: str
    actor: str
    kind: str
    params: dict[str, Json]
    revision: int
    expires_at: str


def fingerprint(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keep(tx: Transaction, new: TicketRow) -> None:
    """Keep a ticket; tickets that have run out are swept away."""
    tx.connection.execute(sa.delete(ticket).where(ticket.c.expires_at < tx.now))
    values = {name: getattr(new, name) for name in ("actor", "kind", "params", "revision", "expires_at")}
    rows.save(tx, ticket, {"token_sha256": new.token_sha256}, values, 0)


def find(snapshot: Snapshot, token: str) -> TicketRow | None:
    """The ticket of a token, run out or not; None when there is none."""
    return rows.one(snapshot, TicketRow, ticket, ticket.c.token_sha256 == fingerprint(token))

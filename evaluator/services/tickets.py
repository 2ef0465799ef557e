"""Tickets for downloads: a link works for its own person, for ten minutes, while the tender stands still."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from evaluator.services.commands import Actor, NotAllowed, new_command_id, service
from evaluator.store import events, tickets
from evaluator.store.canonical import Json
from evaluator.store.errors import CommandReused
from evaluator.store.store import Store, stamp
from evaluator.store.tickets import TicketRow, fingerprint
from evaluator.store.transaction import Transaction

LIFETIME: Final = timedelta(minutes=10)


class UnknownTicket(LookupError):
    """There is no such ticket: the link was cut short, or ran out long ago."""

    key = "store.ticket_unknown"


class StaleTicket(TimeoutError):
    """The ticket has run out, or the tender has changed since it was made: the page gives a new link."""

    key = "store.ticket_stale"


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a ticket entitles to: an export of this kind of this tender, made from its state at ``revision``."""

    kind: str
    params: dict[str, Json]
    tender_id: str
    revision: int


def mint_ticket(
    store: Store, actor: Actor, command_id: str, tender_id: str, kind: str, params: Mapping[str, Json], revision: int
) -> str:
    """The token of a new ticket for ``/export/{token}``, bound to the actor and to this revision of the tender.

    The store keeps only the token's hash, so a repeated command cannot give the earlier token: it gives a new one.
    """
    token = secrets.token_urlsafe(32)
    ticket = TicketRow(
        tender_id=tender_id,
        token_sha256=fingerprint(token),
        actor=actor.name,
        kind=kind,
        params=dict(params),
        revision=revision,
        expires_at=stamp(store.clock() + LIFETIME),
    )
    try:
        _keep(store, actor, command_id, tender_id, ticket)
    except CommandReused:
        _keep(store, actor, new_command_id(), tender_id, ticket)
    return token


def redeem(store: Store, actor: Actor, token: str) -> Redeemed:
    """What the ticket entitles to; each use is an event. A ticket serves until it is stale, as browsers ask twice.

    Raises
    ------
    UnknownTicket
        A `LookupError` (404).
    NotAllowed
        A `PermissionError` (403): the ticket was made for another person; the attempt is logged.
    StaleTicket
        A `TimeoutError` (410): ten minutes have passed, or the tender's revision is no longer the ticket's.
    """
    with store.read() as snapshot:
        ticket = tickets.find(snapshot, token)
    if ticket is None:
        raise UnknownTicket(fingerprint(token)[:8])
    return Redeemed(**_use(store, actor, new_command_id(), ticket.tender_id, ticket))


@service("ticket.mint")
def _keep(tx: Transaction, ticket: TicketRow) -> None:
    tickets.keep(tx, ticket)
    tx.about(f"export:{ticket.kind}")


@service("ticket.redeem")
def _use(tx: Transaction, ticket: TicketRow) -> dict[str, Any]:
    if ticket.actor != tx.by:
        raise NotAllowed("ticket.redeem", "store.ticket_other")
    if ticket.expires_at < tx.now or ticket.revision != events.revision(tx, tx.tender_id):
        raise StaleTicket(ticket.kind)
    tx.about(f"export:{ticket.kind}", params=ticket.params)
    return {"kind": ticket.kind, "params": ticket.params, "tender_id": tx.tender_id, "revision": ticket.revision}

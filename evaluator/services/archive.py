"""The archive: a tender that is done is read-only until the lead takes it out again, with a reason."""

from __future__ import annotations

from evaluator.services.commands import Actor, service
from evaluator.services.problem import Refused
from evaluator.store import tenders
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


def archive_tender(store: Store, actor: Actor, command_id: str, tender_id: str, reason: str = "") -> None:
    """From now on nothing of the tender can be changed; reading and downloads go on."""
    _archive(store, actor, command_id, tender_id, reason.strip())


@service("tender.archive")
def _archive(tx: Transaction, reason: str) -> None:
    del reason
    row = tenders.find(tx, tx.tender_id)
    if row is None or row.state != "active":
        raise Refused("tender_closed")
    tenders.archive(tx, row.ver)


def unarchive_tender(store: Store, actor: Actor, command_id: str, tender_id: str, reason: str) -> None:
    """The tender is open for work again; why is kept in the record."""
    if not reason.strip():
        raise Refused("reason_missing")
    _unarchive(store, actor, command_id, tender_id, reason.strip())


@service("tender.unarchive")
def _unarchive(tx: Transaction, reason: str) -> None:
    del reason
    row = tenders.find(tx, tx.tender_id)
    if row is None or row.archived_at is None:
        raise Refused("not_archived")
    tenders.unarchive(tx, row.ver)

"""Locking a tender's method: from then on any change is a new version with a reason."""

from __future__ import annotations

from evaluator.adapters.packs import parse_pack
from evaluator.services.commands import service
from evaluator.services.problem import Refused
from evaluator.store import methods
from evaluator.store.transaction import Transaction


@service("method.lock")
def lock_method(tx: Transaction, reason: str = "") -> None:
    """The method in force is frozen under its content hash; ``reason`` is kept in the event.

    It passes every check once more: a copy made under earlier checks is a `PackError`, and is not locked.
    """
    del reason  # the command keeps it
    row = methods.current(tx, tx.tender_id)
    if row is None:
        raise Refused("no_method")
    if not row.locked_at:
        parse_pack(methods.files(tx, tx.tender_id, row.number))
        methods.lock(tx, row.number, row.ver)

"""When files were handed in: stated by a person at the upload, corrected later, and what becomes of one that came late."""

from __future__ import annotations

from evaluator.intake.receipt import clock, moment
from evaluator.services.commands import Actor, service
from evaluator.services.problem import Refused
from evaluator.store import files
from evaluator.store.files import FileRow
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


def demand_moment(store: Store, handed_in: str) -> None:
    """Raise `Refused` unless a stated moment is one, with its offset, and has come; an empty one states nothing."""
    if not handed_in:
        return
    found = moment(handed_in)
    if found is None:
        raise Refused("handed_in", given=handed_in)
    if found > store.clock():
        raise Refused("handed_in_future", given=clock(handed_in))


def admit_late(store: Store, actor: Actor, command_id: str, tender_id: str, file: str, ver: int, reason: str) -> None:
    """A file that was handed in late counts all the same, for a reason; one that shall not count is withdrawn."""
    if not reason.strip():
        raise Refused("reason_missing")
    _admit(store, actor, command_id, tender_id, file, ver, reason)


@service("bid.admit")
def _admit(tx: Transaction, file: str, ver: int, reason: str) -> None:
    del reason
    tx.about(f"file:{file}", name=_the(tx, file).name)
    files.admit(tx, file, ver)


def restate(
    store: Store, actor: Actor, command_id: str, tender_id: str, file: str, ver: int, handed_in: str, reason: str
) -> None:
    """A file was handed in at another moment than it says, for a reason: a receipt, an entry in the book of the house."""
    if not reason.strip():
        raise Refused("reason_missing")
    if not handed_in:
        raise Refused("handed_in", given="")
    demand_moment(store, handed_in)
    _restate(store, actor, command_id, tender_id, file, ver, handed_in, reason)


@service("bid.admit")
def _restate(tx: Transaction, file: str, ver: int, handed_in: str, reason: str) -> None:
    del reason
    tx.about(f"file:{file}", name=_the(tx, file).name)
    files.restate(tx, file, handed_in, ver)


def _the(tx: Transaction, file: str) -> FileRow:
    found = next((row for row in files.every(tx, tx.tender_id) if row.id == file), None)
    if found is None:
        raise Refused("file_gone")
    return found

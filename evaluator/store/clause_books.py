"""What counsel has changed of a locked method's contract library: the files that differ, for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.store import rows
from evaluator.store.tables import clause_book
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class ClauseBookRow:
    """The changed files of the library by name, which stand in the place of the method's own, and why, by whom and when."""

    ver: int
    content: dict[str, str]
    reason: str
    by: str
    at: str


def current(snapshot: Snapshot, tender_id: str) -> ClauseBookRow | None:
    """The changes in force, None before the first."""
    return rows.one(snapshot, ClauseBookRow, clause_book, clause_book.c.tender_id == tender_id)


def save(tx: Transaction, files: Mapping[str, str], ver: int) -> int:
    """New revision of the changes, all of them anew, for the command's reason; ``ver`` 0 for the first."""
    values = {"content": dict(files), "reason": tx.command.reason, "by": tx.by, "at": tx.now}
    return rows.save(tx, clause_book, {}, values, ver)

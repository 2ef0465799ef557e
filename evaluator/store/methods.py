"""A tender's own copies of its method, numbered from 1; a locked one is never changed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.store import rows
from evaluator.store.errors import Immutable
from evaluator.store.tables import method_version
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One version of the method without its files.

    ``sha256`` is the hash of the files, ``questionnaire_sha256`` of what a vendor sees. ``reason`` says why a version
    after the first was made.
    """

    number: int
    ver: int
    sha256: str
    questionnaire_sha256: str
    reason: str
    created_at: str
    created_by: str
    locked_at: str | None
    locked_by: str | None


@dataclass(frozen=True, slots=True)
class _Files:
    content: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodContent:
    """A method to be saved: the pack's files and the two hashes, both in hex."""

    files: Mapping[str, str]
    sha256: str
    questionnaire_sha256: str


def versions(snapshot: Snapshot, tender_id: str) -> tuple[MethodRow, ...]:
    """All versions, oldest first."""
    return rows.every(snapshot, MethodRow, method_version, method_version.c.tender_id == tender_id)


def current(snapshot: Snapshot, tender_id: str) -> MethodRow | None:
    """The version in force, which is the last; None before the first."""
    return next(reversed(versions(snapshot, tender_id)), None)


def files(snapshot: Snapshot, tender_id: str, number: int) -> dict[str, str]:
    """The pack's files of a version, text by file name."""
    table = method_version
    where = (table.c.tender_id == tender_id, table.c.number == number)
    return rows.the(snapshot, _Files, table, *where).content


def add(tx: Transaction, content: MethodContent) -> int:
    """Number of a new version; from the second on the command must give a reason (else `NotAccepted`)."""
    last = current(tx, tx.tender_id)
    number = last.number + 1 if last else 1
    values = {**_values(content), "reason": tx.command.reason, "created_at": tx.now, "created_by": tx.by}
    rows.save(tx, method_version, {"number": number}, values, 0)
    return number


def edit(tx: Transaction, number: int, content: MethodContent, ver: int) -> int:
    """New revision of a version not yet locked; `Immutable` once it is."""
    return _update(tx, number, _values(content), ver)


def lock(tx: Transaction, number: int, ver: int) -> int:
    """New revision of a version that from now on is never changed."""
    return _update(tx, number, {"locked_at": tx.now, "locked_by": tx.by}, ver)


def _values(content: MethodContent) -> dict[str, object]:
    hashes = {"sha256": content.sha256, "questionnaire_sha256": content.questionnaire_sha256}
    return {"content": dict(content.files), **hashes}


def _update(tx: Transaction, number: int, values: Mapping[str, object], ver: int) -> int:
    row = next((row for row in versions(tx, tx.tender_id) if row.number == number), None)
    if row and row.locked_at:
        raise Immutable(f"method {number}")
    return rows.update(tx, method_version, {"number": number}, values, ver)

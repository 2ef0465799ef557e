"""The ledger of what was sent out: to whom, which issue of the questionnaire, in which language, how, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.domain.text import Layout
from evaluator.store import rows
from evaluator.store.tables import dispatch
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDispatch:
    """A sending to be noted; ``sha256`` is of the zip that went out, ``way`` says how, ``note`` is what was added to it."""

    vendor: str
    issue: str
    lang: Layout
    sha256: str
    way: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """A sending as it was noted; it is never changed."""

    id: str
    vendor: str
    issue: str
    lang: Layout
    sha256: str
    way: str
    note: str
    by: str
    at: str


def every(snapshot: Snapshot, tender_id: str) -> tuple[DispatchRow, ...]:
    """Sendings of a tender in the order noted."""
    found = rows.every(snapshot, DispatchRow, dispatch, dispatch.c.tender_id == tender_id)
    return tuple(sorted(found, key=lambda row: (row.at, row.id)))


def add(tx: Transaction, new: NewDispatch) -> str:
    """Id of a sending, noted from now on."""
    values = {
        "vendor": new.vendor, "issue": new.issue, "lang": new.lang, "sha256": new.sha256, "way": new.way, "note": new.note,
        "by": tx.by, "at": tx.now,
    }  # fmt: skip
    return rows.insert(tx, dispatch, values)

"""The words of drafts that went out, compressed; the same words are kept once, with the last time they went out."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from evaluator.store import rows
from evaluator.store.tables import draft_words
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class DraftWordsRow:
    """When a draft with these words last went out, and by whom."""

    id: str
    ver: int
    vendor_id: str
    sha256: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class _Content:
    content: bytes


def fingerprint(words: bytes) -> str:
    """What the words of a draft are known by."""
    return hashlib.sha256(words).hexdigest()


def of_vendor(snapshot: Snapshot, tender_id: str, vendor_id: str) -> tuple[DraftWordsRow, ...]:
    """What went out for a vendor, the last first."""
    where = draft_words.c.tender_id == tender_id, draft_words.c.vendor_id == vendor_id
    found = rows.every(snapshot, DraftWordsRow, draft_words, *where)
    return tuple(sorted(found, key=lambda row: (row.at, row.id), reverse=True))


def content(snapshot: Snapshot, tender_id: str, vendor_id: str, row_id: str) -> bytes | None:
    """The words that went out for this vendor under this id; None where there are none."""
    where = draft_words.c.tender_id == tender_id, draft_words.c.vendor_id == vendor_id, draft_words.c.id == row_id
    found = rows.one(snapshot, _Content, draft_words, *where)
    return zlib.decompress(found.content) if found else None


def keep(tx: Transaction, vendor_id: str, words: bytes) -> None:
    """Keep the words of a draft that goes out now."""
    key = {"vendor_id": vendor_id, "sha256": fingerprint(words)}
    where = draft_words.c.vendor_id == vendor_id, draft_words.c.sha256 == key["sha256"]
    now = rows.one(tx, DraftWordsRow, draft_words, draft_words.c.tender_id == tx.tender_id, *where)
    values = {"content": zlib.compress(words), "by": tx.by, "at": tx.now}
    rows.save(tx, draft_words, key, values, now.ver if now else 0)

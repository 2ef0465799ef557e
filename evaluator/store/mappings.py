"""How a tender reads workbooks that are not ours: one mapping for each shape, with what its questions were confirmed to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.store import rows
from evaluator.store.canonical import Json
from evaluator.store.tables import mapping
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A mapping; ``name`` is the file it was made for, ``matches`` our question's id by the foreign question's key."""

    id: str
    ver: int
    shape: str
    name: str
    content: Json
    matches: dict[str, str]
    by: str
    at: str


def every(snapshot: Snapshot, tender_id: str) -> tuple[MappingRow, ...]:
    """Mappings of a tender."""
    return rows.every(snapshot, MappingRow, mapping, mapping.c.tender_id == tender_id)


def find(snapshot: Snapshot, tender_id: str, shape: str) -> MappingRow | None:
    """The mapping of this shape."""
    return rows.one(snapshot, MappingRow, mapping, mapping.c.tender_id == tender_id, mapping.c.shape == shape)


def save(tx: Transaction, shape: str, name: str, content: Json, matches: Mapping[str, str], ver: int) -> int:
    """New revision of the mapping of this shape, 1 from ``ver`` 0."""
    values = {"name": name, "content": content, "matches": dict(matches), "by": tx.by, "at": tx.now}
    return rows.save(tx, mapping, {"shape": shape}, values, ver)

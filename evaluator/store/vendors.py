"""The vendors of a tender; ``folded`` is the name as compared, and no two vendors of a tender share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evaluator.store import rows
from evaluator.store.tables import vendor
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class VendorRow:
    """A vendor; ``position`` is the order in which vendors are shown."""

    id: str
    ver: int
    name: str
    folded: str
    position: int
    state: Literal["active", "withdrawn"]


def every(snapshot: Snapshot, tender_id: str) -> tuple[VendorRow, ...]:
    """Vendors of a tender in the order shown, withdrawn ones too; names are told to whoever may read the tender."""
    found = rows.every(snapshot, VendorRow, vendor, vendor.c.tender_id == tender_id)
    return tuple(sorted(found, key=lambda row: (row.position, row.folded)))


def find(snapshot: Snapshot, tender_id: str, folded: str) -> VendorRow | None:
    """The vendor with this folded name."""
    return rows.one(snapshot, VendorRow, vendor, vendor.c.tender_id == tender_id, vendor.c.folded == folded)


def add(tx: Transaction, name: str, folded: str) -> str:
    """Id of a new vendor, shown last; a vendor with this folded name is a `Conflict`."""
    position = max((row.position for row in every(tx, tx.tender_id)), default=0) + 1
    rows.save(tx, vendor, {"folded": folded}, {"name": name, "position": position, "state": "active"}, 0)
    found = rows.the(tx, VendorRow, vendor, vendor.c.tender_id == tx.tender_id, vendor.c.folded == folded)
    return found.id


def rename(tx: Transaction, vendor_id: str, name: str, folded: str, ver: int) -> int:
    """New revision of a vendor under another name."""
    return rows.update(tx, vendor, {"id": vendor_id}, {"name": name, "folded": folded}, ver)


def set_state(tx: Transaction, vendor_id: str, state: Literal["active", "withdrawn"], ver: int) -> int:
    """New revision of a vendor who takes part, or no longer does; nothing of his is deleted."""
    return rows.update(tx, vendor, {"id": vendor_id}, {"state": state}, ver)

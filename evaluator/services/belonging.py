"""Workbooks of which nobody can tell whose they are: kept, and counted once a person has said so.

Where a tender invites vendors by name, a workbook of ours whose vendor cell is empty or names nobody invited waits here.
A name, of the cell or of the file, only suggests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Literal

from evaluator.adapters.codec import encode
from evaluator.domain.finding import Rule
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.suggesting import like_file, like_name
from evaluator.services.commands import Actor, query, service
from evaluator.services.held import Upload
from evaluator.services.imports import READER, Imported, place, placing, told, vendor_of
from evaluator.services.limits import NAME, demand_short
from evaluator.services.mapping import envelope_of_file, invited, prices_sealed
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import events, files, revisions, vendors
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Nobodys:
    """A workbook that belongs to nobody yet.

    ``named`` is what its vendor cell says, also while it is sealed; ``suggested`` the vendor whom that or the file's name
    looks like, which ``by`` tells; both are empty where there is none.
    """

    upload: Upload
    named: str
    suggested: str = ""
    by: Literal["cell", "file", ""] = ""


def named(file: FileReading) -> str:
    """The vendor whom a workbook's own cell names; empty where the file's name had to stand in."""
    unnamed = any(found.rule is Rule.VENDOR_UNNAMED for found in file.findings)
    return "" if unnamed else file.vendor


def is_nobodys(state: TenderState, file: FileReading) -> bool:
    """Whether a person has to say whose a workbook is: vendors are invited by name, and it names none of them."""
    known = {vendor_key(name) for name in invited(state)}
    return bool(known) and vendor_key(named(file)) not in known


def keep_nobodys(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: FileReading, came: tuple[bytes, str]
) -> Imported:
    """What became of a workbook that is nobody's yet: ``unassigned``, or the ``same`` as one here under this name.

    ``came`` is its bytes, and when it was handed in.
    """
    # Nobody is taken from the file's name, so that this is not told of it.
    found = tuple(one for one in file.findings if one.rule is not Rule.VENDOR_UNNAMED)
    bare = replace(file, workbook=None, vendor=named(file), findings=found)
    data, handed_in = came
    new = NewFile(
        name=file.name, content=data, kind="bid", envelope=envelope_of_file(file), handed_in_at=handed_in
    )  # fmt: skip
    vendor = _hold(store, actor, command_id, state.id, new, bare.vendor, {"reading": encode(bare)})
    status = "unassigned" if vendor is None else "same"
    return told(replace(bare, vendor=vendor or ""), status, prices_sealed(state) and new.envelope == "price")


@service("bid.receive")
def _hold(tx: Transaction, new: NewFile, vendor: str, content: dict[str, Any]) -> str | None:
    """Whose the same file already is, empty where it is nobody's; None for one that is kept.

    Other bytes, or the same under another name, are another file: two vendors may have sent one workbook.
    """
    waits = {row.file_id for row in revisions.revisions(tx, tx.tender_id) if row.state == "waiting"}
    sha = sha256(new.content).hexdigest()
    for row in files.every(tx, tx.tender_id, all_states=True):
        same = row.kind == "bid" and (row.name, row.sha256) == (new.name, sha)
        if same and (row.state == "current" or row.id in waits):
            tx.about(f"file:{new.name}", name=new.name, status="same")
            return next((one.name for one in vendors.every(tx, tx.tender_id) if one.id == row.vendor_id), "")
    file_id = files.receive(tx, new)
    files.save_reading(tx, file_id, new.envelope, content, reader=READER)
    # The cell's name is told here because the reading of a price workbook is sealed; whose a sealed file is never is.
    tx.about(f"file:{file_id}", name=new.name, status="unassigned", vendor=vendor[:NAME])
    return None


def nobodys(store: Store, actor: Actor, state: TenderState) -> tuple[Nobodys, ...]:
    """The workbooks that belong to nobody yet, in the order received, each with whom its names suggest."""
    if not state.unassigned:
        return ()
    said = _named(store, actor, state.id)
    return tuple(_weighed(one, said.get(one.id, ""), choices(state)) for one in state.unassigned)


@query("bid.read")
def _named(snapshot: Snapshot, tender_id: str) -> dict[str, str]:
    came = events.read(snapshot, tender_id, actions=("bid.receive",))
    return {
        event.entity.removeprefix("file:"): str(event.note.get("vendor", ""))
        for event in came
        if event.note.get("status") == "unassigned"
    }


def choices(state: TenderState) -> tuple[str, ...]:
    """The vendors of whom a workbook may be without a reason: those invited and those whose bids are in."""
    return invited(state) or tuple(state.vendor_ids)


def _weighed(upload: Upload, said: str, names: Sequence[str]) -> Nobodys:
    if suggested := like_name(said, names):
        return Nobodys(upload=upload, named=said, suggested=suggested, by="cell")
    suggested = like_file(PurePath(upload.name).stem, names)
    return Nobodys(upload=upload, named=said, suggested=suggested, by="file" if suggested else "")


def assign(
    store: Store, actor: Actor, command_id: str, tender_id: str, shown: Upload, vendor: str, reason: str = ""
) -> str:
    """What becomes of a workbook now that a person has said whose it is: ``stored``, ``waits`` or ``same`` as at receipt.

    ``shown`` is the file as the page showed it. A vendor who is not invited takes part under this name, for a reason.
    """
    name = " ".join(vendor.split())
    if not name:
        raise Refused("vendor_missing")
    demand_short(NAME, name)
    state = load(store, actor, tender_id)
    known = {vendor_key(one): one for one in choices(state)}
    if state.tender.vendors and vendor_key(name) not in known and not reason.strip():
        raise Refused("uninvited_unreasoned", vendor=name)
    return _assign(store, actor, command_id, tender_id, shown.id, shown.ver, known.get(vendor_key(name), name), reason)


@service("bid.assign")
def _assign(tx: Transaction, file_id: str, ver: int, vendor: str, reason: str) -> str:
    del reason
    row = next((row for row in files.every(tx, tx.tender_id) if row.id == file_id), None)
    if row is None or row.kind != "bid" or row.vendor_id:
        raise Refused("file_assigned")
    vendor_id = vendor_of(tx, vendor)
    found = placing(tx, vendor_id, row.sha256, files.contents(tx, file_id))
    # The copy of a file that is here already stays, but only one of them counts.
    files.assign(tx, file_id, vendor_id, ver, counts=found.status == "stored")
    place(tx, file_id, vendor_id, row.envelope, found)
    tx.about(f"file:{file_id}", name=row.name, vendor=vendor, status=found.status)
    return found.status

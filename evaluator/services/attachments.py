"""Attachments of bids: received, sealed where they hold prices, replaced and withdrawn; what answers name of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from evaluator.adapters.attachment_file import AttachmentError, Examined, examine
from evaluator.domain.finding import SEVERITY, Finding, Param, Source
from evaluator.intake.attachments import shown_name
from evaluator.intake.bids import vendor_key
from evaluator.intake.words import plain
from evaluator.services.commands import Actor, service
from evaluator.services.imports import READER
from evaluator.services.problem import Refused
from evaluator.services.receipt import demand_moment
from evaluator.services.state import TenderState, load
from evaluator.store import files, stages, vendors
from evaluator.store.canonical import Json
from evaluator.store.files import FileRow, NewFile
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file given by a person, whose it is, and whether it holds prices."""

    name: str
    content: bytes
    vendor: str
    priced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a file: ``stored``, ``replaced`` an earlier one of its name, the ``same`` as one here, or ``refused``."""

    name: str
    vendor: str
    status: str
    findings: tuple[Finding, ...] = ()


def known_vendors(state: TenderState) -> tuple[str, ...]:
    """Vendors that a file may be assigned to: those invited, then others who have sent something."""
    shown = (name for name in state.tender.vendors if name not in state.hidden)
    names = {vendor_key(name): name for name in (*shown, *state.vendor_ids)}
    return tuple({**names, **{vendor_key(name): name for name in state.vendor_ids}}.values())


def receive(
    store: Store, actor: Actor, command_id: str, tender_id: str, given: Sequence[Given], handed_in: str = ""
) -> tuple[Received, ...]:
    """What became of each file; ``handed_in`` is when all of them reached the buyer, empty where nobody said."""
    demand_moment(store, handed_in)
    known = {vendor_key(name): name for name in known_vendors(load(store, actor, tender_id))}
    if any(vendor_key(one.vendor) not in known for one in given):
        raise Refused("attachment_unassigned")
    return tuple(
        _received(store, actor, f"{command_id}/{number}", tender_id, one, (known[vendor_key(one.vendor)], handed_in))
        for number, one in enumerate(given)
    )


def _received(
    store: Store, actor: Actor, command_id: str, tender_id: str, one: Given, about: tuple[str, str]
) -> Received:
    name, (vendor, handed_in) = shown_name(one.name).rpartition("/")[2], about
    try:
        found = examine(one.content)
    except AttachmentError as refusal:
        params: dict[str, Param] = {"file": name, **refusal.params}
        told = Finding(refusal.rule, SEVERITY[refusal.rule], Source(name), tuple(params.items()), vendor)
        _refuse(store, actor, command_id, tender_id, name, refusal.rule.value)
        return Received(name=name, vendor=vendor, status="refused", findings=(told,))
    envelope: Envelope = "price" if one.priced else "technical"
    new = NewFile(
        name=name, content=one.content, kind="attachment", envelope=envelope, handed_in_at=handed_in
    )  # fmt: skip
    status = _receive(store, actor, command_id, tender_id, new, vendor, _content(found))
    return Received(name=name, vendor=vendor, status=status)


def _content(found: Examined) -> dict[str, Json]:
    entries: list[Json] = [[entry.name, entry.size] for entry in found.entries]
    return {"kind": found.kind, "entries": entries}


@service("attachment.receive")
def _refuse(tx: Transaction, name: str, rule: str) -> None:
    tx.about(f"file:{name}", name=name, refused=rule)


@service("attachment.receive")
def _receive(tx: Transaction, new: NewFile, vendor: str, content: dict[str, Json]) -> str:
    folded = vendor_key(vendor)
    there = vendors.find(tx, tx.tender_id, folded)
    vendor_id = there.id if there else vendors.add(tx, vendor, folded)
    named = [row for row in _current(tx) if row.vendor_id == vendor_id and plain(row.name) == plain(new.name)]
    digest = sha256(new.content).hexdigest()
    if any(row.sha256 == digest and row.envelope in (new.envelope, "price") for row in named):
        tx.about(f"file:{new.name}", name=new.name, status="same")
        return "same"
    before = [row for row in named if row.envelope == new.envelope]
    made = NewFile(
        name=new.name, content=new.content, kind=new.kind, envelope=new.envelope, vendor_id=vendor_id,
        handed_in_at=new.handed_in_at,
    )  # fmt: skip
    file_id = files.receive(tx, made)
    files.save_reading(tx, file_id, new.envelope, content, reader=READER)
    for row in before:
        files.supersede(tx, row.id, file_id, row.ver)
    status = "replaced" if before else "stored"
    tx.about(f"file:{file_id}", name=new.name, status=status)
    return status


def _current(tx: Transaction) -> list[FileRow]:
    return [row for row in files.every(tx, tx.tender_id) if row.kind == "attachment"]


def withdraw(store: Store, actor: Actor, command_id: str, tender_id: str, file: str, ver: int, reason: str) -> None:
    """The attachment no longer counts, for a reason; its bytes stay."""
    if not reason.strip():
        raise Refused("reason_missing")
    _withdraw(store, actor, command_id, tender_id, file, ver, reason)


@service("attachment.withdraw")
def _withdraw(tx: Transaction, file: str, ver: int, reason: str) -> None:
    del reason
    tx.about(f"file:{file}", name=_the(tx, file).name)
    files.withdraw(tx, file, ver)


def seal(store: Store, actor: Actor, command_id: str, tender_id: str, file: str, ver: int, reason: str) -> None:
    """The attachment turns out to hold prices and is sealed until prices are opened, for a reason."""
    if not reason.strip():
        raise Refused("reason_missing")
    _seal(store, actor, command_id, tender_id, file, ver, reason)


@service("attachment.seal")
def _seal(tx: Transaction, file: str, ver: int, reason: str) -> None:
    del reason
    if stages.reached(tx, tx.tender_id, "prices_opened"):
        raise Refused("attachment_opened")
    tx.about(f"file:{file}", name=_the(tx, file).name)
    files.seal(tx, file, ver)


def _the(tx: Transaction, file: str) -> FileRow:
    found = next((row for row in _current(tx) if row.id == file), None)
    if found is None:
        raise Refused("file_gone")
    return found

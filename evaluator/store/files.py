"""Original files, byte for byte, and what intake read from them; whatever belongs to the price stays sealed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from evaluator.store import revisions, rows, stages
from evaluator.store.canonical import Json
from evaluator.store.errors import Hidden, SealedFinal
from evaluator.store.stages import Envelope
from evaluator.store.tables import file, reading
from evaluator.store.transaction import Snapshot, Transaction

FileKind = Literal["bid", "scorecard", "method", "attachment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file to be kept. A workbook that holds prices belongs to envelope ``price`` as a whole.

    ``handed_in_at`` is the moment at which it reached the buyer, ISO 8601 with the offset of the place; empty where nobody
    said.
    """

    name: str
    content: bytes
    kind: FileKind
    envelope: Envelope
    vendor_id: str | None = None
    handed_in_at: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A kept file without its bytes; all of this may be read while the envelope is sealed.

    ``admitted`` is a person's word that it counts though it was handed in late: ``reason``, ``by`` and ``at``.
    """

    id: str
    ver: int
    envelope: Envelope
    vendor_id: str | None
    kind: FileKind
    name: str
    sha256: str
    size: int
    received_at: str
    received_by: str
    state: Literal["current", "superseded", "withdrawn"]
    superseded_by: str | None
    handed_in_at: str | None
    admitted: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class ReadingHead:
    """A reading without its content; ``salt`` is drawn anew at each save, so it names one content in any database."""

    id: str
    file_id: str
    ver: int
    envelope: Envelope
    salt: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What intake read from one file for one envelope; a file with both kinds of answers has two readings."""

    file_id: str
    ver: int
    envelope: Envelope
    reader: str
    read_at: str
    content: dict[str, Json]


def every(snapshot: Snapshot, tender_id: str, *, all_states: bool = False) -> tuple[FileRow, ...]:
    """Files of a tender in the order received; superseded and withdrawn ones only when asked for."""
    where = [file.c.tender_id == tender_id]
    if not all_states:
        where.append(file.c.state == "current")
    return tuple(sorted(rows.every(snapshot, FileRow, file, *where), key=lambda row: (row.received_at, row.id)))


def open_now(snapshot: Snapshot, tender_id: str) -> tuple[FileRow, ...]:
    """Files of a tender, current or not, whose bytes may be read now, as `content` gives them."""
    seen, shut = stages.visible(snapshot, tender_id), revisions.sealed(snapshot, tender_id)
    found = every(snapshot, tender_id, all_states=True)
    return tuple(row for row in found if row.envelope in seen and row.id not in shut)


def content(snapshot: Snapshot, tender_id: str, file_id: str) -> bytes:
    """The original bytes; `Missing` if none, `Sealed` for prices before they are opened and for final ones still sealed."""
    _demand_shown(snapshot, tender_id, file_id)
    found = rows.the(snapshot, FileRow, file, file.c.tender_id == tender_id, file.c.id == file_id)
    stages.demand_visible(snapshot, tender_id, found.envelope)
    if file_id in revisions.sealed(snapshot, tender_id):
        raise SealedFinal(tender_id)
    query = sa.select(file.c.content).where(file.c.id == file_id)
    return bytes(snapshot.connection.execute(query).scalar_one())


def _demand_shown(snapshot: Snapshot, tender_id: str, file_id: str) -> None:
    """Raise `Hidden` for a file of a hidden vendor, and for one with the same bytes: a workbook may hold several bids."""
    if not snapshot.hidden:
        return
    same = sa.select(file.c.sha256).where(file.c.tender_id == tender_id, file.c.id == file_id).scalar_subquery()
    query = sa.select(file.c.vendor_id).where(file.c.tender_id == tender_id, file.c.sha256 == same)
    if {None, *snapshot.hidden} & {*snapshot.connection.execute(query).scalars()}:
        raise Hidden(tender_id)


def receive(tx: Transaction, new: NewFile, *, counts: bool = True) -> str:
    """Id of the file, kept from now on; one that does not count yet is ``withdrawn`` until `count`."""
    values = {
        "envelope": new.envelope, "vendor_id": new.vendor_id, "kind": new.kind, "name": new.name,
        "sha256": hashlib.sha256(new.content).hexdigest(), "size": len(new.content), "received_at": tx.now,
        "received_by": tx.by, "state": "current" if counts else "withdrawn", "superseded_by": None, "content": new.content,
        "handed_in_at": new.handed_in_at or None,
    }  # fmt: skip
    return rows.insert(tx, file, values)


def supersede(tx: Transaction, file_id: str, by_file_id: str, ver: int) -> int:
    """New revision of a file that a later one takes the place of."""
    return rows.update(tx, file, {"id": file_id}, {"state": "superseded", "superseded_by": by_file_id}, ver)


def count(tx: Transaction, file_id: str, ver: int) -> int:
    """New revision of a file that counts from now on."""
    return rows.update(tx, file, {"id": file_id}, {"state": "current", "superseded_by": None}, ver)


def withdraw(tx: Transaction, file_id: str, ver: int) -> int:
    """New revision of a file that no longer counts; its bytes stay."""
    return rows.update(tx, file, {"id": file_id}, {"state": "withdrawn", "superseded_by": None}, ver)


def restate(tx: Transaction, file_id: str, handed_in_at: str, ver: int) -> int:
    """New revision of a file that was handed in at another moment than stated; what was said of the earlier one ends."""
    return rows.update(tx, file, {"id": file_id}, {"handed_in_at": handed_in_at, "admitted": None}, ver)


def admit(tx: Transaction, file_id: str, ver: int) -> int:
    """New revision of a late file that counts all the same, for the command's reason."""
    word = {"reason": tx.command.reason, "by": tx.by, "at": tx.now}
    return rows.update(tx, file, {"id": file_id}, {"admitted": word}, ver)


def seal(tx: Transaction, file_id: str, ver: int) -> int:
    """New revision of a file that turns out to hold prices: it and all that was read from it are sealed from now on."""
    for row in kept_readings(tx, file_id):
        # The content goes along: the log holds its hash under the salt, and a new salt gives another hash.
        sealed = {"envelope": "price", "salt": secrets.token_hex(16), "content": row.content}
        rows.update(tx, reading, {"file_id": file_id, "envelope": row.envelope}, sealed, row.ver)
    return rows.update(tx, file, {"id": file_id}, {"envelope": "price"}, ver)


def assign(tx: Transaction, file_id: str, vendor_id: str, ver: int, *, counts: bool = True) -> int:
    """New revision of a file that belongs to this vendor; one that does not count yet is ``withdrawn`` until `count`."""
    values = {"vendor_id": vendor_id, "state": "current" if counts else "withdrawn"}
    return rows.update(tx, file, {"id": file_id}, values, ver)


def save_reading(
    tx: Transaction, file_id: str, envelope: Envelope, content: Mapping[str, Json], *, reader: str, ver: int = 0
) -> int:
    """New revision of what a file says in one envelope; ``reader`` names the version of intake."""
    values = {"reader": reader, "read_at": tx.now, "salt": secrets.token_hex(16), "content": dict(content)}
    return rows.save(tx, reading, {"file_id": file_id, "envelope": envelope}, values, ver)


def reading_heads(snapshot: Snapshot, tender_id: str, *, current: bool = True) -> tuple[ReadingHead, ...]:
    """The readings that may be read now, without their contents, which are long: of the files that count, or of all others."""
    counts = file.c.state == "current" if current else file.c.state != "current"
    of_those = reading.c.file_id.in_(sa.select(file.c.id).where(file.c.tender_id == tender_id, counts))
    return rows.every(snapshot, ReadingHead, reading, *_readable(snapshot, tender_id), of_those)


def reading_of(snapshot: Snapshot, tender_id: str, reading_id: str) -> ReadingRow:
    """One of the readings that may be read now, whether its file counts or not; `Missing` for any other."""
    return rows.the(snapshot, ReadingRow, reading, *_readable(snapshot, tender_id), reading.c.id == reading_id)


def readings_in(snapshot: Snapshot, tender_id: str, file_id: str) -> tuple[ReadingRow, ...]:
    """What was read from a file, current or not, for each envelope that may be read now; what is sealed is left out."""
    return rows.every(snapshot, ReadingRow, reading, *_readable(snapshot, tender_id), reading.c.file_id == file_id)


def envelopes(snapshot: Snapshot, tender_id: str, file_id: str) -> frozenset[Envelope]:
    """The envelopes for which something was read from a file, sealed or not."""
    query = sa.select(reading.c.envelope).where(reading.c.tender_id == tender_id, reading.c.file_id == file_id)
    return frozenset(snapshot.connection.execute(query).scalars())


def priced(snapshot: Snapshot, tender_id: str) -> frozenset[str]:
    """Ids of the files that prices are read from or kept with, sealed or not."""
    query = sa.select(reading.c.file_id).where(reading.c.tender_id == tender_id, reading.c.envelope == "price")
    return frozenset(snapshot.connection.execute(query).scalars())


def contents(tx: Transaction, file_id: str) -> dict[Envelope, dict[str, Json]]:
    """What was read from a file for each envelope, sealed or not, to be kept again or compared; nothing of it is told."""
    return {row.envelope: row.content for row in kept_readings(tx, file_id)}


def kept_readings(tx: Transaction, file_id: str) -> tuple[ReadingRow, ...]:
    """The same with their revisions, for one that is kept otherwise."""
    return rows.every(tx, ReadingRow, reading, reading.c.tender_id == tx.tender_id, reading.c.file_id == file_id)


def _readable(snapshot: Snapshot, tender_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    """The one condition under which a reading is read: its envelope is open, no final price is sealed, no vendor hidden."""
    told = reading.c.envelope != "price", reading.c.file_id.not_in(revisions.sealed(snapshot, tender_id))
    mine = reading.c.tender_id == tender_id, reading.c.envelope.in_(stages.visible(snapshot, tender_id)), sa.or_(*told)
    if not snapshot.hidden:
        return mine
    return *mine, reading.c.file_id.in_(sa.select(file.c.id).where(file.c.vendor_id.not_in(snapshot.hidden)))

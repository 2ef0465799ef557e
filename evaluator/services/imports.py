"""What became of an uploaded file, and bids among the uploads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final, Literal

from evaluator import __version__
from evaluator.domain.finding import Finding
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.difference import Difference
from evaluator.store import files, revisions, vendors
from evaluator.store.files import FileRow, NewFile
from evaluator.store.stages import Envelope
from evaluator.store.transaction import Transaction

READER: Final = f"evaluator {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file: ``stored``, ``refused``, the ``same`` as one already here, one that ``waits``, or nobody's.

    One that is nobody's is ``unassigned`` until a person says whose it is.
    A revised workbook waits for a person; ``difference`` is what it changes, None while it is sealed.
    A scorecard that would replace ``drafts`` saved after it was issued is refused until a person says that it shall;
    ``sha256`` then tells which of the files it was. One that leaves scores out is kept as drafts; ``left`` says how many.
    """

    name: str
    status: str
    layout: str
    vendor: str = ""
    findings: tuple[Finding, ...] = ()
    answered: int = 0
    questions: int = 0
    scores: int = 0
    drafts: int = 0
    left: int = 0
    sha256: str = ""
    difference: Difference | None = None

    @classmethod
    def of(cls, file: FileReading, status: str) -> Imported:
        """The result for a file that was read, or refused."""
        return cls(
            name=file.name, status=status, layout=file.layout, vendor=file.vendor, findings=file.findings,
            answered=file.answered(), questions=len(file.counted()),
        )  # fmt: skip


def told(file: FileReading, status: str, sealed: bool) -> Imported:
    """What is told of a file that is here: of one that is sealed nothing that stands in it, however often it comes."""
    made = Imported.of(file, status)
    return replace(made, findings=(), answered=0) if sealed else made


def keep_bid(
    tx: Transaction, new: NewFile, vendor: str, contents: Mapping[Envelope, Mapping[str, Any]], *, anew: bool = False
) -> str:
    """What becomes of a vendor's workbook, kept with what was read from it for each envelope.

    ``stored`` where it is the vendor's first; the ``same`` as one that counts or waits. A later one that answers an
    envelope again ``waits`` and changes nothing yet. A file here already that was read ``anew`` takes the place of its
    earlier reading where that stood as it was read and nothing else does; what was before stays.
    """
    vendor_id = vendor_of(tx, vendor)
    found = placing(tx, vendor_id, sha256(new.content).hexdigest(), contents, anew=anew)
    if found.status == "same":
        tx.about(f"file:{new.name}", name=new.name, status=found.status)
        return found.status
    file_id = files.receive(tx, replace(new, vendor_id=vendor_id), counts=found.status == "stored")
    for envelope, content in contents.items():
        files.save_reading(tx, file_id, envelope, content, reader=READER)
    place(tx, file_id, vendor_id, new.envelope, found)
    tx.about(f"file:{file_id}", name=new.name, status=found.status)
    return found.status


def vendor_of(tx: Transaction, name: str) -> str:
    """Id of the vendor of this name, who takes part from now on where he did not."""
    folded = vendor_key(name)
    there = vendors.find(tx, tx.tender_id, folded)
    return there.id if there else vendors.add(tx, name, folded)


@dataclass(frozen=True, slots=True)
class Placing:
    """What becomes of a workbook beside the others of its vendor, and those whose place it takes or would take."""

    status: Literal["stored", "same", "waits"]
    before: tuple[FileRow, ...] = ()


def placing(
    tx: Transaction, vendor_id: str, sha: str, contents: Mapping[Envelope, Mapping[str, Any]], *, anew: bool = False
) -> Placing:
    """What becomes of a workbook with these bytes and readings once it is this vendor's; ``anew`` as in `keep_bid`."""
    held = {row.file_id: row.state for row in revisions.revisions(tx, tx.tender_id)}
    mine = [
        row
        for row in files.every(tx, tx.tender_id, all_states=True)
        if row.vendor_id == vendor_id
        and row.kind == "bid"
        and (row.state == "current" or held.get(row.id) == "waiting")
    ]
    twins = [row for row in mine if row.sha256 == sha]
    again = any(files.contents(tx, row.id) == contents or row.state != "current" for row in twins)
    if twins and (again or not anew):
        return Placing("same")
    now = [row for row in mine if row.state == "current"]
    before = [row for row in now if row in twins or files.envelopes(tx, tx.tender_id, row.id) & contents.keys()]
    # One that counts only in part was put together by a person, and is not undone by its coming again.
    waits = any(row not in twins or held.get(row.id) in ("asked", "answered") for row in before)
    return Placing("waits" if waits else "stored", tuple(before))


def place(tx: Transaction, file_id: str, vendor_id: str, envelope: Envelope, found: Placing) -> None:
    """A kept workbook waits as a revised one, or takes the place of those before it."""
    if found.status == "waits":
        revisions.hold(tx, envelope, vendor_id, file_id)
    else:
        for row in found.before:
            files.supersede(tx, row.id, file_id, row.ver)

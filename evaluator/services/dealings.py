"""What passed between buyer and vendors beside the workbooks, read with a tender's state, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from evaluator.domain.attachment import Attachment, Entry
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Rule, Source
from evaluator.domain.question import Question
from evaluator.domain.tender import Tender
from evaluator.intake.attachments import Named, missing_evidence, named_files
from evaluator.intake.receipt import lateness
from evaluator.store import files
from evaluator.store.files import FileRow
from evaluator.store.transaction import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealings:
    """Attachments in the order received, those withdrawn or replaced too, and findings that no workbook holds."""

    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()

    def of(self, vendor: str) -> tuple[Attachment, ...]:
        """The attachments of a vendor that count."""
        return tuple(one for one in self.attachments if one.vendor == vendor and one.current)

    def found(self, vendor: str) -> tuple[Finding, ...]:
        """The findings about one vendor."""
        return tuple(one for one in self.findings if one.vendor == vendor)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """Findings on which a person has to speak."""
        return tuple(one for one in self.findings if one.rule is Rule.HANDED_IN_LATE)


NO_DEALINGS: Final = Dealings()


def read_dealings(
    snapshot: Snapshot,
    tender_id: str,
    names: Mapping[str, str],
    about: tuple[Tender, tuple[Bid, ...], tuple[Question, ...]],
) -> Dealings:
    """Everything that there is; ``names`` are the vendors' by id, ``about`` the tender, its bids and its questions."""
    tender, bids, questions = about
    every = files.every(snapshot, tender_id, all_states=True)
    attachments = tuple(_attachment(snapshot, tender_id, names, row) for row in every if row.kind == "attachment")
    late = _late(every, names, tender.deadline)
    return Dealings(attachments=attachments, findings=(*late, *_missing(bids, questions, attachments)))


def _attachment(snapshot: Snapshot, tender_id: str, names: Mapping[str, str], row: FileRow) -> Attachment:
    found = files.reading_in(snapshot, tender_id, row.id)  # None while it is sealed
    held: Mapping[str, Any] = found.content if found else {}
    return Attachment(
        id=row.id, ver=row.ver, vendor=names.get(row.vendor_id or "", ""), name=row.name, sha256=row.sha256,
        size=row.size, envelope=row.envelope, received_at=row.received_at, received_by=row.received_by,
        handed_in_at=row.handed_in_at or "", admitted=(row.admitted or {}).get("reason", ""), state=row.state,
        superseded_by=row.superseded_by or "", kind=held.get("kind", ""),
        entries=tuple(Entry(name, size) for name, size in held.get("entries", ())),
    )  # fmt: skip


def _late(every: Iterable[FileRow], names: Mapping[str, str], deadline: str) -> Iterator[Finding]:
    """Of bids and attachments that count and were handed in after the deadline, in the order received."""
    for row in every:
        if row.state == "current" and row.vendor_id and row.handed_in_at:
            source = Source(row.name, row.sha256)
            found = lateness(names.get(row.vendor_id, ""), source, row.handed_in_at, deadline, row.admitted)
            if found is not None:
                yield found


def named_by(bid: Bid, questions: Iterable[Question], attachments: Iterable[Attachment]) -> tuple[Named, ...]:
    """What the answers of a bid name, beside the attachments of its vendor that count."""
    return named_files(bid, questions, tuple(one for one in attachments if one.vendor == bid.vendor and one.current))


def _missing(
    bids: Iterable[Bid], questions: tuple[Question, ...], attachments: tuple[Attachment, ...]
) -> Iterator[Finding]:
    """Named and not there; of a vendor none of whose attachments has been uploaded nothing can be said yet."""
    with_files = {one.vendor for one in attachments if one.current}
    for bid in bids:
        if bid.vendor in with_files:
            yield from missing_evidence(bid.vendor, named_by(bid, questions, attachments))

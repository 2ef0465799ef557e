"""What the store holds of a tender, as values of the domain: files that came in, scores, words of people, the choice."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from evaluator.adapters.codec import decode
from evaluator.adapters.packs import Pack, content_hash, stored_pack
from evaluator.domain.award import Member, Selection
from evaluator.domain.bid import Settlement
from evaluator.domain.finding import Finding
from evaluator.domain.score import Check, Confirmation, LowPrice, LowPriceDoubt, Score, Scorecard
from evaluator.domain.tender import Tender
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.scoring.evaluate import Judgements
from evaluator.store import files, methods, scores, settlements, stages, tenders
from evaluator.store.stages import Envelope
from evaluator.store.transaction import Snapshot

Act = Literal["settlement", "check", "confirmation"]
READINGS_KEPT = 200
DOUBT = "DOUBT "  # before the price that the panel questions, as the item of its word: a judgement has the price alone
_readings: dict[str, FileReading] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came in; what intake said of a price workbook stays empty while the prices are sealed.

    ``handed_in_at`` is when it reached the buyer where somebody said so, ``admitted`` why it counts though that was late.
    """

    id: str
    ver: int
    name: str
    sha256: str
    size: int
    received_at: str
    kind: str
    envelope: str
    vendor: str
    refused: bool = False
    findings: tuple[Finding, ...] = ()
    answered: int = 0
    questions: int = 0
    handed_in_at: str = ""
    admitted: str = ""

    @property
    def unassigned(self) -> bool:
        """Whether it is a bid of which nobody has said yet whose it is."""
        return self.kind == "bid" and not self.vendor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """Why, by whom and when a submitted score became a draft again, with the points and reason that it had."""

    points: Decimal
    said: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreEntry:
    """One score as it stands, with the id and revision that a later save or submission names, and its last reopening.

    ``masked`` says that points were given which whoever looks may not see: they are left out, and so is the reason.
    """

    id: str
    ver: int
    evaluator: str
    vendor: str
    criterion: str
    points: Decimal | None
    reason: str
    evidence: str
    state: str
    agreed: bool
    second_reason: str = ""
    reopened: Reopening | None = None
    masked: bool = False

    @property
    def given(self) -> bool:
        """Whether there are points, shown or not."""
        return self.masked or self.points is not None


@lru_cache(maxsize=8)
def _pack(sha256: str, content: tuple[tuple[str, str], ...]) -> Pack:
    del sha256  # part of the key: content is compared only when hashes agree
    return stored_pack(dict(content))


def pack_of(row: methods.MethodRow, content: Mapping[str, str]) -> Pack:
    """The method of a version, parsed once."""
    return _pack(row.sha256, tuple(sorted(content.items())))


def reworded_pack(pack: Pack, content: Mapping[str, str], changed: Mapping[str, str]) -> Pack:
    """The method as locked, with the contract library as counsel has it: files in ``changed`` stand in for its own."""
    if not changed:
        return pack
    texts = {**content, **changed}
    return replace(pack, library=_pack(content_hash(texts), tuple(sorted(texts.items()))).library)


def tender_of(row: tenders.TenderRow) -> Tender:
    """The tender that a row holds."""
    held: Tender = decode(row.content["tender"])
    return held


def uploads(
    snapshot: Snapshot, tender_id: str, names: Mapping[str, str]
) -> tuple[tuple[Upload, ...], list[FileReading], set[str]]:
    """The files that came in, their readings in the order of the vendors, and whose prices are still sealed."""
    rows = [row for row in files.every(snapshot, tender_id) if row.kind != "attachment"]
    kept = {row.id for row in rows}
    read: dict[str, list[FileReading]] = {}
    for head in files.reading_heads(snapshot, tender_id):
        if head.file_id in kept:
            read.setdefault(head.file_id, []).append(reading(snapshot, tender_id, head))
    order = {name: place for place, name in enumerate(names.values())}
    uploads, readings, sealed, priced = [], [], set(), files.priced(snapshot, tender_id)
    for row in rows:
        vendor, found = names.get(row.vendor_id or "", ""), read.get(row.id, [])
        if row.kind == "bid" and vendor:
            # The vendor is whom the file was assigned to; what its own cell says is only an answer.
            readings += [replace(one, vendor=vendor) for one in found]
            # A file with both kinds of answers shows its technical ones while its prices are sealed.
            if row.id in priced and not any(one.layout == "price" for one in found):
                sealed.add(vendor_key(vendor))
        # One taken in part stands for the earlier prices, too.
        envelope: Envelope = "price" if row.id in priced else row.envelope
        uploads.append(_upload(replace(row, envelope=envelope), vendor, found))
    readings.sort(key=lambda file: order.get(file.vendor, len(order)))
    return tuple(uploads), readings, sealed


def reading(snapshot: Snapshot, tender_id: str, head: files.ReadingHead) -> FileReading:
    """A reading's content, decoded once: it is the longest thing in the store and never changes under one salt."""
    # Not by id and revision: one process may hold a tender and a copy of it, which share both and then part.
    found = _readings.get(head.salt)
    if found is None:
        found = decode(files.reading_of(snapshot, tender_id, head.id).content["reading"])
        with _lock:
            while len(_readings) >= READINGS_KEPT:
                _readings.pop(next(iter(_readings)), None)
            _readings[head.salt] = found
    return found


def _upload(row: files.FileRow, vendor: str, found: Sequence[FileReading]) -> Upload:
    return Upload(
        id=row.id, ver=row.ver, name=row.name, sha256=row.sha256, size=row.size, received_at=row.received_at,
        kind=row.kind, envelope=row.envelope, vendor=vendor, findings=tuple(one for read in found for one in read.findings),
        answered=sum(read.answered() for read in found), questions=sum(len(read.counted()) for read in found),
        handed_in_at=row.handed_in_at or "", admitted=(row.admitted or {}).get("reason", ""),
    )  # fmt: skip


def entries(snapshot: Snapshot, tender_id: str, names: Mapping[str, str]) -> tuple[ScoreEntry, ...]:
    """Scores as they stand, drafts too."""
    return tuple(
        ScoreEntry(
            id=row.id, ver=row.ver, evaluator=row.evaluator, vendor=names[row.vendor_id], criterion=row.criterion,
            points=row.points, reason=row.reason, evidence=row.evidence, state=row.state, agreed=row.agreed,
            second_reason=row.second_reason or "", reopened=_reopening(row),
        )
        for row in scores.every(snapshot, tender_id)
    )  # fmt: skip


def _reopening(row: scores.ScoreRow) -> Reopening | None:
    if row.before_points is None:
        return None
    return Reopening(
        points=row.before_points, said=row.before_reason or "", reason=row.reopened_reason or "", by=row.reopened_by or "",
        at=row.reopened_at or "",
    )  # fmt: skip


def judgements(
    snapshot: Snapshot, tender_id: str, names: Mapping[str, str], entries: tuple[ScoreEntry, ...]
) -> Judgements:
    """What people have said of the bids: scores, answers settled, facts checked, gates decided, low prices doubted or judged."""
    words = settlements.confirmations(snapshot, tender_id)
    return Judgements(
        scorecards=_scorecards(entries),
        settlements=tuple(
            Settlement(
                vendor=names[row.vendor_id], item=row.item, value=decode(row.value), reason=row.reason, by=row.by,
                date=row.date, source=row.source,
            )
            for row in settlements.settlements(snapshot, tender_id)
        ),
        checks=tuple(
            Check(
                vendor=names[row.vendor_id], item=row.item, value=row.value, reason=row.reason, by=row.by,
                confirmed=row.kind == "confirmed",
            )
            for row in settlements.checks(snapshot, tender_id)
        ),
        confirmations=tuple(
            Confirmation(vendor=names[row.vendor_id], item=row.item, upheld=row.upheld, reason=row.reason, by=row.by)
            for row in words
            if row.envelope == "technical"
        ),
        low_prices=tuple(
            LowPrice(vendor=names[row.vendor_id], item=row.item, accepted=not row.upheld, reason=row.reason, by=row.by)
            for row in words
            if row.envelope == "price" and not row.item.startswith(DOUBT)
        ),
        low_doubts=tuple(
            LowPriceDoubt(
                vendor=names[row.vendor_id], item=row.item.removeprefix(DOUBT), reason=row.reason, by=row.by
            )
            for row in words
            if row.envelope == "price" and row.item.startswith(DOUBT)
        ),
    )  # fmt: skip


def vers(snapshot: Snapshot, tender_id: str, names: Mapping[str, str]) -> dict[tuple[str, str, str], int]:
    """How often each answer was spoken of, by kind of word, vendor and item; withdrawn words count."""
    spoken: dict[str, Sequence[settlements.SettlementRow | settlements.CheckRow | settlements.ConfirmationRow]] = {
        "settlement": settlements.settlements(snapshot, tender_id, withdrawn=True),
        "check": settlements.checks(snapshot, tender_id, withdrawn=True),
        "confirmation": settlements.confirmations(snapshot, tender_id, withdrawn=True),
    }
    return {(kind, names[row.vendor_id], row.item): row.ver for kind, rows in spoken.items() for row in rows}


def _scorecards(entries: tuple[ScoreEntry, ...]) -> tuple[Scorecard, ...]:
    cards: dict[tuple[str, bool], list[Score]] = {}
    for entry in entries:
        if entry.state == "submitted" and entry.points is not None:
            cards.setdefault((entry.evaluator, entry.agreed), []).append(
                Score(
                    evaluator=entry.evaluator, vendor=entry.vendor, criterion=entry.criterion, points=entry.points,
                    reason=entry.reason, evidence=entry.evidence,
                )
            )  # fmt: skip
    return tuple(
        Scorecard(evaluator=name, scores=tuple(given), agreed=agreed) for (name, agreed), given in cards.items()
    )


def selection(row: stages.SelectionRow | None, names: Mapping[str, str]) -> Selection | None:
    """The choice in force, None where there is none."""
    if row is None or row.state != "active":
        return None
    return Selection(
        vendor=names[row.vendor_id], reason=row.reason, second_reason=row.second_reason, by=row.by, at=row.at,
        ranking=row.ranking or "", members=tuple(Member(**person) for person in row.members or ()),
    )  # fmt: skip

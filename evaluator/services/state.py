"""A tender as it stands: everything the store holds of it, evaluated; read once per revision."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

from evaluator.adapters.codec import decode
from evaluator.adapters.packs import Pack, stored_pack
from evaluator.award.selection import fingerprint
from evaluator.domain.award import Member, Selection
from evaluator.domain.bid import Bid, Settlement
from evaluator.domain.finding import Finding
from evaluator.domain.method import Criterion
from evaluator.domain.ranking import Evaluation
from evaluator.domain.score import Check, Confirmation, Score, Scorecard
from evaluator.domain.tender import Tender
from evaluator.intake.assignments import assigned
from evaluator.intake.bids import FileReading, gather, vendor_key
from evaluator.intake.questionnaire import TECHNICAL, Questionnaire, questionnaire
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.pending import waiting
from evaluator.services.dealings import NO_DEALINGS, Dealings, read_dealings
from evaluator.services.late import late_changes
from evaluator.store import events, files, methods, scores, settlements, stages, tenders, vendors
from evaluator.store.command import Actor
from evaluator.store.errors import Missing
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot

Act = Literal["settlement", "check", "confirmation"]
KEPT = 16
READINGS_KEPT = 200
_readings: dict[tuple[str, int], FileReading] = {}
_cache: WeakKeyDictionary[Store, OrderedDict[tuple[str, int], TenderState]] = WeakKeyDictionary()
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
class ScoreEntry:
    """One score as it stands, with the id and revision that a later save or submission names."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderState:
    """One tender at one revision; ``bids`` are as read, the settled ones stand in ``evaluation``.

    ``unassigned`` are the bids that belong to nobody yet: no reading of them counts, and ``uploads`` are all others.
    ``selection`` is the choice in force; ``selection_ver`` counts the acts on the choice, withdrawals too.
    """

    id: str
    ver: int
    tender: Tender
    pack: Pack
    number: int
    method_ver: int
    locked_at: str
    asked: Questionnaire
    bids: tuple[Bid, ...]
    judged: Judgements
    evaluation: Evaluation
    uploads: tuple[Upload, ...]
    entries: tuple[ScoreEntry, ...]
    stages: frozenset[str]
    vendor_ids: Mapping[str, str]
    selection: Selection | None
    selection_ver: int
    vers: Mapping[tuple[str, str, str], int]
    revision: int
    unassigned: tuple[Upload, ...] = ()
    waiting: tuple[Finding, ...] = ()
    late: tuple[Finding, ...] = ()
    archived_at: str = ""
    dealings: Dealings = NO_DEALINGS

    def seen(self, kind: Act, vendor: str, item: str) -> int:
        """Revision of what people have said on an answer, 0 where nobody has: a page hands it back when it saves."""
        return self.vers.get((kind, vendor, item), 0)

    @property
    def locked(self) -> bool:
        """Whether the method is locked."""
        return bool(self.locked_at)

    @property
    def to_confirm(self) -> bool:
        """Whether the ranking is no longer the one that the choice in force rests on."""
        return self.selection is not None and self.selection.ranking != fingerprint(self.evaluation.ranking)

    def open_points(self, vendor: str = "") -> tuple[Finding, ...]:
        """Findings on answers that still wait for a person, of all vendors or of one."""
        return tuple(found for found in self.waiting if vendor in ("", found.vendor))

    def panel(self) -> tuple[str, ...]:
        """Evaluators expected: those the tender names, else those who have scored."""
        return self.tender.evaluators or tuple(
            dict.fromkeys(entry.evaluator for entry in self.entries if not entry.agreed)
        )

    def progress(self, evaluator: str) -> tuple[int, int]:
        """How many scores an evaluator has given, of how many."""
        expected = len(self.assigned(evaluator)) * len([bid for bid in self.bids if bid.answers])
        return sum(entry.points is not None for entry in self.given_by(evaluator).values()), expected

    def submitted(self, evaluator: str) -> bool:
        """Whether all that an evaluator gave is submitted and nothing is missing."""
        given, expected = self.progress(evaluator)
        mine = self.given_by(evaluator).values()
        return given >= expected > 0 and all(entry.state == "submitted" for entry in mine)

    def saved(self, evaluator: str) -> int:
        """How often scores have been saved for an evaluator: a scorecard says it, and so tells what came later."""
        return sum(entry.ver for entry in self.entries if entry.evaluator == evaluator and not entry.agreed)

    def assigned(self, evaluator: str) -> tuple[Criterion, ...]:
        """The sub-criteria that an evaluator scores."""
        return assigned(self.pack.method, self.tender, evaluator)

    def given_by(self, evaluator: str) -> dict[tuple[str, str], ScoreEntry]:
        """What an evaluator has given on their own sub-criteria so far, by sub-criterion and vendor."""
        keys = {leaf.key for leaf in self.assigned(evaluator)}
        return {
            (entry.criterion, entry.vendor): entry
            for entry in self.entries
            if entry.evaluator == evaluator and not entry.agreed and entry.criterion in keys
        }


def load(store: Store, actor: Actor, tender_id: str) -> TenderState:
    """The tender's state at its present revision; raises `Missing` where there is no such tender."""
    del actor  # one person with all roles until there is sign-in; the price's seal is kept by the store itself
    with store.read() as snapshot:
        # The revision is read at the same instant as the rows, so nothing newer is ever kept under an older number.
        revision = events.revision(snapshot, tender_id)
        kept = _cache.setdefault(store, OrderedDict())
        with _lock:
            state = kept.get((tender_id, revision))
        if state is None:
            state = _read(snapshot, tender_id, revision)
    with _lock:
        kept[tender_id, revision] = state
        kept.move_to_end((tender_id, revision))
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return state


@lru_cache(maxsize=8)
def _pack(sha256: str, content: tuple[tuple[str, str], ...]) -> Pack:
    del sha256  # part of the key: content is compared only when hashes agree
    return stored_pack(dict(content))


def pack_of(row: methods.MethodRow, content: Mapping[str, str]) -> Pack:
    """The method of a version, parsed once."""
    return _pack(row.sha256, tuple(sorted(content.items())))


def tender_of(row: tenders.TenderRow) -> Tender:
    """The tender that a row holds."""
    held: Tender = decode(row.content["tender"])
    return held


def _read(snapshot: Snapshot, tender_id: str, revision: int) -> TenderState:
    row = tenders.find(snapshot, tender_id)
    method = methods.current(snapshot, tender_id)
    if row is None or method is None:
        raise Missing("tender")
    tender, pack = tender_of(row), pack_of(method, methods.files(snapshot, tender_id, method.number))
    names = {found.id: found.name for found in vendors.every(snapshot, tender_id)}
    came, readings, sealed = _uploads(snapshot, tender_id, names)
    intake = gather(readings, sealed)
    entries = _entries(snapshot, tender_id, names)
    judged = _judgements(snapshot, tender_id, names, entries)
    chosen = stages.selected(snapshot, tender_id)
    evaluation = evaluate(pack.method, tender, intake.bids, judged)
    asked = questionnaire(pack.method, pack.library.positions, tender)
    return TenderState(
        id=tender_id, ver=row.ver, tender=tender, pack=pack, number=method.number, method_ver=method.ver,
        locked_at=method.locked_at or "", asked=asked,
        bids=intake.bids, judged=judged, evaluation=evaluation,
        uploads=tuple(one for one in came if not one.unassigned),
        unassigned=tuple(one for one in came if one.unassigned), entries=entries,
        vendor_ids={name: key for key, name in names.items()},
        vers=_vers(snapshot, tender_id, names),
        stages=frozenset(name for name, stage in stages.every(snapshot, tender_id).items() if stage.state == "reached"),
        selection=_selection(chosen, names), selection_ver=chosen.ver if chosen else 0, revision=revision,
        # found once, because every page asks for them many times
        waiting=waiting(evaluation.findings, evaluation.bids), late=late_changes(snapshot, tender_id, names),
        archived_at=row.archived_at or "",
        dealings=read_dealings(snapshot, tender_id, names, (tender, evaluation.bids, pack.method, asked.questions(TECHNICAL))),
    )  # fmt: skip


def _uploads(
    snapshot: Snapshot, tender_id: str, names: Mapping[str, str]
) -> tuple[tuple[Upload, ...], list[FileReading], set[str]]:
    rows = [row for row in files.every(snapshot, tender_id) if row.kind != "attachment"]
    kept = {row.id for row in rows}
    read: dict[str, list[FileReading]] = {}
    for head in files.reading_heads(snapshot, tender_id):
        if head.file_id in kept:
            read.setdefault(head.file_id, []).append(_reading(snapshot, tender_id, head))
    order = {name: place for place, name in enumerate(names.values())}
    uploads, readings, sealed = [], [], set()
    priced = files.priced(snapshot, tender_id)
    for row in rows:
        vendor = names.get(row.vendor_id or "", "")
        found = read.get(row.id, [])
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


def _reading(snapshot: Snapshot, tender_id: str, head: files.ReadingHead) -> FileReading:
    """A reading's content, decoded once: it is the longest thing in the store and never changes at one revision."""
    key = (head.id, head.ver)
    if key not in _readings:
        while len(_readings) >= READINGS_KEPT:
            _readings.pop(next(iter(_readings)))
        _readings[key] = decode(files.reading_of(snapshot, tender_id, head.id).content["reading"])
    return _readings[key]


def _upload(row: files.FileRow, vendor: str, found: Sequence[FileReading]) -> Upload:
    return Upload(
        id=row.id, ver=row.ver, name=row.name, sha256=row.sha256, size=row.size, received_at=row.received_at,
        kind=row.kind, envelope=row.envelope, vendor=vendor, findings=tuple(one for read in found for one in read.findings),
        answered=sum(read.answered() for read in found), questions=sum(len(read.counted()) for read in found),
        handed_in_at=row.handed_in_at or "", admitted=(row.admitted or {}).get("reason", ""),
    )  # fmt: skip


def _entries(snapshot: Snapshot, tender_id: str, names: Mapping[str, str]) -> tuple[ScoreEntry, ...]:
    return tuple(
        ScoreEntry(
            id=row.id, ver=row.ver, evaluator=row.evaluator, vendor=names[row.vendor_id], criterion=row.criterion,
            points=row.points, reason=row.reason, evidence=row.evidence, state=row.state, agreed=row.agreed,
            second_reason=row.second_reason or "",
        )
        for row in scores.every(snapshot, tender_id)
    )  # fmt: skip


def _judgements(
    snapshot: Snapshot, tender_id: str, names: Mapping[str, str], entries: tuple[ScoreEntry, ...]
) -> Judgements:
    return Judgements(
        scorecards=_scorecards(entries),
        settlements=tuple(
            Settlement(
                vendor=names[row.vendor_id], item=row.item, value=_value(row.value), reason=row.reason, by=row.by,
                date=row.date, source=row.source,
            )
            for row in settlements.settlements(snapshot, tender_id)
        ),
        checks=tuple(
            Check(vendor=names[row.vendor_id], item=row.item, value=row.value, reason=row.reason, by=row.by)
            for row in settlements.checks(snapshot, tender_id)
        ),
        confirmations=tuple(
            Confirmation(vendor=names[row.vendor_id], item=row.item, upheld=row.upheld, reason=row.reason, by=row.by)
            for row in settlements.confirmations(snapshot, tender_id)
        ),
    )  # fmt: skip


def _vers(snapshot: Snapshot, tender_id: str, names: Mapping[str, str]) -> dict[tuple[str, str, str], int]:
    found: dict[tuple[str, str, str], int] = {}
    for told in settlements.settlements(snapshot, tender_id, withdrawn=True):
        found["settlement", names[told.vendor_id], told.item] = told.ver
    for check in settlements.checks(snapshot, tender_id, withdrawn=True):
        found["check", names[check.vendor_id], check.item] = check.ver
    for word in settlements.confirmations(snapshot, tender_id, withdrawn=True):
        found["confirmation", names[word.vendor_id], word.item] = word.ver
    return found


def _value(stored: Any) -> Any:
    return decode(stored)


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


def _selection(row: stages.SelectionRow | None, names: Mapping[str, str]) -> Selection | None:
    if row is None or row.state != "active":
        return None
    return Selection(
        vendor=names[row.vendor_id], reason=row.reason, second_reason=row.second_reason, by=row.by, at=row.at,
        ranking=row.ranking or "", members=tuple(Member(**person) for person in row.members or ()),
    )  # fmt: skip

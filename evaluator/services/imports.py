"""What became of an uploaded file, and scorecards among the uploads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from evaluator import __version__
from evaluator.domain.finding import SEVERITY, Finding, Param, Rule, Source
from evaluator.domain.score import Scorecard
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.scorecard import read_scorecard, score_key
from evaluator.services.commands import Actor, service
from evaluator.services.state import TenderState
from evaluator.store import files, scores, vendors
from evaluator.store.files import NewFile
from evaluator.store.scores import ScoreKey
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

READER: Final = f"evaluator {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file: ``stored``, ``refused``, or the ``same`` as one already here.

    A scorecard that would replace ``drafts`` of its evaluator is refused until a person says that it shall; ``sha256``
    then tells which of the files it was.
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
    sha256: str = ""

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


def keep_bid(tx: Transaction, new: NewFile, vendor: str, contents: Mapping[Envelope, Mapping[str, Any]]) -> str:
    """Id of a vendor's file, kept with what was read from it for each envelope.

    It takes the place of the vendor's earlier workbook of every envelope that it answers, and of the same file as it was
    read before; both stay.
    """
    folded = vendor_key(vendor)
    there = vendors.find(tx, tx.tender_id, folded)
    vendor_id = there.id if there else vendors.add(tx, vendor, folded)
    same = sha256(new.content).hexdigest()
    before = [
        row
        for row in files.every(tx, tx.tender_id)
        if row.vendor_id == vendor_id and row.kind == "bid" and (row.envelope in contents or row.sha256 == same)
    ]
    file_id = files.receive(tx, replace(new, vendor_id=vendor_id))
    for envelope, content in contents.items():
        files.save_reading(tx, file_id, envelope, content, reader=READER)
    for row in before:
        files.supersede(tx, row.id, file_id, row.ver)
    tx.about(f"file:{file_id}", name=new.name)
    return file_id


def keep_scorecard(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: FileReading, data: bytes, replacing: int = 0
) -> Imported:
    """Scores of a returned scorecard, submitted; one that cannot be read changes nothing.

    ``replacing`` is the number of drafts that a person has agreed to see replaced; any other number is asked about first.
    """
    if file.workbook is None:
        return Imported.of(file, "refused")
    if any(upload.sha256 == file.sha256 for upload in state.uploads):
        return Imported.of(file, "same")
    if "technical_locked" in state.stages:
        return _refused(_about(file, Rule.SCORES_LOCKED))
    names = [bid.vendor for bid in state.bids if bid.answers]
    card, findings = read_scorecard(file.workbook, state.pack.method, names, state.tender.id)
    if card is None:
        return Imported(name=file.name, status="refused", layout="scores", findings=findings)
    if not card.scores:
        return _refused(_about(file, Rule.SCORECARD_EMPTY))
    new = NewFile(name=file.name, content=data, kind="scorecard", envelope="technical")
    try:
        taken = _receive(store, actor, command_id, state.id, new, card, state.vendor_ids, replacing)
    except DraftsThere as there:
        asked = _about(file, Rule.DRAFTS_REPLACED, n=there.n, evaluator=card.evaluator)
        return replace(_refused(asked), vendor=card.evaluator, drafts=there.n, sha256=file.sha256)
    return Imported(
        name=file.name, status="stored", layout="scores", vendor=card.evaluator, scores=taken,
        findings=tuple(found for found in findings if not _given(state, card, found)),
    )  # fmt: skip


def _about(file: FileReading, rule: Rule, **params: str | int) -> Finding:
    filled: dict[str, Param] = {"file": file.name, **params}
    return Finding(rule, SEVERITY[rule], Source(file.name, file.sha256), tuple(filled.items()))


def _refused(found: Finding) -> Imported:
    return Imported(name=found.source.file, status="refused", layout="scores", findings=(found,))


def _given(state: TenderState, card: Scorecard, found: Finding) -> bool:
    """Whether a score that the card leaves out was submitted before: then nothing is missing."""
    return found.rule is Rule.SCORE_MISSING and any(
        entry.evaluator == card.evaluator and entry.agreed == card.agreed and entry.state == "submitted"
        and score_key(entry.criterion, entry.vendor) == found.item
        for entry in state.entries
    )  # fmt: skip


class DraftsThere(Exception):
    """The card would replace ``n`` drafts of its evaluator."""

    def __init__(self, n: int) -> None:
        super().__init__(n)
        self.n = n


@service("score.import")
def _receive(tx: Transaction, new: NewFile, card: Scorecard, vendor_ids: Mapping[str, str], replacing: int) -> int:
    """How many scores were taken: a submitted one stays as it was given, what is missing is filled."""
    there = {row.key: row for row in scores.every(tx, tx.tender_id, card.evaluator)}
    given = {ScoreKey(card.evaluator, vendor_ids[one.vendor], one.criterion, card.agreed): one for one in card.scores}
    drafts = {key: row for key, row in there.items() if row.state == "draft" and key in given}
    changed = sum((row.points, row.reason) != (given[key].points, given[key].reason) for key, row in drafts.items())
    if changed != replacing:
        raise DraftsThere(changed)
    files.receive(tx, new)
    taken = [key for key in given if key not in there or key in drafts]
    for key in taken:
        score, ver = given[key], there[key].ver if key in there else 0
        scores.save_draft(tx, key, score.points, reason=score.reason, evidence=score.evidence, ver=ver)
    made = {row.id: row.ver for row in scores.every(tx, tx.tender_id, card.evaluator) if row.key in taken}
    scores.submit(tx, card.evaluator, made)
    tx.about(f"scorecard:{card.evaluator}", scores=len(taken))
    return len(taken)

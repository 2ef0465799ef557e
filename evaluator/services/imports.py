"""What became of an uploaded file, and scorecards among the uploads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.score import Scorecard
from evaluator.intake.bids import FileReading
from evaluator.intake.scorecard import read_scorecard
from evaluator.services.commands import Actor, service
from evaluator.services.state import load
from evaluator.store import files, scores
from evaluator.store.files import NewFile
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file: ``stored``, ``refused``, or the ``same`` as one already here."""

    name: str
    status: str
    layout: str
    vendor: str = ""
    findings: tuple[Finding, ...] = ()
    answered: int = 0
    questions: int = 0
    scores: int = 0

    @classmethod
    def of(cls, file: FileReading, status: str) -> Imported:
        """The result for a file that was read, or refused."""
        return cls(
            name=file.name, status=status, layout=file.layout, vendor=file.vendor, findings=file.findings,
            answered=file.answered(), questions=len(file.counted()),
        )  # fmt: skip


def keep_scorecard(
    store: Store, actor: Actor, command_id: str, tender_id: str, file: FileReading, data: bytes
) -> Imported:
    """Scores of a returned scorecard, submitted; one that cannot be read changes nothing."""
    state = load(store, actor, tender_id)
    if file.workbook is None:
        return Imported.of(file, "refused")
    if any(upload.sha256 == file.sha256 for upload in state.uploads):
        return Imported.of(file, "same")
    if "technical_locked" in state.stages:
        late = finding(Rule.SCORES_LOCKED, Source(file.name, file.sha256), file=file.name)
        return Imported(name=file.name, status="refused", layout="scores", findings=(late,))
    names = [bid.vendor for bid in state.bids if bid.answers]
    card, findings = read_scorecard(file.workbook, state.pack.method, names, state.tender.id)
    if card is None:
        return Imported(name=file.name, status="refused", layout="scores", findings=findings)
    new = NewFile(name=file.name, content=data, kind="scorecard", envelope="technical")
    _receive(store, actor, command_id, tender_id, new, card, state.vendor_ids)
    return Imported(
        name=file.name, status="stored", layout="scores", vendor=card.evaluator, findings=findings,
        scores=len(card.scores),
    )  # fmt: skip


@service("score.import")
def _receive(tx: Transaction, new: NewFile, card: Scorecard, vendor_ids: Mapping[str, str]) -> None:
    """A submitted score stays as it was given: the card fills what is missing and never overwrites."""
    files.receive(tx, new)
    there = {row.key: row for row in scores.every(tx, tx.tender_id, card.evaluator)}
    keys = []
    for score in card.scores:
        key = ScoreKey(card.evaluator, vendor_ids[score.vendor], score.criterion, card.agreed)
        row = there.get(key)
        if row is None or row.state == "draft":
            ver = row.ver if row else 0
            scores.save_draft(tx, key, score.points, reason=score.reason, evidence=score.evidence, ver=ver)
            keys.append(key)
    made: dict[str, Any] = {
        row.id: row.ver for row in scores.every(tx, tx.tender_id, card.evaluator) if row.key in keys
    }
    scores.submit(tx, card.evaluator, made)
    tx.about(f"scorecard:{card.evaluator}", scores=len(keys))

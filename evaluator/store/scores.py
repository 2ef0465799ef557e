"""Points given by people: drafts saved cell by cell, then submitted; what was submitted is reopened only for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evaluator.store import rows
from evaluator.store.errors import Immutable
from evaluator.store.stages import Envelope
from evaluator.store.tables import score
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class ScoreKey:
    """Whose score it is, of which vendor, on which sub-criterion; ``agreed`` marks the panel's own."""

    evaluator: str
    vendor_id: str
    criterion: str
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score as it stands; a draft may have a reason before it has points.

    The last five fields tell of its last reopening, with what had been submitted before; None where there was none.
    """

    id: str
    ver: int
    envelope: Envelope
    vendor_id: str
    evaluator: str
    agreed: bool
    criterion: str
    points: Decimal | None
    reason: str
    evidence: str
    state: Literal["draft", "submitted"]
    saved_at: str
    submitted_at: str | None
    second_reason: str | None
    before_points: Decimal | None
    before_reason: str | None
    reopened_reason: str | None
    reopened_by: str | None
    reopened_at: str | None

    @property
    def key(self) -> ScoreKey:
        """What the score stands on."""
        return ScoreKey(self.evaluator, self.vendor_id, self.criterion, self.agreed)


def every(snapshot: Snapshot, tender_id: str, evaluator: str | None = None) -> tuple[ScoreRow, ...]:
    """Scores of a tender, of one evaluator where one is named; what others may see of them a service decides."""
    where = [score.c.tender_id == tender_id]
    if evaluator is not None:
        where.append(score.c.evaluator == evaluator)
    return rows.every(snapshot, ScoreRow, score, *where)


def save_draft(
    tx: Transaction, key: ScoreKey, points: Decimal | None, *, reason: str = "", evidence: str = "",
    second_reason: str | None = None, ver: int,
) -> int:  # fmt: skip
    """New revision of a draft, ``ver`` 0 for the first; `Immutable` once the score is submitted.

    ``second_reason`` says of an agreed score why it is none of the evaluators' own.
    """
    where = {
        "evaluator": key.evaluator, "agreed": key.agreed, "vendor_id": key.vendor_id, "criterion": key.criterion,
    }  # fmt: skip
    _demand_draft(tx, key)
    said = {"points": points, "reason": reason, "evidence": evidence, "second_reason": second_reason}
    values = {**said, "envelope": "technical", "state": "draft", "saved_at": tx.now}
    return rows.save(tx, score, where, values, ver)


def submit(tx: Transaction, evaluator: str, vers: Mapping[str, int]) -> int:
    """How many drafts of this evaluator were submitted; ``vers`` gives the revision drawn on the page by row id.

    All or none: one stale draft is a `Conflict`, one without points is `NotAccepted`.
    """
    for score_id, ver in vers.items():
        values = {"state": "submitted", "submitted_at": tx.now}
        rows.update(tx, score, {"id": score_id, "evaluator": evaluator}, values, ver)
    return len(vers)


def reopen(tx: Transaction, vers: Mapping[str, int]) -> int:
    """How many submitted scores are drafts again for the command's reason; ``vers`` are their revisions by row id.

    What was submitted stays beside the draft as what it was before. All or none: one that has changed is a `Conflict`.
    """
    rows_by_id = {row.id: row for row in every(tx, tx.tender_id)}
    for score_id, ver in vers.items():
        row = rows_by_id.get(score_id)
        said = {"before_points": row.points, "before_reason": row.reason} if row else {}
        act = {"reopened_reason": tx.command.reason, "reopened_by": tx.by, "reopened_at": tx.now}
        values = {"state": "draft", "submitted_at": None, **said, **act}
        rows.update(tx, score, {"id": score_id}, values, ver)
    return len(vers)


def _demand_draft(tx: Transaction, key: ScoreKey) -> None:
    found = (row for row in every(tx, tx.tender_id, key.evaluator) if row.key == key)
    if any(row.state == "submitted" for row in found):
        raise Immutable(f"score of {key.evaluator}")

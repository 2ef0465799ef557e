"""Written explanations asked of evaluators whose scores stand apart; a score itself is never changed by one."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.store import rows
from evaluator.store.tables import explanation
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """What was asked about a score, and what its evaluator answered; ``answer`` is empty until then."""

    id: str
    ver: int
    vendor_id: str
    evaluator: str
    criterion: str
    asked: str
    answer: str
    by: str
    at: str


def every(snapshot: Snapshot, tender_id: str) -> tuple[ExplanationRow, ...]:
    """All explanations of a tender, asked and answered."""
    return rows.every(snapshot, ExplanationRow, explanation, explanation.c.tender_id == tender_id)


def save(tx: Transaction, where: tuple[str, str, str], asked: str, answer: str, ver: int) -> int:
    """New revision of an explanation, ``where`` being evaluator, vendor and sub-criterion; ``ver`` 0 for the first."""
    evaluator, vendor_id, criterion = where
    place = {"evaluator": evaluator, "vendor_id": vendor_id, "criterion": criterion}
    return rows.save(tx, explanation, place, {"asked": asked, "answer": answer, "by": tx.by, "at": tx.now}, ver)

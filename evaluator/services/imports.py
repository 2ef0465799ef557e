"""What became of an uploaded file, and scorecards among the uploads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evaluator.domain.finding import SEVERITY, Finding, Param, Rule, Source
from evaluator.domain.score import Score, Scorecard
from evaluator.intake.bids import FileReading
from evaluator.intake.score_form import read_scores
from evaluator.intake.scorecard import score_key
from evaluator.services.commands import Actor, service
from evaluator.services.state import TenderState
from evaluator.store import files, scores
from evaluator.store.files import NewFile
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file: ``stored``, ``refused``, or the ``same`` as one already here.

    A scorecard that would replace ``drafts`` of its evaluator is refused until a person says that it shall.
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

    @classmethod
    def of(cls, file: FileReading, status: str) -> Imported:
        """The result for a file that was read, or refused."""
        return cls(
            name=file.name, status=status, layout=file.layout, vendor=file.vendor, findings=file.findings,
            answered=file.answered(), questions=len(file.counted()),
        )  # fmt: skip


def keep_scorecard(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: FileReading, data: bytes, replacing: int = 0
) -> Imported:
    """Scores of a returned scorecard or of a buyer's own score form, submitted; one that cannot be read changes nothing.

    ``replacing`` is the number of drafts that a person has agreed to see replaced; any other number is asked about first.
    """
    if file.workbook is None:
        return Imported.of(file, "refused")
    if any(upload.sha256 == file.sha256 for upload in state.uploads):
        return Imported.of(file, "same")
    if "technical_locked" in state.stages:
        return _refused(_about(file, Rule.SCORES_LOCKED))
    names = [bid.vendor for bid in state.bids if bid.answers]
    read, findings = read_scores(file.workbook, state.pack.method, names, state.tender.id)
    if not read:
        return Imported(name=file.name, status="refused", layout="scores", findings=findings)
    cards = tuple(card for card in read if card.scores)
    if not cards:
        empty = _refused(_about(file, Rule.SCORECARD_EMPTY))
        return replace(
            empty, findings=(*empty.findings, *(one for one in findings if one.rule is not Rule.SCORE_MISSING))
        )
    new = NewFile(name=file.name, content=data, kind="scorecard", envelope="technical")
    evaluators = ", ".join(card.evaluator for card in cards)
    try:
        taken = _receive(store, actor, command_id, state.id, new, cards, state.vendor_ids, replacing)
    except DraftsThere as there:
        asked = _about(file, Rule.DRAFTS_REPLACED, n=there.n, evaluator=evaluators)
        return replace(_refused(asked), vendor=evaluators, drafts=there.n)
    return Imported(
        name=file.name, status="stored", layout="scores", vendor=evaluators, scores=taken,
        findings=tuple(found for found in findings if not any(_given(state, card, found) for card in cards)),
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
def _receive(
    tx: Transaction, new: NewFile, cards: tuple[Scorecard, ...], vendor_ids: Mapping[str, str], replacing: int
) -> int:
    """How many scores were taken: a submitted one stays as it was given, what is missing is filled."""
    plans = [_plan(tx, card, vendor_ids) for card in cards]
    changed = sum(plan.changed for plan in plans)
    if changed != replacing:
        raise DraftsThere(changed)
    files.receive(tx, new)
    for plan in plans:
        for key, ver in plan.taken.items():
            score = plan.given[key]
            scores.save_draft(tx, key, score.points, reason=score.reason, evidence=score.evidence, ver=ver)
        made = {row.id: row.ver for row in scores.every(tx, tx.tender_id, plan.evaluator) if row.key in plan.taken}
        scores.submit(tx, plan.evaluator, made)
    number = sum(len(plan.taken) for plan in plans)
    tx.about(f"scorecard:{', '.join(plan.evaluator for plan in plans)}", scores=number)
    return number


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a card would do: its scores by key, those to take with the version they replace, drafts that would change."""

    evaluator: str
    given: Mapping[ScoreKey, Score]
    taken: Mapping[ScoreKey, int]
    changed: int


def _plan(tx: Transaction, card: Scorecard, vendor_ids: Mapping[str, str]) -> _Plan:
    there = {row.key: row for row in scores.every(tx, tx.tender_id, card.evaluator)}
    given = {ScoreKey(card.evaluator, vendor_ids[one.vendor], one.criterion, card.agreed): one for one in card.scores}
    drafts = {key: row for key, row in there.items() if row.state == "draft" and key in given}
    changed = sum((row.points, row.reason) != (given[key].points, given[key].reason) for key, row in drafts.items())
    taken = {key: there[key].ver if key in there else 0 for key in given if key not in there or key in drafts}
    return _Plan(card.evaluator, given, taken, changed)

"""What became of an uploaded file, and scorecards among the uploads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from evaluator import __version__
from evaluator.domain.finding import SEVERITY, Finding, Param, Rule, Source
from evaluator.domain.score import Score, Scorecard
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.difference import Difference
from evaluator.intake.matrices.score_form import read_scores
from evaluator.intake.scorecard import score_key
from evaluator.services.commands import Actor, service
from evaluator.services.state import TenderState
from evaluator.store import files, revisions, scores, vendors
from evaluator.store.files import NewFile
from evaluator.store.scores import ScoreKey
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

READER: Final = f"evaluator {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file: ``stored``, ``refused``, the ``same`` as one already here, or one that ``waits``.

    A revised workbook waits for a person; ``difference`` is what it changes, None while it is sealed.
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
    folded, sha = vendor_key(vendor), sha256(new.content).hexdigest()
    there = vendors.find(tx, tx.tender_id, folded)
    vendor_id = there.id if there else vendors.add(tx, vendor, folded)
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
        tx.about(f"file:{new.name}", name=new.name, status="same")
        return "same"
    now = [row for row in mine if row.state == "current"]
    before = [row for row in now if row in twins or files.envelopes(tx, tx.tender_id, row.id) & contents.keys()]
    # One that counts only in part was put together by a person, and is not undone by its coming again.
    waits = any(row not in twins or held.get(row.id) in ("asked", "answered") for row in before)
    file_id = files.receive(tx, replace(new, vendor_id=vendor_id), counts=not waits)
    for envelope, content in contents.items():
        files.save_reading(tx, file_id, envelope, content, reader=READER)
    if waits:
        revisions.hold(tx, new.envelope, vendor_id, file_id)
    else:
        for row in before:
            files.supersede(tx, row.id, file_id, row.ver)
    status = "waits" if waits else "stored"
    tx.about(f"file:{file_id}", name=new.name, status=status)
    return status


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
        return replace(_refused(asked), vendor=evaluators, drafts=there.n, sha256=file.sha256)
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

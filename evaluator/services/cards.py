"""Scorecards that come back: everything about one is right, or nothing of it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.domain.finding import SEVERITY, Finding, Param, Rule, Severity, Source, finding
from evaluator.domain.score import Score, Scorecard
from evaluator.intake.bids import FileReading
from evaluator.intake.card_answers import outdated
from evaluator.intake.cells import Workbook
from evaluator.intake.layout import Marker
from evaluator.intake.matrices.score_form import read_scores
from evaluator.intake.scorecard import score_key
from evaluator.intake.template import find_marker
from evaluator.intake.values import show_plain
from evaluator.intake.words import plain
from evaluator.services.commands import Actor, service
from evaluator.services.imports import Imported
from evaluator.services.scores import demand_unlocked
from evaluator.services.state import TenderState
from evaluator.store import files, scores
from evaluator.store.files import NewFile
from evaluator.store.scores import ScoreKey, ScoreRow
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


def keep_scorecard(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: FileReading, data: bytes, replacing: int = 0
) -> Imported:
    """Scores of a returned scorecard or of a buyer's own score form; one that holds a fault changes nothing.

    An evaluator's scores are submitted once none of them is missing any more; until then they are drafts. A submitted
    score is never changed. ``replacing`` is the number of newer drafts that a person has agreed to see replaced; any
    other number is asked about first.
    """
    if file.workbook is None:
        return Imported.of(file, "refused")
    if any(upload.sha256 == file.sha256 for upload in state.uploads):
        return Imported.of(file, "same")
    if "technical_locked" in state.stages:
        return _refused(file, [_about(file, Rule.SCORES_LOCKED)])
    names = [bid.vendor for bid in state.bids if bid.answers]
    read, findings = read_scores(file.workbook, state.pack.method, names, state.tender)
    marker = find_marker(file.workbook)
    wrong = _wrong(file.workbook, marker, findings, state, [card for card in read if not card.agreed])
    if not read or wrong:
        return _refused(file, [*wrong, *(found for found in findings if found not in wrong)])
    cards = tuple(card for card in read if card.scores)
    if not cards:
        told = [found for found in findings if found.rule is not Rule.SCORE_MISSING]
        return _refused(file, [_about(file, Rule.SCORECARD_EMPTY), *told])
    new = NewFile(name=file.name, content=data, kind="scorecard", envelope="technical")
    asked = tuple(
        _Asked(card, _expected(state, card), marker.saved if marker and marker.holder else -1) for card in cards
    )
    evaluators = ", ".join(card.evaluator for card in cards)
    try:
        taken, left = _receive(store, actor, command_id, state.id, new, asked, dict(state.vendor_ids), replacing)
    except _NotTaken as there:
        told = [_standing(state, rule, score, row) for rule, score, row in there.over]
        if there.newer:
            told.insert(0, _about(file, Rule.DRAFTS_REPLACED, n=there.newer, evaluator=evaluators))
        return replace(_refused(file, told), vendor=evaluators, drafts=there.newer, sha256=file.sha256)
    return Imported(
        name=file.name, status="stored", layout="scores", vendor=evaluators, scores=taken, left=left,
        findings=(
            *_changed(file, marker, state),
            *(found for found in findings if not any(_given(state, card, found) for card in cards)),
        ),
    )  # fmt: skip


def _changed(file: FileReading, marker: Marker | None, state: TenderState) -> list[Finding]:
    """A remark where the answers on our own card are no longer those that its evaluator has read."""
    bids = [bid for bid in state.evaluation.bids if bid.answers]
    old = file.workbook is not None and outdated(file.workbook, marker, state.pack.method, bids)
    return [_about(file, Rule.SCORECARD_ANSWERS)] if old else []


def _wrong(
    book: Workbook, marker: Marker | None, findings: Sequence[Finding], state: TenderState, cards: Iterable[Scorecard]
) -> list[Finding]:
    """What keeps a file from being taken: on our own card every fault, on a buyer's form a stranger's name alone.

    A form of the buyer's own has rows and columns of other things, which are told and left out.
    """
    panel = {plain(name) for name in state.tender.evaluators}
    strangers = [card.evaluator for card in cards if panel and plain(card.evaluator) not in panel]
    whole = Source(book.name, book.sha256)
    found = [finding(Rule.EVALUATOR_UNKNOWN, whole, severity=Severity.BLOCKER, evaluator=name) for name in strangers]
    return found + [one for one in findings if marker is not None and one.severity is Severity.BLOCKER]


def _about(file: FileReading, rule: Rule, **params: str | int) -> Finding:
    filled: dict[str, Param] = {"file": file.name, **params}
    return Finding(rule, SEVERITY[rule], Source(file.name, file.sha256), tuple(filled.items()))


def _refused(file: FileReading, found: Sequence[Finding]) -> Imported:
    return Imported(name=file.name, status="refused", layout="scores", findings=tuple(found))


def _standing(state: TenderState, rule: Rule, score: Score, row: ScoreRow) -> Finding:
    """A score of the card beside the one that is there."""
    # Whoever may not see others' scores learns that there is one, and not which.
    saved = "–" if row.points is None or not state.cards_seen else show_plain(row.points)
    title = state.pack.method.leaf(score.criterion).title
    return finding(
        rule, score.source, vendor=score.vendor, item=score_key(score.criterion, score.vendor),
        evaluator=score.evaluator, criterion=title, saved=saved, given=show_plain(score.points),
    )  # fmt: skip


def _given(state: TenderState, card: Scorecard, found: Finding) -> bool:
    """Whether a score that the card leaves out was given before: then nothing is missing."""
    return found.rule is Rule.SCORE_MISSING and any(
        entry.evaluator == card.evaluator and entry.agreed == card.agreed and entry.points is not None
        and score_key(entry.criterion, entry.vendor) == found.item
        for entry in state.entries
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """A card to be received: the places that its evaluator scores, True where a reason is required; ``saved`` when issued.

    ``saved`` is -1 for a card that does not say it.
    """

    card: Scorecard
    places: Mapping[str, bool]
    saved: int


def _expected(state: TenderState, card: Scorecard) -> dict[str, bool]:
    leaves = state.pack.method.panel_leaves() if card.agreed else state.assigned(card.evaluator)
    every = [bid.vendor for bid in state.bids if bid.answers]
    names = every if card.agreed else state.to_score(card.evaluator)
    return {
        score_key(leaf.key, state.vendor_ids[name]): state.pack.method.needs_reason(leaf)
        for leaf in leaves
        for name in names
    }


class _NotTaken(Exception):
    """Scores are there that the card would change: ``over`` tells which, ``newer`` how many of them are drafts."""

    def __init__(self, over: list[tuple[Rule, Score, ScoreRow]], newer: int) -> None:
        super().__init__(newer)
        self.over = over
        self.newer = newer


@service("score.import")
def _receive(
    tx: Transaction, new: NewFile, asked: tuple[_Asked, ...], vendor_ids: dict[str, str], replacing: int
) -> list[int]:
    """How many scores were taken, and how many their evaluators still have to give."""
    demand_unlocked(tx)
    plans = [_plan(tx, one, vendor_ids) for one in asked]
    stands = [found for plan in plans for found in plan.stands]
    if stands:
        raise _NotTaken(stands, 0)
    newer = [found for plan in plans for found in plan.newer]
    if len(newer) != replacing:
        raise _NotTaken(newer, len(newer))
    files.receive(tx, new)
    taken = left = 0
    for plan in plans:
        for key, ver in plan.taken.items():
            score = plan.given[key]
            scores.save_draft(tx, key, score.points, reason=score.reason, evidence=score.evidence, ver=ver)
        taken += len(plan.taken)
        left += _hand_in(tx, plan.asked)
    tx.about(f"scorecard:{', '.join(one.card.evaluator for one in asked)}", scores=taken, left=left)
    return [taken, left]


def _hand_in(tx: Transaction, asked: _Asked) -> int:
    """How many scores the evaluator still has to give; where none, all drafts among them are submitted."""
    mine = {
        score_key(row.criterion, row.vendor_id): row
        for row in scores.every(tx, tx.tender_id, asked.card.evaluator)
        if row.agreed == asked.card.agreed
    }
    done = [
        mine[place]
        for place, reasoned in asked.places.items()
        if place in mine and mine[place].points is not None and (mine[place].reason.strip() or not reasoned)
    ]
    if len(done) == len(asked.places):
        scores.submit(tx, asked.card.evaluator, {row.id: row.ver for row in done if row.state == "draft"})
    return len(asked.places) - len(done)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a card would do: scores to take with the version they replace, and those that stand against it."""

    asked: _Asked
    given: Mapping[ScoreKey, Score]
    taken: Mapping[ScoreKey, int]
    newer: list[tuple[Rule, Score, ScoreRow]]
    stands: list[tuple[Rule, Score, ScoreRow]]


def _plan(tx: Transaction, asked: _Asked, vendor_ids: Mapping[str, str]) -> _Plan:
    card = asked.card
    rows = scores.every(tx, tx.tender_id, card.evaluator)
    there = {row.key: row for row in rows}
    given = {ScoreKey(card.evaluator, vendor_ids[one.vendor], one.criterion, card.agreed): one for one in card.scores}
    # The card starts from what was saved when it was issued: where nothing was saved since, it is the later word.
    fresh = sum(row.ver for row in rows if not row.agreed) != asked.saved
    differ = {key: row for key, row in there.items() if key in given and _said(row) != _told(given[key])}
    newer = [(Rule.SCORE_NEWER, given[key], row) for key, row in differ.items() if fresh and row.state == "draft"]
    stands = [
        (Rule.SCORE_STANDS, given[key], row)
        for key, row in differ.items()
        if row.state == "submitted" and row.points != given[key].points
    ]
    taken = {
        key: there[key].ver if key in there else 0 for key in given if key not in there or there[key].state == "draft"
    }
    return _Plan(asked, given, taken, newer, stands)


def _said(row: ScoreRow) -> tuple[Decimal | None, str]:
    return row.points, row.reason


def _told(score: Score) -> tuple[Decimal | None, str]:
    return score.points, score.reason

"""Scores given in the app: drafts kept cell by cell, then submitted and never changed again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from evaluator.domain.finding import Param
from evaluator.domain.text import Text
from evaluator.intake.assignments import recused
from evaluator.intake.scorecard import cells_of
from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.services.commands import Actor, demand_own, service
from evaluator.services.limits import NAME, WORDS, demand_short
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import scores, stages
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

LOCKED: Final = "technical_locked"
Place = tuple[str, str]
Given = tuple[Decimal | None, str]
Row = tuple[str, str, Decimal | None, str, str]


def save_scores(
    store: Store, actor: Actor, command_id: str, tender_id: str, evaluator: str, changes: Mapping[Place, Given],
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Keep drafts by (sub-criterion, vendor); every key and every point is checked against the method and the bids.

    Evidence that is not stated yet are the cells of the answers that stand on the screen beside the score.
    ``drawn`` is the state that the page showed: a score that was changed elsewhere since then is a `Conflict`.
    """
    state = load(store, actor, tender_id)
    _demand_open(state)
    if not evaluator.strip():
        raise Refused("evaluator_unnamed")
    demand_short(NAME, evaluator)
    seen = {
        (entry.criterion, entry.vendor): entry.ver
        for entry in (drawn or state).entries
        if entry.evaluator == evaluator and not entry.agreed
    }
    rows = [(*_checked(state, evaluator, place, given), seen.get(place, 0)) for place, given in changes.items()]
    if rows:
        _save(store, actor, command_id, tender_id, evaluator, tuple(rows))


def _checked(state: TenderState, evaluator: str, place: Place, given: Given) -> Row:
    criterion, vendor = place
    leaf = next((leaf for leaf in state.pack.method.panel_leaves() if leaf.key == criterion), None)
    if leaf is not None and leaf not in state.assigned(evaluator):
        raise Refused("score_unassigned", evaluator=_name(evaluator), criterion=leaf.title)
    demand_disinterested(state, evaluator, vendor)
    if leaf is None or vendor not in state.vendor_ids:
        raise Refused("score_unknown", item=f"{criterion} {vendor}")
    points, reason = given
    if points is not None and not 0 <= points <= top_points(leaf):
        high = show_plain(top_points(leaf))
        raise Refused("score_outside", vendor=vendor, criterion=leaf.title, given=show_plain(points), high=high)
    demand_short(WORDS, reason)
    entry = state.given_by(evaluator).get(place)
    bid = next(bid for bid in state.bids if bid.vendor == vendor)
    shown = cells_of(bid, state.pack.method.of_leaf(criterion))
    return criterion, state.vendor_ids[vendor], points, reason, (entry.evidence if entry else "") or shown


def demand_disinterested(state: TenderState, evaluator: str, vendor: str) -> None:
    """Raise `Refused` where somebody has declared an interest in the vendor that they would score."""
    if recused(state.tender, evaluator, vendor):
        raise Refused("score_recused", evaluator=_name(evaluator), vendor=_name(vendor))


@service("score.draft")
def _save(tx: Transaction, evaluator: str, rows: tuple[tuple[str, str, Decimal | None, str, str, int], ...]) -> None:
    demand_own(tx, evaluator)
    demand_unlocked(tx)
    there = {row.key: row for row in scores.every(tx, tx.tender_id, evaluator)}
    for criterion, vendor_id, points, reason, evidence, ver in rows:
        key = ScoreKey(evaluator, vendor_id, criterion)
        row = there.get(key)
        # A grid sends its whole difference again with each cell: what already stands so is no change.
        if row is None or (row.points, row.reason) != (points, reason):
            scores.save_draft(tx, key, points, reason=reason, evidence=evidence, ver=ver)


def submit_scores(store: Store, actor: Actor, command_id: str, tender_id: str, evaluator: str) -> None:
    """Submit all drafts of an evaluator; a missing score is refused with its name."""
    state = load(store, actor, tender_id)
    _demand_open(state)
    mine = state.given_by(evaluator)
    for leaf in state.assigned(evaluator):
        for bid in (bid for bid in state.bids if not recused(state.tender, evaluator, bid.vendor)):
            entry = mine.get((leaf.key, bid.vendor))
            if bid.answers and (entry is None or entry.points is None):
                raise Refused("score_missing", criterion=leaf.title, vendor=_name(bid.vendor))
            if entry is not None and not entry.reason.strip() and state.pack.method.needs_reason(leaf):
                raise Refused("score_reason", criterion=leaf.title, vendor=_name(bid.vendor))
    drafts = {entry.id: entry.ver for entry in mine.values() if entry.state == "draft"}
    if drafts:
        _submit(store, actor, command_id, tender_id, evaluator, drafts)


def _demand_open(state: TenderState) -> None:
    if LOCKED in state.stages:
        raise Refused("scores_locked")


def demand_unlocked(tx: Transaction) -> None:
    """Raise `Refused` once technical scores are locked, as the lock may have come since the state was loaded."""
    if stages.reached(tx, tx.tender_id, LOCKED):
        raise Refused("scores_locked")


def _name(vendor: str) -> Param:
    return Text(vendor, vendor)


@service("score.submit")
def _submit(tx: Transaction, evaluator: str, drafts: Mapping[str, int]) -> None:
    demand_own(tx, evaluator)
    demand_unlocked(tx)
    scores.submit(tx, evaluator, drafts)

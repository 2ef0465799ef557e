"""What the panel makes of its scores: agreed points with their reasons, or explanations of those who stand apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evaluator.domain.finding import Param
from evaluator.domain.method import Combine
from evaluator.domain.text import Text
from evaluator.intake.scorecard import cells_of
from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.scoring.spread import Spread, apart_from_all, spreads
from evaluator.services.commands import Actor, Role, demand_own, query, service
from evaluator.services.held import ScoreEntry
from evaluator.services.limits import WORDS, demand_short
from evaluator.services.problem import Refused
from evaluator.services.scores import demand_disinterested, demand_unlocked
from evaluator.services.state import TenderState, load
from evaluator.store import explanations, scores, stages
from evaluator.store.people import fold
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

Place = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The panel's points for one bid on one sub-criterion; ``second_reason`` where they are no evaluator's own."""

    criterion: str
    vendor: str
    points: Decimal
    reason: str
    second_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was asked about an evaluator's score and what they answered, empty until they did."""

    evaluator: str
    vendor: str
    criterion: str
    asked: str
    answer: str
    by: str
    at: str
    ver: int


def panel_spreads(state: TenderState) -> tuple[Spread, ...]:
    """How far the submitted scores lie apart; drafts are nobody else's business."""
    vendors = [bid.vendor for bid in state.bids if bid.answers]
    return spreads(state.pack.method, state.tender, vendors, state.judged.scorecards)


def agreed_entries(state: TenderState) -> dict[Place, ScoreEntry]:
    """The panel's agreed scores, drafts too, by sub-criterion and vendor."""
    return {(one.criterion, one.vendor): one for one in state.entries if one.agreed}


def to_agree(state: TenderState) -> int:
    """How many agreed scores are not submitted yet; 0 under a rule that needs none."""
    if state.pack.method.combine is not Combine.CONSENSUS:
        return 0
    done = agreed_entries(state)
    return sum(
        (one := done.get((each.leaf.key, each.vendor))) is None or one.state != "submitted"
        for each in panel_spreads(state)
    )


def agree(
    store: Store, actor: Actor, command_id: str, tender_id: str, wish: Agreement, *, drawn: TenderState | None = None
) -> None:
    """Keep the panel's points as a draft, beside the evaluators' own; all of these must have been submitted before.

    ``drawn`` is the state that the page showed: an agreed score saved since then is a `Conflict`.
    """
    state = load(store, actor, tender_id)
    demand_disinterested(state, actor.name, wish.vendor)
    one = _demand_open(state, (wish.criterion, wish.vendor), Combine.CONSENSUS)
    top = top_points(one.leaf)
    if not 0 <= wish.points <= top:
        raise Refused(
            "score_outside", vendor=wish.vendor, criterion=one.leaf.title, given=show_plain(wish.points),
            high=show_plain(top),
        )  # fmt: skip
    if one.missing or not one.given:
        raise Refused("panel_incomplete", criterion=one.leaf.title, vendor=_name(wish.vendor))
    if not wish.reason.strip():
        raise Refused("reason_missing")
    second = wish.second_reason.strip() if apart_from_all(wish.points, one.given) else ""
    if apart_from_all(wish.points, one.given) and not second:
        raise Refused("agreed_apart", criterion=one.leaf.title, vendor=_name(wish.vendor))
    demand_short(WORDS, wish.reason, second)
    there = next(iter(agreed_entries(state).values()), None)
    seen = agreed_entries(drawn or state).get((wish.criterion, wish.vendor))
    key = ScoreKey(there.evaluator if there else actor.name, state.vendor_ids[wish.vendor], wish.criterion, agreed=True)
    bid = next(bid for bid in state.bids if bid.vendor == wish.vendor)
    evidence = cells_of(bid, state.pack.method.of_leaf(wish.criterion))
    _agree(
        store, actor, command_id, tender_id, key, wish.points, wish.reason.strip(), second, evidence,
        seen.ver if seen else 0,
    )  # fmt: skip


@service("score.agree")
def _agree(tx: Transaction, key: ScoreKey, points: Decimal, reason: str, second: str, evidence: str, ver: int) -> None:
    demand_unlocked(tx)
    scores.save_draft(tx, key, points, reason=reason, evidence=evidence, second_reason=second or None, ver=ver)


def submit_agreed(store: Store, actor: Actor, command_id: str, tender_id: str) -> None:
    """The panel's agreed points stand for good and count; one that is missing is refused with its name."""
    state = load(store, actor, tender_id)
    done = agreed_entries(state)
    for one in panel_spreads(state):
        _demand_open(state, (one.leaf.key, one.vendor), Combine.CONSENSUS)
        if (one.leaf.key, one.vendor) not in done:
            raise Refused("score_missing", criterion=one.leaf.title, vendor=_name(one.vendor))
    drafts = {entry.id: entry.ver for entry in done.values() if entry.state == "draft"}
    if drafts:
        _submit(store, actor, command_id, tender_id, next(iter(done.values())).evaluator, drafts)


@service("score.agree")
def _submit(tx: Transaction, evaluator: str, drafts: Mapping[str, int]) -> None:
    demand_unlocked(tx)
    scores.submit(tx, evaluator, drafts)


def explanations_of(store: Store, actor: Actor, state: TenderState) -> dict[tuple[str, str, str], Explanation]:
    """What was asked and answered, by evaluator, sub-criterion and vendor."""
    names = {key: name for name, key in state.vendor_ids.items()}
    return {
        (row.evaluator, row.criterion, names[row.vendor_id]): Explanation(
            evaluator=row.evaluator, vendor=names[row.vendor_id], criterion=row.criterion, asked=row.asked,
            answer=row.answer, by=row.by, at=row.at, ver=row.ver,
        )
        for row in _rows(store, actor, state.id)
        if row.vendor_id in names
    }  # fmt: skip


@query("score.notes")
def _rows(snapshot: Snapshot, tender_id: str) -> tuple[explanations.ExplanationRow, ...]:
    """All of them for the lead, and for everybody once the technical scores are locked; else those asked of the reader."""
    found, who = explanations.every(snapshot, tender_id), snapshot.actor
    if not who.sign_in or Role.LEAD in who.roles or stages.reached(snapshot, tender_id, "technical_locked"):
        return found
    return tuple(row for row in found if fold(row.evaluator) == fold(who.name))


def ask(store: Store, actor: Actor, command_id: str, tender_id: str, whose: tuple[str, str, str], asked: str) -> None:
    """Ask an evaluator in writing why their score stands apart; ``whose`` is evaluator, sub-criterion and vendor."""
    if not asked.strip():
        raise Refused("question_missing")
    _note(store, actor, tender_id, whose)
    known = explanations_of(store, actor, load(store, actor, tender_id)).get(whose)
    if known is not None and known.answer:
        raise Refused("explained_already", evaluator=_name(whose[0]))
    demand_short(WORDS, asked)
    place = _place(load(store, actor, tender_id), whose)
    _ask(store, actor, command_id, tender_id, place, asked.strip(), known.ver if known else 0)


@service("score.ask")
def _ask(tx: Transaction, place: tuple[str, str, str], asked: str, ver: int) -> None:
    explanations.save(tx, place, asked, "", ver)


def explain(
    store: Store, actor: Actor, command_id: str, tender_id: str, whose: tuple[str, str, str], answer: str
) -> None:
    """The evaluator's answer, kept beside the score; the score itself stays as it was given."""
    if not answer.strip():
        raise Refused("answer_missing")
    _note(store, actor, tender_id, whose)
    known = explanations_of(store, actor, load(store, actor, tender_id)).get(whose)
    if known is None:
        raise Refused("nothing_asked", evaluator=_name(whose[0]))
    demand_short(WORDS, answer)
    place = _place(load(store, actor, tender_id), whose)
    _explain(store, actor, command_id, tender_id, place, known.asked, answer.strip(), known.ver)


@service("score.explain")
def _explain(tx: Transaction, place: tuple[str, str, str], asked: str, answer: str, ver: int) -> None:
    demand_own(tx, place[0])
    explanations.save(tx, place, asked, answer, ver)


def _note(store: Store, actor: Actor, tender_id: str, whose: tuple[str, str, str]) -> None:
    """A note is about a score that was submitted; under consensus the panel talks instead."""
    evaluator, criterion, vendor = whose
    one = _demand_open(load(store, actor, tender_id), (criterion, vendor), None)
    if all(score.evaluator != evaluator for score in one.given):
        raise Refused("score_unknown", item=f"{evaluator} {criterion} {vendor}")


def _place(state: TenderState, whose: tuple[str, str, str]) -> tuple[str, str, str]:
    evaluator, criterion, vendor = whose
    return evaluator, state.vendor_ids[vendor], criterion


def _demand_open(state: TenderState, place: Place, rule: Combine | None) -> Spread:
    """The item, while it can change; ``rule`` the combining rule it needs, None for any rule without a consensus."""
    if "technical_locked" in state.stages:
        raise Refused("scores_locked")
    combine = state.pack.method.combine
    if rule is not None and combine is not rule:
        raise Refused("no_consensus")
    if rule is None and combine is Combine.CONSENSUS:
        raise Refused("consensus_instead")
    one = next((one for one in panel_spreads(state) if (one.leaf.key, one.vendor) == place), None)
    if one is None:
        raise Refused("score_unknown", item=" ".join(place))
    return one


def _name(given: str) -> Param:
    return Text(given, given)

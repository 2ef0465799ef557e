"""How firm a tender's ranking is, once per revision: a check beside the decision, which nothing of it enters.

It is shown once no score can change any more and prices are open, so that nobody scores towards a result.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from evaluator.domain.award_rule import ADDITIVE
from evaluator.robustness.board import board
from evaluator.robustness.case import Case, OfficialMatrix, leaders, number_of, official_matrix
from evaluator.robustness.certificate import certificate
from evaluator.robustness.draw import BLOCK
from evaluator.robustness.falls import Fall, least_fall
from evaluator.robustness.flip import Flip, Kind, percent
from evaluator.robustness.leave_out import Without, without_bids, without_evaluators
from evaluator.robustness.margin import Swing, swings
from evaluator.robustness.regions import SIMPLEX, Ordinal, Region, around
from evaluator.robustness.sampling import Study, Trial, run
from evaluator.robustness.stability import ONE, ZERO, Interval, winner_intervals
from evaluator.services.commands import POLICY, Actor
from evaluator.services.state import TenderState

# A few blocks are quick at any size of tender and good to half a percentage point.
SAMPLES: Final = 4 * BLOCK
REGIONS: Final[dict[str, Callable[[OfficialMatrix], Region]]] = {
    "all": lambda _: SIMPLEX,
    "order": lambda matrix: Ordinal(tuple(sorted(range(len(matrix.weights)), key=lambda k: -matrix.weights[k]))),
    "near": lambda matrix: around(matrix.weights, ONE / 5),
}
_lock = threading.Lock()
_kept: WeakKeyDictionary[TenderState, Robustness] = WeakKeyDictionary()
_tried: WeakKeyDictionary[TenderState, dict[str, Trial]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Robustness:
    """What holds the first place and what would take it: exact bounds, margins, the least changes.

    ``rule`` is that of the ranking: ``intervals`` and ``swings`` exist for weighted totals alone, under another rule they
    are empty, and the changes are found by search; ``left`` says what becomes of it without each bid and each evaluator.
    ``first`` are all who share the first place; ``by_rule`` says that only the rule for equal totals put them there.
    ``scored`` says that a panel gives scores, so that ``fall`` None means that none of them turns the first place alone.
    """

    matrix: OfficialMatrix
    rule: str
    first: tuple[str, ...]
    by_rule: bool
    intervals: tuple[Interval, ...]
    swings: tuple[Swing, ...]
    flips: tuple[Flip, ...]
    scored: bool
    fall: Fall | None
    left: tuple[Without, ...] = ()


def waits_for(state: TenderState) -> str:
    """What has to be there before a ranking is checked, as the end of a ``robustness.waits`` key; empty where all is."""
    ranking = state.evaluation.ranking
    if "technical_locked" not in state.stages:
        return "scores"
    if "prices_opened" not in state.stages:
        return "prices"
    return "" if len(ranking.ranked()) > 1 else "bids"


def robustness_of(state: TenderState) -> Robustness | None:
    """The exact part; None while something is waited for."""
    if waits_for(state):
        return None
    with _lock:
        if state not in _kept:
            _kept[state] = _found(case_of(state))
        return _kept[state]


def shares(state: TenderState, region: str) -> Trial | None:
    """How often each bid takes each rank under the weights of one of ``REGIONS``.

    None while something is waited for, and under a rule that ranks by no weighted totals.
    """
    found = robustness_of(state)
    if found is None or found.rule != ADDITIVE:
        return None
    with _lock:
        kept = _tried.setdefault(state, {})
        if region not in kept:
            matrix = found.matrix
            study = Study(
                values=matrix.values, region=REGIONS[region](matrix), samples=SAMPLES, pairs=False, central=False
            )
            kept[region] = run(study)
        return kept[region]


def names_evaluators(actor: Actor) -> bool:
    """Whether somebody may read changes that name an evaluator."""
    return bool(POLICY["robustness.read_all"] & actor.roles)


def left_for(actor: Actor, found: Robustness) -> tuple[Without, ...]:
    """What is left out in turn that somebody may read of."""
    return tuple(one for one in found.left if names_evaluators(actor) or one.kind != "evaluator")


def flips_for(actor: Actor, found: Robustness) -> tuple[Flip, ...]:
    """The least changes that somebody may read."""
    return tuple(flip for flip in found.flips if names_evaluators(actor) or not flip.of_evaluator)


def size_of(flip: Flip) -> str:
    """How little a change is, in percent: what is moved is rounded up, so that it is enough, and empty where it is a rule."""
    if flip.size is None:
        return ""
    prices = (Kind.PRICE_OWN, Kind.PRICE_FIRST, Kind.CEILING)
    return percent(flip.size) if flip.kind in prices else percent(flip.size, ZERO)


def case_of(state: TenderState) -> Case:
    """The tender as it was ranked."""
    return Case(
        method=state.pack.method, tender=state.tender, bids=state.bids, judged=state.judged, evaluation=state.evaluation
    )


def _found(case: Case) -> Robustness:
    matrix, ranked = official_matrix(case.ranking), case.ranking.ranked()
    sums = case.ranking.rule == ADDITIVE
    return Robustness(
        matrix=matrix,
        rule=case.ranking.rule,
        first=leaders(case.ranking),
        by_rule=number_of(case.ranking, ranked[0]) == number_of(case.ranking, ranked[1]),
        intervals=tuple(winner_intervals(matrix.values, matrix.weights, matrix.first)) if sums else (),
        swings=tuple(swings(matrix.values, matrix.weights, matrix.first)) if sums else (),
        left=() if sums else (*without_bids(case), *without_evaluators(case)),
        flips=certificate(case),
        scored=bool(case.method.panel_leaves()) and bool(case.judged.scorecards),
        fall=least_fall(case, board(case.method, case.ranking)),
    )

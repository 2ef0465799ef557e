"""How firm a tender's ranking is, worked out once for the same content: a check beside the decision, which nothing of it enters.

It is shown once no score can change any more and prices are open, so that nobody scores towards a result. The work runs in
the background, where a page can look how far it is and stop it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from weakref import WeakKeyDictionary

from evaluator.domain.finding import Phrase
from evaluator.robustness.board import board
from evaluator.robustness.case import Case, OfficialMatrix, by_weights, leaders, number_of, official_matrix
from evaluator.robustness.certificate import certificate
from evaluator.robustness.doubts import panel_doubts
from evaluator.robustness.draw import BLOCK
from evaluator.robustness.falls import Fall, least_fall
from evaluator.robustness.flip import Flip, Kind, percent
from evaluator.robustness.leave_out import Without, without_bids, without_evaluators
from evaluator.robustness.margin import Swing, swings
from evaluator.robustness.regions import SIMPLEX, Ordinal, Region, around
from evaluator.robustness.sampling import Study, Trial, run
from evaluator.robustness.stability import ONE, ZERO, Interval, winner_intervals
from evaluator.services.background import BACKGROUND, Job, StoppedError
from evaluator.services.commands import POLICY, Actor
from evaluator.services.opinions import OpinionReport, opinions
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState

# A few blocks are quick at any size of tender and good to half a percentage point.
SAMPLES: Final = 4 * BLOCK
REGIONS: Final[dict[str, Callable[[OfficialMatrix], Region]]] = {
    "all": lambda _: SIMPLEX,
    "order": lambda matrix: Ordinal(tuple(sorted(range(len(matrix.weights)), key=lambda k: -matrix.weights[k]))),
    "near": lambda matrix: around(matrix.weights, ONE / 5),
}
R = TypeVar("R")
_contents: WeakKeyDictionary[TenderState, str] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What places are counted under: one of ``REGIONS``, a method of `METHODS`, and whether scores vary with the panel.

    Scores vary for the additive method alone.
    """

    region: str = "all"
    method: str = "additive"
    spread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Robustness:
    """What holds the first place and what would take it: exact bounds, margins, the least changes.

    ``rule`` is that of the ranking. ``weighed`` says that other weights alone tell who is first: where they do not, under
    another rule or a minimum on the total, ``intervals`` and ``swings`` are empty, and the changes are found by search;
    ``left`` then says what becomes of it without each bid and each evaluator.
    ``first`` are all who share the first place; ``by_rule`` says that only the rule for equal totals put them there.
    ``not_searched`` says in words which changes were not looked for.
    ``scored`` says that a panel gives scores, so that ``fall`` None means that none of them turns the first place alone.
    """

    matrix: OfficialMatrix
    rule: str
    weighed: bool
    first: tuple[str, ...]
    by_rule: bool
    intervals: tuple[Interval, ...]
    swings: tuple[Swing, ...]
    flips: tuple[Flip, ...]
    not_searched: tuple[Phrase, ...]
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


def checking(state: TenderState, *, again: bool = False) -> Job[Robustness] | None:
    """The exact part at work, or done; ``again`` where it was stopped. None while something is waited for."""
    if waits_for(state):
        return None
    return BACKGROUND.job(
        state.id, f"check {_content(state)}", lambda job: _found(case_of(state, job.step)), again=again
    )


def trying(state: TenderState, tried: Tried, *, again: bool = False) -> Job[Trial] | None:
    """The count of places at work, or done, in the same way; none where weights alone do not rank."""
    if waits_for(state) or not by_weights(state.pack.method):
        return None
    study = _study(state, tried)
    content = hashlib.sha256(repr(study).encode()).hexdigest()

    def work(job: Job[Trial]) -> Trial:
        job.tell(0, study.samples)
        return run(study, progress=job.tell, cancelled=job.stopping)

    return BACKGROUND.job(state.id, f"places {content}", work, again=again)


def comparing(state: TenderState, *, again: bool = False) -> Job[OpinionReport | None]:
    """The places by other methods at work, or done; they load a large library. It stops between two methods."""

    def work(job: Job[OpinionReport | None]) -> OpinionReport | None:
        def progress(done: int, of: int) -> None:
            job.step()
            job.tell(done, of)

        return opinions(state, progress)

    return BACKGROUND.job(state.id, f"methods {_content(state)}", work, again=again)


def robustness_of(state: TenderState) -> Robustness | None:
    """The exact part, waited for; None while something else is waited for. `Refused` where somebody stops it meanwhile."""
    return _waited(checking(state, again=True))


def shares(state: TenderState, tried: Tried) -> Trial | None:
    """How often each bid takes each rank, waited for in the same way."""
    return _waited(trying(state, tried, again=True))


def _waited(job: Job[R] | None) -> R | None:
    try:
        return None if job is None else job.result()
    except StoppedError as stopped:
        raise Refused("robustness_stopped") from stopped


def _study(state: TenderState, tried: Tried) -> Study:
    matrix = matrix_of(state)
    return Study(
        values=matrix.values, region=REGIONS[tried.region](matrix), samples=SAMPLES, method=tried.method,
        doubt=panel_doubts(case_of(state)) if tried.spread and tried.method == "additive" else {},
    )  # fmt: skip


def varies(state: TenderState) -> bool:
    """Whether members of the panel have given different points, so that scores can vary with them."""
    return any(low < high for low, high in panel_doubts(case_of(state)).values())


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


def matrix_of(state: TenderState) -> OfficialMatrix:
    """The ranked bids on the criteria of the first level, with what parts equal totals."""
    return official_matrix(state.evaluation.ranking, state.pack.method)


def case_of(state: TenderState, watch: Callable[[], None] = lambda: None) -> Case:
    """The tender as it was ranked; ``watch`` is called before it is ranked again."""
    return Case(
        method=state.pack.method, tender=state.tender, bids=state.bids, judged=state.judged, evaluation=state.evaluation,
        watch=watch,
    )  # fmt: skip


def _content(state: TenderState) -> str:
    """One name for everything that the ranking comes from: saves that change nothing of it cost no second check."""
    if state not in _contents:
        given = repr((state.pack.method, state.tender, state.bids, state.judged))
        _contents[state] = hashlib.sha256(given.encode()).hexdigest()
    return _contents[state]


def _found(case: Case) -> Robustness:
    matrix, ranked = official_matrix(case.ranking, case.method), case.ranking.ranked()
    sums, told = by_weights(case.method), certificate(case)
    return Robustness(
        matrix=matrix,
        rule=case.ranking.rule,
        weighed=sums,
        first=leaders(case.ranking),
        by_rule=number_of(case.ranking, ranked[0]) == number_of(case.ranking, ranked[1]),
        intervals=tuple(winner_intervals(matrix.values, matrix.weights, matrix.first)) if sums else (),
        swings=tuple(swings(matrix.values, matrix.weights, matrix.first)) if sums else (),
        left=() if sums else (*without_bids(case), *without_evaluators(case)),
        flips=told.flips,
        not_searched=told.not_searched,
        scored=bool(case.method.panel_leaves()) and bool(case.judged.scorecards),
        fall=least_fall(case, board(case.method, case.ranking)),
    )

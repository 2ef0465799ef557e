"""A ranking tried on many weights: how often each bid takes each rank, and which weights speak for it (SMAA-2).

Lahdelma and Salminen (2001). The unit is a block of 8,192 samples with a seed of its own; workers and the order in which
they finish only group whole blocks, and counts are whole numbers, so that a published figure is the same everywhere.
``exact`` figures come from whole numbers; ``preview`` ones from single precision, and say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Literal

import numpy as np
from threadpoolctl import threadpool_limits

from evaluator.robustness.draw import BLOCK, Sampler, block, generator
from evaluator.robustness.regions import SIMPLEX, Region, demand
from evaluator.robustness.scorers import MAKERS, STEPS, Scorer, additive, demand_method, net_counts
from evaluator.robustness.tally import (
    PAIRS_UPTO,
    SHARE,
    Tally,
    first_weights,
    pairwise,
    ranks_by_pairs,
    ranks_by_sorting,
    ranks_roughly,
)
from evaluator.robustness.whole import Doubt, Floats, Rows, Whole, whole
from evaluator.scoring.matrix import MatrixRefusedError, problem

Progress = Callable[[int, int], None]
Precision = Literal["exact", "preview"]

MOST_SAMPLES = 10_000_000
# Scores of so many bids times samples stay in the processor's cache while they are ranked.
_TURN = 2**17
_PAIRWISE_UPTO = 64
_CONFIDENCE = 16 * BLOCK


class CancelledError(Exception):
    """Somebody has asked to stop; what was counted so far is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What is tried: values (more is better), the region of weights, how often, and from which seed.

    ``doubt`` gives lowest and highest value of cells that are not certain, by bid and criterion; only the additive model
    takes them. ``pairs`` and ``central`` ask for the pairwise counts and the central weights too.
    """

    values: Rows
    region: Region = SIMPLEX
    samples: int = 100_000
    seed: int = 1
    method: str = "additive"
    doubt: Doubt = field(default_factory=dict)
    precision: Precision = "exact"
    pairs: bool = True
    central: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of a study, by bid; counts are of ``samples``. ``exact`` says that values were not rounded for it.

    ``central`` are the mean weights where the bid is first, None where it never is; ``confidence`` is how often it is
    first under just these weights, which values in doubt make less than always. ``wins`` is None where not asked, or
    where there are too many bids.
    """

    samples: int
    seed: int
    precision: Precision
    exact: bool
    ranks: tuple[tuple[int, ...], ...]
    wins: tuple[tuple[int, ...], ...] | None
    central: tuple[tuple[Fraction, ...] | None, ...]
    confidence: tuple[Fraction | None, ...]

    def acceptability(self) -> list[list[float]]:
        """Share of samples in which each bid takes each rank."""
        return [[count / self.samples for count in row] for row in self.ranks]


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    study: Study
    found: Whole
    sampler: Sampler
    scorer: Scorer | None
    rough_rows: Floats

    def rough(self) -> bool:
        return self.study.precision == "preview"


def run(
    study: Study, workers: int = 1, progress: Progress | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Trial:
    """The counts of a study; ``progress`` hears of the samples done, ``cancelled`` is asked after each block.

    >>> trial = run(Study(values=[[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]], samples=8192))
    >>> trial.samples, abs(trial.acceptability()[0][0] - 0.5) < 0.02
    (8192, True)
    """
    _one_thread()
    plan = _plan(study)
    total: Tally | None = None
    for done in _tallies(plan, workers, cancelled):
        if total is None:
            total = done
        else:
            total.add(done)
        if progress is not None:
            progress(total.samples, study.samples)
    assert total is not None
    return _trial(plan, total)


@cache
def _one_thread() -> None:
    threadpool_limits(1)


def _plan(study: Study) -> _Plan:
    criteria = len(study.values[0])
    demand(study.region, criteria)
    demand_method(study.method)
    if not 1 <= study.samples <= MOST_SAMPLES:
        raise MatrixRefusedError(problem("samples", count=study.samples, most=MOST_SAMPLES))
    values = net_counts(study.values) if study.method == "promethee2" else study.values
    found = whole(values, study.doubt if study.method == "additive" else None)
    scorer = None
    if study.method in MAKERS:
        # These methods need the values themselves, not what is left when the lowest is taken away.
        rows = {group: [float(value) for value in row] for group, row in zip(found.group, values, strict=True)}
        kind = np.float32 if study.precision == "preview" else np.float64
        scorer = MAKERS[study.method](np.array([rows[group] for group in range(len(rows))], dtype=kind))
    return _Plan(study, found, Sampler(study.region, criteria, found.top), scorer, found.rows.astype(np.float32))


def _tallies(plan: _Plan, workers: int, cancelled: Callable[[], bool]) -> Iterator[Tally]:
    blocks = range(-(-plan.study.samples // BLOCK))
    if workers == 1:
        for index in blocks:
            if cancelled():
                raise CancelledError
            yield _tally(plan, index)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: set[Future[Tally]] = set()
        for index in blocks:
            # Never more blocks in hand than there are workers: memory stays bounded.
            waiting.add(pool.submit(_tally, plan, index))
            if len(waiting) >= workers:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
            if cancelled():
                raise CancelledError
        yield from (one.result() for one in waiting)


def _tally(plan: _Plan, index: int) -> Tally:
    study, rough = plan.study, plan.rough()
    place = (index, -(-study.samples // BLOCK))
    weights = block(plan.sampler, study.seed, place, rough=rough)
    weights = weights[:, : min(BLOCK, study.samples - index * BLOCK)]
    rows, criteria = plan.found.rows.shape
    score = plan.scorer or additive(plan.found, generator(study.seed, index, 1) if plan.found.doubts else None)
    tally = Tally(
        samples=weights.shape[1],
        ranks=np.zeros((int(plan.found.size.sum()), rows), dtype=np.int64),
        wins=np.zeros((rows, rows), dtype=np.int64) if study.pairs and rows <= _PAIRWISE_UPTO else None,
        weights=np.zeros((rows, criteria), dtype=np.int64) if study.central else None,
    )
    step = BLOCK if rows <= PAIRS_UPTO else max(min(_TURN // rows, BLOCK // 4), 16)
    for start in range(0, weights.shape[1], step):
        _count(plan, score, weights[:, start : start + step], tally)
    return tally


def _count(plan: _Plan, score: Scorer, weights: Floats, tally: Tally) -> None:
    size, rough = plan.found.size, plan.rough()
    few = len(size) <= PAIRS_UPTO
    scores = _scores(plan, score, weights)
    if few:
        tally.ranks += ranks_by_pairs(scores, size)
    else:
        across = np.ascontiguousarray(scores.T)
        tally.ranks += ranks_roughly(across, size) if rough else ranks_by_sorting(across, size)
    if tally.wins is not None:
        tally.wins += pairwise(scores)
    if tally.weights is not None:
        tally.weights += first_weights(scores, weights)


def _scores(plan: _Plan, score: Scorer, weights: Floats) -> Floats:
    """Rows by samples; where there are many rows they lie so in memory that a sample's scores stand side by side."""
    if plan.scorer is not None:
        scores = score(weights)
        return scores if plan.rough() else np.rint(scores * STEPS, out=scores)
    if plan.found.doubts:
        return score(weights)
    rows = plan.rough_rows if plan.rough() else plan.found.rows
    return rows @ weights if len(rows) <= PAIRS_UPTO else (weights.T @ rows.T).T


def _trial(plan: _Plan, total: Tally) -> Trial:
    study, group = plan.study, plan.found.group
    central = [_central(total, row) for row in range(total.ranks.shape[1])]
    confidence = [_confidence(plan, row, weights) for row, weights in enumerate(central)]
    wins = None if total.wins is None else total.wins.tolist()
    return Trial(
        samples=total.samples, seed=study.seed, precision=study.precision,
        exact=plan.found.exact and plan.scorer is None and not plan.rough(),
        ranks=tuple(tuple(total.ranks[:, row].tolist()) for row in group),
        wins=None if wins is None else tuple(tuple(wins[row][other] for other in group) for row in group),
        central=tuple(central[row] for row in group), confidence=tuple(confidence[row] for row in group),
    )  # fmt: skip


def _central(total: Tally, row: int) -> tuple[Fraction, ...] | None:
    if total.weights is None or not total.ranks[0, row]:
        return None
    sums = [int(number) for number in total.weights[row]]
    return tuple(Fraction(number, sum(sums)) for number in sums)


def _confidence(plan: _Plan, row: int, central: tuple[Fraction, ...] | None) -> Fraction | None:
    """Share of draws of the values in doubt in which the row is first under its central weights."""
    if central is None:
        return None
    weights = np.array([[float(round(weight * SHARE))] for weight in central])
    if plan.sampler.top * SHARE >= 2**52:
        weights = np.rint(weights * (2**52 / plan.sampler.top / SHARE / 2))
    first = samples = 0
    for index in range(min(-(-plan.study.samples // BLOCK), _CONFIDENCE // BLOCK) if plan.found.doubts else 1):
        numbers = generator(plan.study.seed, index, 2, row) if plan.found.doubts else None
        score = plan.scorer or additive(plan.found, numbers)
        scores = score(np.repeat(weights, BLOCK, axis=1) if plan.found.doubts else weights.astype(np.float64))
        first += int(np.count_nonzero(scores[row] == scores.max(axis=0)))
        samples += scores.shape[1]
    return Fraction(first, samples)

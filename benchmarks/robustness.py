"""Rankings over many weights beside the loops that people write with pymcdm and scikit-criteria; exact forms beside HiGHS.

Both sides of a line are scaled to the same number of samples: the loops are too slow to be run on as many. What is called
cached uses weights drawn before, as every move of a slider does; preview is single precision, exact is what is published.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from benchmarks.timing import ROOT, Line, in_turns
from evaluator.robustness.case import official_matrix
from evaluator.robustness.draw import forget
from evaluator.robustness.joint import quick_moves
from evaluator.robustness.sampling import Precision, Study, run
from evaluator.robustness.stability import quick_intervals, totals
from evaluator.robustness.whole import Floats

Places = np.ndarray[Any, Any]

SIZES = ((8, 25), (30, 60), (200, 100))
SAMPLES = 2**17
LOOPED = {"pymcdm": 400, "scikit-criteria": 20}
# To reach for each size: fresh and cached weights against pymcdm, fresh against scikit-criteria, exact against pymcdm.
REACH = {(8, 25): (300, 1400, 5000, 900), (30, 60): (160, 430, 1500, 240), (200, 100): (110, 145, 500, 85)}
METHODS = {"topsis": 600, "vikor": 100, "promethee2": 4000}


def table(bids: int, criteria: int) -> list[list[Fraction]]:
    """Values with four decimals from a fixed seed."""
    numbers = np.random.default_rng(bids).integers(1, 10_001, (bids, criteria))
    return [[Fraction(int(number), 10_000) for number in row] for row in numbers]


def looped(rank: Callable[[Floats], Floats | Places], bids: int, criteria: int, count: int) -> np.ndarray:
    """What a loop over weights counts: how often each bid has each rank."""
    counts = np.zeros((bids, bids), dtype=np.int64)
    for weights in np.random.default_rng(1).dirichlet(np.ones(criteria), count):
        counts[np.arange(bids), rank(weights)] += 1
    return counts


def pymcdm_ranks(method: str, rows: Floats) -> Callable[[Floats], Places]:
    """Ranks from 0 by a method of pymcdm, without its validation; the additive model has its values scaled already."""
    from pymcdm.methods import PROMETHEE_II, TOPSIS, VIKOR, WSM
    from pymcdm.normalizations import vector_normalization

    made = {
        "additive": partial(WSM, lambda column, cost: column), "topsis": partial(TOPSIS, vector_normalization), "vikor": VIKOR,
        "promethee2": partial(PROMETHEE_II, "usual"),
    }[method]()  # fmt: skip
    sense, sign = np.ones(rows.shape[1]), 1 if method == "vikor" else -1
    return lambda weights: np.argsort(np.argsort(sign * made(rows, weights, sense, validation=False)))


def library_ranks(rows: Floats) -> Callable[[Floats], Floats]:
    """The same by scikit-criteria's shortest public way."""
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel

    model, sense = WeightedSumModel(), [1] * rows.shape[1]
    return lambda weights: model.evaluate(skcriteria.mkdm(rows, sense, weights=weights)).rank_ - 1


def ours(values: list[list[Fraction]], method: str, precision: Precision, *, fresh: bool) -> Callable[[], object]:
    """A study of ours, without what the loops do not count either."""
    study = Study(
        values=values, samples=SAMPLES, method=method, precision=precision, pairs=False, central=False, seed=1
    )

    def tried() -> None:
        if fresh:
            forget()
        run(study)

    return tried


def beside(what: str, own: Callable[[], object], ranks: Callable[[Floats], Floats], against: tuple[str, int]) -> Line:
    """One line: ours on all samples, a loop on a few of them, its time scaled."""
    rival, reach = against
    count = LOOPED[rival]
    bids, criteria = map(int, what.rsplit(" ", maxsplit=1)[-1].split("×"))
    times = in_turns(own, lambda: looped(ranks, bids, criteria, count))
    return Line(what, rival, times[0], tuple(one * SAMPLES / count for one in times[1]), reach=reach)


def acceptability() -> Iterator[Line]:
    """The additive model at three sizes."""
    for bids, criteria in SIZES:
        values, size = table(bids, criteria), f"{bids}×{criteria}"
        rows = np.array(values, dtype=float)
        fresh, cached, library, exact = REACH[bids, criteria]
        loop = pymcdm_ranks("additive", rows)
        yield beside(f"preview, fresh {size}", ours(values, "additive", "preview", fresh=True), loop, ("pymcdm", fresh))
        own = ours(values, "additive", "preview", fresh=False)
        yield beside(f"preview, cached {size}", own, loop, ("pymcdm", cached))
        own = ours(values, "additive", "exact", fresh=False)
        yield beside(f"exact, cached {size}", own, loop, ("pymcdm", exact))
        own = ours(values, "additive", "preview", fresh=True)
        yield beside(f"preview, fresh {size}", own, library_ranks(rows), ("scikit-criteria", library))


def methods() -> Iterator[Line]:
    """The other methods over samples."""
    values = table(30, 60)
    for method, reach in METHODS.items():
        own = ours(values, method, "preview", fresh=False)
        loop = pymcdm_ranks(method, np.array(values, dtype=float))
        yield beside(f"{method}, cached 30×60", own, loop, ("pymcdm", reach))


def exact_forms() -> Iterator[Line]:
    """All stability intervals and the least joint change for every rival, beside one linear program for each."""
    from scipy.optimize import linprog

    rows = np.array(table(30, 60), dtype=float)
    own = np.random.default_rng(3).dirichlet(np.ones(60))
    first = int(np.argmax(rows @ own))

    def closed() -> Floats:
        quick_intervals(rows, own, first)
        return quick_moves(rows, own, first)

    def programs() -> list[float]:
        found = []
        for rival in range(len(rows)):
            gain = rows[rival] - rows[first]
            solved = linprog(
                np.ones(120), A_ub=[np.concatenate([-gain, gain])], b_ub=[gain @ own],
                A_eq=[[1.0] * 60 + [-1.0] * 60], b_eq=[0.0], bounds=[(0, 1)] * 60 + [(0, weight) for weight in own],
            )  # fmt: skip
            found.append(solved.fun if solved.status == 0 else np.inf)
        return found

    assert np.allclose(closed(), programs(), atol=1e-9, rtol=0)
    # One run of ours is too short for the clock.
    mine, theirs = in_turns(lambda: [closed() for _ in range(50)], programs)
    mine = tuple(one / 50 for one in mine)
    yield Line("intervals and least changes 30×60", "HiGHS", mine, theirs, reach=200)
    yield Line("the same, in absolute time", "target 1 ms", mine, limit=0.001)


def official() -> Iterator[Line]:
    """The exact totals of the sample tender beside the library's pipeline."""
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import NegateMinimize

    from evaluator.services.folder import evaluate_folder, read_folder

    sample = ROOT / "sample_bids"
    matrix = official_matrix(evaluate_folder(read_folder("crm_platform", sample, None, sample / "scorecards")).ranking)
    rows, own = np.array(matrix.values, dtype=float), np.array(matrix.weights, dtype=float)
    pipe = mkpipe(NegateMinimize(), WeightedSumModel())

    def library() -> Floats:
        found: Floats = pipe.evaluate(skcriteria.mkdm(rows, [1] * len(own), weights=own)).e_.score
        return found

    exact = [float(total) for total in totals(matrix.values, matrix.weights)]
    assert np.allclose(exact, library(), atol=1e-12, rtol=0)
    again = range(20)
    times = in_turns(lambda: [totals(matrix.values, matrix.weights) for _ in again], lambda: [library() for _ in again])
    yield Line("exact totals of the sample, 20 times", "scikit-criteria", *times, reach=50)


_MILLION = """
import time
from pathlib import Path
from benchmarks.robustness import table
from evaluator.robustness.sampling import Study, run
heard = [time.perf_counter()]
study = Study(values=table(200, 100), samples=1_000_000)
run(study, progress=lambda done, of: heard.append(time.perf_counter()))
# What the process itself has held; getrusage counts what its parent held as it was started, too.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(max(b - a for a, b in zip(heard[1:], heard[2:])), int(peak.split()[1]) / 1e6)
"""


def million() -> Iterator[Line]:
    """A million samples at the largest size in a process of its own: how long it is silent, and its memory."""
    done = subprocess.run([sys.executable, "-c", _MILLION], cwd=ROOT, capture_output=True, text=True, check=True)
    pause, memory = map(float, done.stdout.split())
    yield Line("1,000,000 samples 200×100, longest pause", "target 0.5 s", (pause,), limit=0.5)
    yield Line("the same, peak memory in MB", "target 400 MB", (memory,), limit=0.4)


def lines() -> Iterator[Line]:
    """The lines of the table."""
    yield from acceptability()
    yield from methods()
    yield from exact_forms()
    yield from official()
    yield from million()

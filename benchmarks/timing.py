"""How things are timed: rivals take turns, so that whatever else the machine does falls on all of them alike."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, against what, and how it did.

    ``times`` are seconds of ours and of the rival, round by round; a ``limit`` in seconds stands in for a rival where the
    product has a target instead. ``reach`` is the ratio that has to be reached.
    """

    what: str
    rival: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...] = ()
    limit: float = 0.0
    reach: float = 1.0

    @property
    def ratio(self) -> float:
        """How many times as long the rival takes, or the target allows: above 1 is good."""
        if self.theirs:
            return median(other / own for own, other in zip(self.ours, self.theirs, strict=True))
        return self.limit / median(self.ours)


def in_turns(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Seconds of both, of this process's processor time unless the clock says otherwise, after one round to warm up."""
    ours()
    theirs()
    pairs = [(spent(ours, clock), spent(theirs, clock)) for _ in range(rounds)]
    return tuple(own for own, _ in pairs), tuple(other for _, other in pairs)


def spent(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of one run by that clock; what was left behind before, by a rival's run too, is cleared away outside of it."""
    gc.collect()
    start = clock()
    work()
    return clock() - start


def whole_process(arguments: Sequence[str], rounds: int = ROUNDS, data: bytes | None = None) -> tuple[float, ...]:
    """Wall seconds of a Python process from its start to its end, round by round; what it prints is dropped."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, input=data, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return tuple(times)

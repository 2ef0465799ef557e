"""How far one score of the first bid may fall, by described levels, before it is first no longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.domain.method import Criterion
from evaluator.robustness.board import Board
from evaluator.robustness.case import Case, leaders
from evaluator.robustness.flip_scores import Candidate, turning


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """The least fall of one score that makes another bid first, or level with the first; None where none does."""

    leaf: Criterion
    levels: int
    rivals: tuple[str, ...]


def least_fall(case: Case, board: Board) -> Fall | None:
    """The least fall of any single score of the first bid, of the panel's agreed ones or of each evaluator's own.

    Each candidate is ranked officially, the smallest first, until one holds.
    """
    now = leaders(case.ranking)
    falls = [
        candidate
        for candidate, winners in turning(case, board, now[0])
        if candidate.score.points < candidate.given.points and set(winners) - set(now)
    ]
    for one in sorted(falls, key=lambda one: (_levels(one), one.size)):
        found = case.leaders(judged=replace(case.judged, scorecards=one.cards))
        if rivals := tuple(vendor for vendor in found if vendor not in now):
            return Fall(leaf=one.leaf, levels=_levels(one), rivals=rivals)
    return None


def _levels(one: Candidate) -> int:
    return levels_down([level.points for level in one.leaf.levels], one.given.points, one.score.points)


def levels_down(levels: Sequence[int | Decimal], given: Decimal, to: Decimal) -> int:
    """How many described levels lie from just below one score down to another.

    >>> levels_down([0, 1, 3, 5], Decimal(4), Decimal(1)), levels_down([0, 1, 3, 5], Decimal(5), Decimal(3))
    (2, 1)
    """
    return sum(to <= points < given for points in levels)

"""Rank reversal: whether two bids keep their order when a third leaves, is copied, or is joined by a worse one.

Belton and Gear (1983) added a copy, Wang and Triantaphyllou (2008) tried the others. scikit-criteria's checkers of the
same never return on some matrices and take ties for reversals; here every test is one ranking, the number of rankings is
bounded by the size of the matrix, and a pair is turned only where the method itself says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from evaluator.scoring.matrix import MOST_ALTERNATIVES, DecisionMatrix, MatrixRefusedError
from evaluator.scoring.second_opinion import opinion

Kind = Literal["dropped", "copied", "worst_added"]
KINDS: tuple[Kind, ...] = ("dropped", "copied", "worst_added")

# As many rankings as so many comparisons of two bids on one criterion allow, and never more than the second.
_WORK = 50_000_000
_MOST_RUNS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One trial; ``turned`` are pairs of the others that changed order, ``first`` who is first now (None: as before).

    ``refused`` are the reasons where the method cannot judge the changed matrix.
    """

    kind: Kind
    alternative: str
    turned: tuple[tuple[str, str], ...] = ()
    first: tuple[str, ...] | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """All trials of one method: how many were made, how many were left out for their number, and those that mattered."""

    method: str
    tried: int
    left_out: int
    changes: tuple[Change, ...]

    @property
    def turned(self) -> tuple[Change, ...]:
        """The trials in which a pair of the others changed its order."""
        return tuple(change for change in self.changes if change.turned)


def reversal(matrix: DecisionMatrix, method: str, params: Mapping[str, object] | None = None) -> Reversal:
    """Every bid dropped once, every bid copied once, and one bid added that is nowhere better than any.

    The best placed come first, so that where a matrix is too large for all trials those left out matter least. Raises
    ``MatrixRefusedError`` where the method cannot judge the matrix as it stands.

    >>> from fractions import Fraction
    >>> rows = ((Fraction(9), Fraction(2)), (Fraction(5), Fraction(5)), (Fraction(1), Fraction(8)))
    >>> case = DecisionMatrix(("Ada", "Bo", "Cy"), ("a", "b"), ("max", "max"), (Fraction(1), Fraction(1)), rows)
    >>> report = reversal(case, "weighted_sum")
    >>> report.tried, report.left_out, report.turned
    (7, 0, ())
    """
    params = params or {}
    whole = opinion(matrix, method, params)
    ranks = dict(zip(matrix.alternatives, whole.ranks, strict=True))
    order = sorted(range(len(ranks)), key=lambda number: whole.ranks[number])
    trials = list(_trials(matrix, order))
    runs = min(_MOST_RUNS, max(1, _WORK // (len(ranks) ** 2 * len(matrix.criteria))))
    changes = [_tried(kind, who, changed, ranks, (method, params)) for kind, who, changed in trials[:runs]]
    telling = tuple(change for change in changes if change.turned or change.refused or change.first is not None)
    return Reversal(method=method, tried=len(changes), left_out=len(trials) - len(changes), changes=telling)


def _trials(matrix: DecisionMatrix, order: list[int]) -> Iterator[tuple[Kind, str, DecisionMatrix]]:
    names, values = matrix.alternatives, matrix.values
    room = len(names) < MOST_ALTERNATIVES
    if room:
        columns = zip(zip(*values, strict=True), matrix.objectives, strict=True)
        worst = tuple(min(column) if goal == "max" else max(column) for column, goal in columns)
        added = _unused(names, "=0")
        yield "worst_added", "", replace(matrix, alternatives=(*names, added), values=(*values, worst))
    for number in order:
        rest = [other for other in range(len(names)) if other != number]
        if len(rest) > 1:
            left = replace(matrix, alternatives=_picked(names, rest), values=tuple(values[other] for other in rest))
            yield "dropped", names[number], left
        if room:
            copy = _unused(names, f"{names[number]} =2")
            yield (
                "copied",
                names[number],
                replace(matrix, alternatives=(*names, copy), values=(*values, values[number])),
            )


def _picked(names: tuple[str, ...], numbers: list[int]) -> tuple[str, ...]:
    return tuple(names[number] for number in numbers)


def _unused(names: tuple[str, ...], wanted: str) -> str:
    taken = {name.casefold() for name in names}
    while wanted.casefold() in taken:
        wanted += "="
    return wanted


def _tried(
    kind: Kind, who: str, changed: DecisionMatrix, ranks: Mapping[str, int], how: tuple[str, Mapping[str, object]]
) -> Change:
    try:
        said = opinion(changed, *how)
    except MatrixRefusedError as refusal:
        return Change(kind=kind, alternative=who, refused=tuple(dict.fromkeys(one.key for one in refusal.problems)))
    now = {name: rank for name, rank in zip(changed.alternatives, said.ranks, strict=True) if name in ranks}
    turned = tuple(
        (one, other) for one, other in combinations(now, 2) if (ranks[one] - ranks[other]) * (now[one] - now[other]) < 0
    )
    before, after = _first(ranks, now), _first(now, now)
    return Change(kind=kind, alternative=who, turned=turned, first=None if set(before) == set(after) else after)


def _first(ranks: Mapping[str, int], among: Mapping[str, int]) -> tuple[str, ...]:
    """Who is first of those that are still there."""
    best = min(ranks[name] for name in among)
    return tuple(name for name in among if ranks[name] == best)

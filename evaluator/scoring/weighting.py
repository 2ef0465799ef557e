"""Weights from judgements or from the matrix itself: rank order, pairwise comparisons, best and worst, removal effects.

Sources: rank-order centroid (Barron and Barrett 1996); AHP's principal eigenvector and consistency ratio (Saaty 2008,
with the random index of that paper, as ratios by other tables differ); the linear best–worst method (Rezaei 2016);
MEREC (Keshavarz Ghorabaee et al. 2021). MEREC reads the bids, so its weights change when a bid leaves: a diagnostic,
never weights to publish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum, log

from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError, problem
from evaluator.scoring.opinion_parameters import exact

WAYS = ("roc", "ahp", "bwm", "merec")
# Saaty (2008) for 1 to 10 criteria; what a ratio is divided by is told with it.
RANDOM_INDEX = (0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49)
# Rezaei (2016): the greatest inconsistency for the preference of the best over the worst, 1 to 9.
_WORST_CASE = (0.0, 0.44, 1.0, 1.63, 2.3, 3.0, 3.73, 4.47, 5.23)
_ROUNDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """Weights that sum to 1, how they came about, and how consistent the judgements were."""

    way: str
    weights: tuple[Fraction, ...]
    extra: Mapping[str, object] = field(default_factory=dict)


def weighting(matrix: DecisionMatrix, given: object) -> Weighting:
    """The weights that a judgement gives: ``{"roc": [2, 1, 3]}``, ``{"ahp": [[…]]}``, ``{"bwm": […]}`` or ``"merec"``.

    >>> case = DecisionMatrix(("Ada",), ("a", "b"), ("max", "max"), (Fraction(1),) * 2, ((Fraction(1),) * 2,))
    >>> [str(weight) for weight in weighting(case, {"roc": [2, 1]}).weights]
    ['1/4', '3/4']
    """
    way, judged = ("merec", None) if given == "merec" else (None, None)
    if isinstance(given, Mapping) and len(given) == 1:
        way, judged = next(iter(given.items()))
    match way:
        case "roc":
            found = _centroid(_numbers(judged), len(matrix.criteria))
        case "ahp":
            found = _pairwise(_table(judged), len(matrix.criteria))
        case "bwm":
            found = _best_worst(_table(judged), len(matrix.criteria))
        case "merec" if judged is None:
            found = _removal(matrix)
        case _:
            raise MatrixRefusedError(problem("weighting_unknown", given=str(given)[:60], ways=", ".join(WAYS)))
    total = sum(found.weights)
    return Weighting(way=found.way, weights=tuple(weight / total for weight in found.weights), extra=found.extra)


def _numbers(given: object) -> list[Fraction]:
    """The numbers of a list; empty where it is none."""
    values = [exact(one) for one in given] if isinstance(given, list | tuple) else [None]
    return [] if None in values else [value for value in values if value is not None]


def _table(given: object) -> list[list[Fraction]]:
    return [_numbers(row) for row in given] if isinstance(given, list | tuple) else []


def _shape(way: str, count: int) -> MatrixRefusedError:
    return MatrixRefusedError(problem(f"weighting_{way}", count=count))


def _centroid(order: Sequence[Fraction], count: int) -> Weighting:
    """The mean of all weights that respect the order; ``order`` is the rank of each criterion, 1 for the weightiest."""
    if sorted(order) != [Fraction(rank) for rank in range(1, count + 1)]:
        raise _shape("roc", count)
    weights = tuple(sum((Fraction(1, k) for k in range(int(rank), count + 1)), Fraction(0)) / count for rank in order)
    return Weighting(way="roc", weights=weights)


def _pairwise(table: list[list[Fraction]], count: int) -> Weighting:
    if [len(row) for row in table] != [count] * count or count > len(RANDOM_INDEX):
        raise _shape("ahp", count)
    pairs = [(one, other) for one in range(count) for other in range(count)]
    if any(table[one][other] <= 0 for one, other in pairs) or any(
        abs(table[one][other] * table[other][one] - 1) > Fraction(1, 50) for one, other in pairs
    ):
        raise _shape("ahp", count)
    rows = [[float(value) for value in row] for row in table]
    vector = [1 / count] * count
    for _ in range(_ROUNDS):
        grown = [fsum(value * part for value, part in zip(row, vector, strict=True)) for row in rows]
        total = fsum(grown)
        vector = [part / total for part in grown]
    index = (total - count) / (count - 1) if count > 1 else 0.0
    random = RANDOM_INDEX[count - 1]
    return Weighting(
        way="ahp", weights=tuple(map(Fraction, vector)),
        extra={"consistency_ratio": max(index / random, 0.0) if random else 0.0, "random_index": f"Saaty 2008: {random}"},
    )  # fmt: skip


def _best_worst(table: list[list[Fraction]], count: int) -> Weighting:
    """The linear programme of Rezaei: ``table`` is the best over each criterion, then each over the worst, 1 to 9."""
    scale = {Fraction(step) for step in range(1, 10)}
    if [len(row) for row in table] != [count] * 2 or not scale.issuperset({*table[0], *table[1]}):
        raise _shape("bwm", count)
    over, under = ([float(value) for value in row] for row in table)
    numbers = range(count)
    # The best over the worst stands in both rows, and is one judgement; they are two criteria wherever there are two.
    ends = [
        (head, tail) for head in numbers for tail in numbers
        if over[head] == under[tail] == 1.0 and over[tail] == under[head] and (head != tail or count == 1)
    ]  # fmt: skip
    if not ends:
        raise _shape("bwm", count)
    best, worst = ends[0]
    from scipy.optimize import linprog

    limits = []
    for number in range(count):
        for head, tail, times in ((best, number, over[number]), (number, worst, under[number])):
            row = [0.0] * (count + 1)
            row[head] += 1.0
            row[tail] -= times
            limits += [[*row[:count], -1.0], [*(-value for value in row[:count]), -1.0]]
    found = linprog(
        [*[0.0] * count, 1.0], A_ub=limits, b_ub=[0.0] * len(limits), A_eq=[[*[1.0] * count, 0.0]], b_eq=[1.0]
    )
    most = _WORST_CASE[int(over[worst]) - 1]
    gap = max(float(found.x[count]), 0.0)
    return Weighting(
        way="bwm", weights=tuple(max(Fraction(float(value)), Fraction(0)) for value in found.x[:count]),
        extra={"consistency_ratio": gap / most if most else 0.0, "xi": gap},
    )  # fmt: skip


def _removal(matrix: DecisionMatrix) -> Weighting:
    """How much the performance of all bids changes when a criterion is taken away."""
    columns = [[Fraction(value) for value in column] for column in zip(*matrix.values, strict=True)]
    if any(value <= 0 for column in columns for value in column):
        raise _shape("merec", len(columns))
    logs = [
        [abs(log(min(column) / value if goal == "max" else value / max(column))) for value in column]
        for column, goal in zip(columns, matrix.objectives, strict=True)
    ]
    effects = [0.0] * len(columns)
    for bid in zip(*logs, strict=True):
        whole = log(1 + fsum(bid) / len(columns))
        for number, part in enumerate(bid):
            effects[number] += abs(log(1 + (fsum(bid) - part) / len(columns)) - whole)
    if not any(effects):
        raise _shape("merec", len(columns))
    return Weighting(way="merec", weights=tuple(map(Fraction, effects)))

"""What other published methods say about the same matrix: scores as their papers define them, places by our own rule.

A second opinion is a check of the official ranking, never a part of it. Importing this module loads no numeric library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar, cast

from evaluator.scoring import opinion_rules, opinion_run
from evaluator.scoring.matrix import DecisionMatrix, MatrixProblem, MatrixRefusedError, check
from evaluator.scoring.opinion_parameters import Parameters, parameters
from evaluator.scoring.opinion_places import places
from evaluator.scoring.opinion_prepared import SAME, Prepared, Scored
from evaluator.scoring.opinion_rules import RULES, Better
from evaluator.scoring.opinion_scaling import TURNING, inverse, normalised, scaled, with_optimum

__all__ = ["METHODS", "Opinion", "Refused", "cross_check", "opinion", "places", "second_opinions"]

METHODS: tuple[str, ...] = tuple(RULES)
_Item = TypeVar("_Item")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One method's answer; ``scores`` and ``ranks`` are in the order of ``alternatives``.

    Equal scores share a rank and the next one is left out (1, 2, 2, 4). ``extra`` holds the method's intermediate
    results and, where there are any, the criteria it ``ignored`` and why; its lists by criterion leave those out.
    """

    method: str
    parameters: Mapping[str, object]
    alternatives: tuple[str, ...]
    scores: tuple[float, ...]
    ranks: tuple[int, ...]
    better: Better
    extra: Mapping[str, object] = field(default_factory=dict)

    def first(self) -> tuple[str, ...]:
        """The alternatives that share the first rank."""
        return tuple(name for name, rank in zip(self.alternatives, self.ranks, strict=True) if rank == 1)


@dataclass(frozen=True, slots=True)
class Refused:
    """A method that cannot judge this matrix, with every reason."""

    method: str
    problems: tuple[MatrixProblem, ...]


def opinion(matrix: DecisionMatrix, method: str, params: Mapping[str, object] | None = None) -> Opinion:
    """The ranking of a matrix by one method; raises ``MatrixRefusedError`` with every reason when there can be none."""
    if problems := check(matrix):
        raise MatrixRefusedError(*problems)
    chosen = parameters(matrix, method, params or {})
    if chosen.weights == "normalised":
        matrix = replace(matrix, weights=normalised(matrix.weights))
    weighty = [number for number, weight in enumerate(matrix.weights) if weight]
    reduced, kept = _only(matrix, chosen, weighty)
    if problems := opinion_rules.unsuited(reduced, method, kept):
        raise MatrixRefusedError(*problems)
    telling = [number for number in weighty if _tells(matrix, method, chosen, number)]
    reduced, kept = _only(matrix, chosen, telling)
    scored = opinion_run.run(method, _prepared(reduced, method, kept))
    better = RULES[method].better
    ranks = places(scored.scores, better, scored.size)
    return Opinion(
        method=method,
        parameters=chosen.given,
        alternatives=matrix.alternatives,
        scores=scored.scores,
        ranks=ranks,
        better=better,
        extra=_extra(matrix, method, scored, ranks, telling) | _ignored(matrix, weighty, telling),
    )


def second_opinions(
    matrix: DecisionMatrix, methods: Sequence[str] = METHODS, progress: Progress = lambda done, of: None
) -> dict[str, Opinion | Refused]:
    """What each method says with its default parameters, or why it cannot say anything.

    For a performance matrix (values 0…1, more is better): the product methods refuse a value of 0, COPRAS without costs
    is the weighted sum of shares, SPOTIS and RIM take their bounds from the bids and ERVD its reference from their mean,
    and criteria on which all bids are equal count only where the method's paper counts them.

    ``progress`` is called with how many of how many methods are done, before each; it raises to stop.
    """
    opinions: dict[str, Opinion | Refused] = {}
    for done, method in enumerate(methods):
        progress(done, len(methods))
        try:
            opinions[method] = opinion(matrix, method)
        except MatrixRefusedError as refusal:
            opinions[method] = Refused(method, refusal.problems)
    return opinions


def cross_check(matrix: DecisionMatrix, official_scores: Sequence[Fraction]) -> float:
    """Largest difference between the official additive totals and the same sums made by scikit-criteria."""
    sums = opinion(matrix, "weighted_sum", {"weights": "as_given"}).scores
    return max(abs(float(score) - total) for score, total in zip(official_scores, sums, strict=True))


def _only(matrix: DecisionMatrix, chosen: Parameters, numbers: list[int]) -> tuple[DecisionMatrix, Parameters]:
    reduced = DecisionMatrix(
        matrix.alternatives,
        _pick(matrix.criteria, numbers),
        _pick(matrix.objectives, numbers),
        _pick(matrix.weights, numbers),
        tuple(_pick(row, numbers) for row in matrix.values),
    )
    return reduced, replace(chosen, columns={name: _pick(values, numbers) for name, values in chosen.columns.items()})


def _pick(items: tuple[_Item, ...], numbers: list[int]) -> tuple[_Item, ...]:
    return tuple(items[number] for number in numbers)


def _tells(matrix: DecisionMatrix, method: str, chosen: Parameters, number: int) -> bool:
    column = {row[number] for row in matrix.values}
    if RULES[method].compares and chosen.bounds is None:
        return len(column) > 1
    # Every share of nothing is nothing; these two would divide zero by zero.
    return method not in ("marcos", "simus") or column != {0}


def _prepared(matrix: DecisionMatrix, method: str, chosen: Parameters) -> Prepared:
    rule, scale = RULES[method], chosen.normalisation
    keeps = rule.native and scale not in TURNING
    columns, optimum = [], []
    for values, objective in zip(zip(*matrix.values, strict=True), matrix.objectives, strict=True):
        column = tuple(Fraction(value) for value in values)
        if objective == "min" and not rule.native and scale not in TURNING:
            column = inverse(column)
        if method == "aras":
            column, best = with_optimum(column)
            optimum.append(float(best))
        else:
            column = scaled(column, objective, scale)
        columns.append([float(value) for value in column])
    given = {name: tuple(map(_float, values)) for name, values in chosen.columns.items()}
    if method == "ervd":
        given["references"] = _references(matrix, chosen)
    return Prepared(
        values=tuple(zip(*columns, strict=True)),
        weights=tuple(float(weight) for weight in matrix.weights),
        signs=tuple(-1 if keeps and objective == "min" else 1 for objective in matrix.objectives),
        numbers={name: float(value) for name, value in chosen.numbers.items()},
        columns=given,
        optimum=tuple(optimum),
    )


def _float(value: object) -> object:
    match value:
        case Fraction():
            return float(value)
        case (low, high):
            return _float(low), _float(high)
    return value


def _references(matrix: DecisionMatrix, chosen: Parameters) -> tuple[float, ...]:
    """What counts as neither gain nor loss, in shares of each column's sum; the mean of the bids unless it was given.

    Shyur et al. (2015) leave it to the buyer and divide it by the same sum as the values.
    """
    sums = [sum(map(Fraction, column), Fraction(0)) for column in zip(*matrix.values, strict=True)]
    if "references" in chosen.columns:
        given = cast("tuple[Fraction, ...]", chosen.columns["references"])
        return tuple(float(one / total) for one, total in zip(given, sums, strict=True))
    return tuple(1 / len(matrix.alternatives) for _ in sums)


def _extra(
    matrix: DecisionMatrix, method: str, scored: Scored, ranks: tuple[int, ...], telling: list[int]
) -> dict[str, object]:
    extra = dict(scored.extra)
    if method == "simus":
        # The programme knows its criteria by number; a reader knows them by name.
        numbers = cast("tuple[int, ...]", scored.extra["unsolved"])
        extra["unsolved"] = [matrix.criteria[telling[number]] for number in numbers]
    if method == "vikor":
        advantage, stability, members = _compromise(scored, ranks)
        extra["acceptable_advantage"] = advantage
        extra["acceptable_stability"] = stability
        extra["compromise_set"] = [matrix.alternatives[number] for number in members]
    return extra


def _compromise(scored: Scored, ranks: tuple[int, ...]) -> tuple[bool, bool, list[int]]:
    # Opricovic and Tzeng (2004), §3: the first by Q alone only when it leads by DQ and is also first by S or by R.
    needed = 1 / (len(ranks) - 1)
    best = min(scored.scores)
    near = [number for number, q in enumerate(scored.scores) if q - best < needed - SAME]
    first = [number for number, rank in enumerate(ranks) if rank == 1]
    advantage = set(near) <= set(first)
    by_s, by_r = (places(_floats(scored.extra[name]), "lower") for name in ("s", "r"))
    stability = all(by_s[number] == 1 or by_r[number] == 1 for number in first)
    if not advantage:
        return advantage, stability, near
    second = min((rank for rank in ranks if rank > 1), default=1)
    return advantage, stability, first if stability else [n for n, rank in enumerate(ranks) if rank <= second]


def _floats(numbers: object) -> tuple[float, ...]:
    return tuple(float(number) for number in numbers) if isinstance(numbers, tuple) else ()


def _ignored(matrix: DecisionMatrix, weighty: list[int], telling: list[int]) -> dict[str, object]:
    reasons = {
        number: "equal" if number in weighty else "weightless"
        for number in range(len(matrix.criteria))
        if number not in telling
    }
    listed = [{"criterion": matrix.criteria[number], "reason": reason} for number, reason in reasons.items()]
    return {"ignored": listed} if listed else {}

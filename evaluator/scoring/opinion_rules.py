"""What each second-opinion method takes: its parameters with their defaults, and the matrices it cannot judge.

Papers: weighted sum (Fishburn 1967), weighted product (Bridgman 1922; Miller and Starr 1963), TOPSIS (Hwang and Yoon
1981), VIKOR (Opricovic and Tzeng 2004), WASPAS (Zavadskas et al. 2012), MOORA and its reference point (Brauers and
Zavadskas 2006), full multiplicative form and MULTIMOORA (Brauers and Zavadskas 2010, 2012), EDAS (Keshavarz Ghorabaee
et al. 2015), MARCOS (Stević et al. 2020), COPRAS (Zavadskas et al. 1994), ARAS (Zavadskas and Turskis 2010), CODAS
(Keshavarz Ghorabaee et al. 2016), MABAC (Pamučar and Ćirović 2015), MAIRCA (Pamučar et al. 2014), CoCoSo (Yazdani et
al. 2019), OCRA (Parkan 1994; Madić et al. 2015), RAM (Sotoudeh-Anvari 2023), RIM (Cables et al. 2016), ERVD (Shyur et
al. 2015), PROBID (Wang et al. 2021), SPOTIS (Dezert et al. 2020), ELECTRE II (Roy and Bertier 1971, as Gomes et al.
2004 print it), SIMUS (Munier 2011), PROMETHEE II (Brans and Vincke 1985). ELECTRE I names a kernel and no order, so it
is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, cast

from evaluator.scoring.matrix import DecisionMatrix, MatrixProblem, problem, shown
from evaluator.scoring.opinion_scaling import Normalisation, minmax

if TYPE_CHECKING:  # the parameters are read by these rules
    from evaluator.scoring.opinion_parameters import Parameters

Better = Literal["higher", "lower"]
Sign = Literal["any", "not_negative", "positive"]


@dataclass(frozen=True, slots=True)
class Span:
    """A number that a method takes: what it is unless said otherwise, and its limits."""

    default: Decimal
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(1)


HALF = Span(Decimal("0.5"))
# Shyur et al. take both from Tversky and Kahneman (1992).
_PROSPECT = {
    "lambda": Span(Decimal("2.25"), Decimal(1), Decimal(100)),
    "alpha": Span(Decimal("0.88"), Decimal("0.01"), Decimal(1)),
}
_OUTRANKING = {
    name: Span(Decimal(value))
    for name, value in (("p0", "0.65"), ("p1", "0.5"), ("p2", "0.35"), ("q0", "0.65"), ("q1", "0.35"))
}
# The six functions of Brans and Vincke (1985) with the thresholds that each needs.
PREFERENCES: Mapping[str, tuple[str, ...]] = {
    "usual": (), "u_shape": ("q",), "v_shape": ("p",), "level": ("q", "p"), "linear": ("q", "p"), "gaussian": ("s",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MethodRule:
    """One method: which way its score is better, its scales (the default first) and further parameters, its demands.

    ``native``: takes costs as they are; otherwise every criterion is turned so that more is better.
    ``compares``: only differences between the bids count, so criteria on which all are equal are left out, and a matrix
    without any difference, or with one alternative, cannot be judged.
    ``official``: may be an award rule. A method that passes over the published weights may not, nor one that can place a
    bid ahead of another that is nowhere worse: PROBID counts any distance from the average as good, CODAS goes by one
    distance below a threshold and by two above, SIMUS asks for mixes.
    """

    better: Better = "higher"
    scales: tuple[Normalisation, ...] = ()
    numbers: Mapping[str, Span] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    native: bool = False
    compares: bool = False
    sign: Sign = "any"
    official: bool = True


_LENGTH: tuple[Normalisation, ...] = ("vector", "none", "linear", "sum", "minmax")
RULES: Mapping[str, MethodRule] = {
    "weighted_sum": MethodRule(scales=("none", "linear", "sum", "vector", "minmax")),
    "weighted_product": MethodRule(scales=("sum", "none", "linear", "vector"), sign="positive"),
    "topsis": MethodRule(scales=_LENGTH, native=True, compares=True),
    "vikor": MethodRule("lower", numbers={"v": HALF}, native=True, compares=True),
    "waspas": MethodRule(scales=("linear", "none", "sum", "vector"), numbers={"lambda": HALF}, sign="positive"),
    "moora": MethodRule(scales=_LENGTH, native=True),
    "reference_point": MethodRule("lower", scales=_LENGTH, native=True),
    "multiplicative_form": MethodRule(scales=("none", "vector"), native=True, sign="positive", official=False),
    "multimoora": MethodRule(scales=("vector",), native=True, sign="positive"),
    "edas": MethodRule(native=True, compares=True, sign="not_negative"),
    "marcos": MethodRule(native=True, sign="not_negative"),
    "copras": MethodRule(scales=("sum", "none", "vector"), native=True, sign="not_negative"),
    "aras": MethodRule(scales=("sum",), sign="not_negative"),
    "codas": MethodRule(
        scales=("linear", "none", "sum", "vector", "minmax"),
        numbers={"tau": Span(Decimal("0.02"))},
        compares=True,
        official=False,
    ),
    "mabac": MethodRule(scales=("minmax", "linear", "sum", "vector"), compares=True),
    "mairca": MethodRule("lower", scales=("minmax",), compares=True),
    "cocoso": MethodRule(scales=("minmax",), numbers={"lambda": HALF}, compares=True),
    "ocra": MethodRule(native=True, sign="positive"),
    "ram": MethodRule(scales=("sum",), native=True, sign="not_negative"),
    "rim": MethodRule(columns=("bounds", "ideals"), native=True, compares=True),
    "ervd": MethodRule(
        scales=("sum",), numbers=_PROSPECT, columns=("references",), native=True, compares=True, sign="not_negative"
    ),
    "probid": MethodRule(scales=("vector",), native=True, compares=True, official=False),
    "simplified_probid": MethodRule(scales=("vector",), native=True, compares=True),
    "spotis": MethodRule("lower", columns=("bounds", "isp"), native=True, compares=True),
    "electre2": MethodRule(
        "lower", scales=("sum", "none", "vector", "linear", "minmax"), numbers=_OUTRANKING, native=True
    ),
    "simus": MethodRule(columns=("limits",), native=True, sign="not_negative", official=False),
    "promethee2": MethodRule(columns=("preference", "q", "p", "s"), native=True, compares=True),
}
OFFICIAL: tuple[str, ...] = tuple(name for name, rule in RULES.items() if rule.official)
# One linear programme for each criterion: beyond this many values somebody would wait.
MOST_SIMUS = 10_000
# These take shares of a column's sum, so there must be something to share.
_SHARES = frozenset({"marcos", "copras", "aras", "ram"})


def unsuited(matrix: DecisionMatrix, method: str, chosen: Parameters) -> list[MatrixProblem]:
    """Why a method cannot judge this matrix (already checked, criteria of weight zero left out); empty when it can."""
    rule = RULES[method]
    if method == "simus" and len(matrix.alternatives) * len(matrix.criteria) > MOST_SIMUS:
        return [problem("too_large", method=method, most=MOST_SIMUS)]
    if rule.compares and chosen.bounds is None:
        if len(matrix.alternatives) == 1:
            return [problem("one_alternative", method=method)]
        if all(row == matrix.values[0] for row in matrix.values):
            return [problem("identical", method=method)]
    faults = [fault for number in range(len(matrix.criteria)) for fault in _column(matrix, method, chosen, number)]
    return faults or [*_whole(matrix, method)]


def _column(matrix: DecisionMatrix, method: str, chosen: Parameters, number: int) -> Iterator[MatrixProblem]:
    rule, scale = RULES[method], chosen.normalisation
    cost, name = matrix.objectives[number] == "min", matrix.criteria[number]
    if cost and not rule.native and scale == "none" and method != "weighted_product":
        yield problem("cost_as_given", method=method, criterion=name)
        return
    # A cost is divided into something by these scales and by MARCOS; so it must be above zero.
    divided = cost and (scale == "linear" or method == "marcos" or (not rule.native and scale != "minmax"))
    sign = "positive" if divided or rule.sign == "positive" else rule.sign
    if sign == "any" and (scale in ("linear", "sum") or (method == "codas" and scale != "minmax")):
        sign = "not_negative"
    for alternative, row in zip(matrix.alternatives, matrix.values, strict=True):
        place = {"method": method, "alternative": alternative, "criterion": name}
        if row[number] < 0 and sign != "any":
            yield problem("value_negative", **place, given=shown(row[number]))
            return
        if not row[number] and sign == "positive":
            yield problem("cost_zero" if divided else "value_zero", **place)
            return
        if row[number] > 1 and method == "codas" and scale == "none":
            yield problem("value_above_one", **place, given=shown(row[number]))
            return
        if chosen.bounds and not chosen.bounds[number][0] <= row[number] <= chosen.bounds[number][1]:
            yield problem("outside_bounds", **place, given=shown(row[number]))
            return
    yield from _ideal(matrix, chosen, number)


def _ideal(matrix: DecisionMatrix, chosen: Parameters, number: int) -> Iterator[MatrixProblem]:
    column = [Fraction(row[number]) for row in matrix.values]
    low, high = chosen.bounds[number] if chosen.bounds else (min(column), max(column))
    points: dict[str, tuple[Fraction, ...]] = {}
    if "isp" in chosen.columns:
        points["isp"] = (cast("Fraction", chosen.columns["isp"][number]),)
    if "ideals" in chosen.columns:
        points["ideals"] = cast("tuple[Fraction, ...]", chosen.columns["ideals"][number])
    for point in (point for found in points.values() for point in found if not low <= point <= high):
        yield problem("ideal_outside", criterion=matrix.criteria[number], given=shown(point))
        return


def _whole(matrix: DecisionMatrix, method: str) -> Iterator[MatrixProblem]:
    costs = [number for number, objective in enumerate(matrix.objectives) if objective == "min"]
    if method == "copras" and costs:
        for alternative, row in zip(matrix.alternatives, matrix.values, strict=True):
            if not any(row[number] for number in costs):
                yield problem("costs_all_zero", method=method, alternative=alternative)
    if not any(value for row in matrix.values for value in row) and method in _SHARES:
        yield problem("identical", method=method)
    elif method == "marcos" and not costs and all(not min(column) for column in zip(*matrix.values, strict=True)):
        yield problem("worst_all_zero", method=method)
    elif method == "cocoso":
        yield from _worst_throughout(matrix, method)
    elif method == "simplified_probid":
        yield from _ideal_itself(matrix, method)


def _worst_throughout(matrix: DecisionMatrix, method: str) -> Iterator[MatrixProblem]:
    """Who is the worst on every criterion: its sum is 0, and every other is divided by the lowest sum."""
    columns = [[Fraction(value) for value in column] for column in zip(*matrix.values, strict=True)]
    rows = zip(*(minmax(tuple(col), goal) for col, goal in zip(columns, matrix.objectives, strict=True)), strict=True)
    for alternative, row in zip(matrix.alternatives, rows, strict=True):
        if not any(row):
            yield problem("worst_throughout", method=method, alternative=alternative)
            return


def _ideal_itself(matrix: DecisionMatrix, method: str) -> Iterator[MatrixProblem]:
    """Who is the ideal that every distance is divided by: the best throughout, of the first quarter's ideals."""
    quarter = max(1, len(matrix.alternatives) // 4)
    columns = [
        sorted(column, reverse=goal == "max")
        for column, goal in zip(zip(*matrix.values, strict=True), matrix.objectives, strict=True)
    ]
    ideals = set(zip(*(column[:quarter] for column in columns), strict=True))
    for alternative, row in zip(matrix.alternatives, matrix.values, strict=True):
        if ideals == {row}:
            yield problem("ideal_itself", method=method, alternative=alternative)
            return

"""What each second-opinion method takes: its parameters with their defaults, and the matrices it cannot judge.

Papers: weighted sum (Fishburn 1967), weighted product (Bridgman 1922; Miller and Starr 1963), TOPSIS (Hwang and Yoon
1981), VIKOR (Opricovic and Tzeng 2004), WASPAS (Zavadskas et al. 2012), MOORA (Brauers and Zavadskas 2006), EDAS
(Keshavarz Ghorabaee et al. 2015), MARCOS (Stević et al. 2020), COPRAS (Zavadskas et al. 1994), ARAS (Zavadskas and
Turskis 2010), CODAS (Keshavarz Ghorabaee et al. 2016), MABAC (Pamučar and Ćirović 2015), SPOTIS (Dezert et al. 2020).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeGuard, cast

from evaluator.scoring.matrix import DecisionMatrix, MatrixProblem, MatrixRefusedError, problem, shown, usable
from evaluator.scoring.opinion_scaling import Normalisation

Better = Literal["higher", "lower"]
Sign = Literal["any", "not_negative", "positive"]


@dataclass(frozen=True, slots=True)
class MethodRule:
    """One method: which way its score is better, its scales (the default first) and further parameters, its demands.

    ``native``: takes costs as they are; otherwise every criterion is turned so that more is better.
    ``compares``: only differences between the bids count, so criteria on which all are equal are left out, and a matrix
    without any difference, or with one alternative, cannot be judged.
    """

    better: Better = "higher"
    scales: tuple[Normalisation, ...] = ()
    numbers: tuple[str, ...] = ()
    native: bool = False
    compares: bool = False
    sign: Sign = "any"


RULES: Mapping[str, MethodRule] = {
    "weighted_sum": MethodRule(scales=("none", "linear", "sum", "vector", "minmax")),
    "weighted_product": MethodRule(scales=("sum", "none", "linear", "vector"), sign="positive"),
    "topsis": MethodRule(scales=("vector", "none", "linear", "sum", "minmax"), native=True, compares=True),
    "vikor": MethodRule("lower", numbers=("v",), native=True, compares=True),
    "waspas": MethodRule(scales=("linear", "none", "sum", "vector"), numbers=("lambda",), sign="positive"),
    "moora": MethodRule(scales=("vector", "none", "linear", "sum", "minmax"), native=True),
    "edas": MethodRule(native=True, compares=True, sign="not_negative"),
    "marcos": MethodRule(native=True, sign="not_negative"),
    "copras": MethodRule(scales=("sum", "none", "vector"), native=True, sign="not_negative"),
    "aras": MethodRule(scales=("sum",), sign="not_negative"),
    "codas": MethodRule(scales=("linear", "none", "sum", "vector", "minmax"), numbers=("tau",), compares=True),
    "mabac": MethodRule(scales=("minmax", "linear", "sum", "vector"), compares=True),
    "spotis": MethodRule("lower", numbers=("bounds", "isp"), native=True, compares=True),
}
DEFAULTS: Mapping[str, Decimal] = {"lambda": Decimal("0.5"), "tau": Decimal("0.02"), "v": Decimal("0.5")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The effective parameters of one run, defaults filled in; ``given`` is what the answer states."""

    normalisation: Normalisation = "none"
    weights: Literal["normalised", "as_given"] = "normalised"
    number: Fraction = Fraction(0)
    bounds: tuple[tuple[Fraction, Fraction], ...] | None = None
    isp: tuple[Fraction, ...] | None = None
    given: Mapping[str, object]


def parameters(matrix: DecisionMatrix, method: str, given: Mapping[str, object]) -> Parameters:
    """The parameters of a method, or a refusal that names every parameter it does not take.

    >>> matrix = DecisionMatrix(("Ada",), ("price",), ("min",), (Fraction(1),), ((Fraction(9),),))
    >>> dict(parameters(matrix, "waspas", {"lambda": "0.3"}).given)
    {'normalisation': 'linear', 'weights': 'normalised', 'lambda': 0.3}
    """
    rule = RULES.get(method)
    if rule is None:
        raise MatrixRefusedError(problem("method_unknown", given=method, methods=", ".join(RULES)))
    allowed = {"weights": ("normalised", "as_given")} | ({"normalisation": rule.scales} if rule.scales else {})
    faults = [
        problem("parameter_unknown", method=method, name=name, names=", ".join([*allowed, *rule.numbers]))
        for name in given
        if name not in allowed and name not in rule.numbers
    ]
    chosen: dict[str, object] = {}
    for name, options in reversed(allowed.items()):
        chosen[name] = given.get(name, options[0])
        if chosen[name] not in options:
            faults.append(
                problem("parameter_value", method=method, name=name, given=str(given[name]), allowed=", ".join(options))
            )
    number = _number(method, rule, given, faults, chosen)
    bounds, isp = _bounds(matrix, rule, given, faults, chosen)
    if faults:
        raise MatrixRefusedError(*faults)
    return Parameters(
        normalisation=cast("Normalisation", chosen.get("normalisation", "none")),
        weights=cast("Literal['normalised', 'as_given']", chosen["weights"]),
        number=number,
        bounds=bounds,
        isp=isp,
        given=chosen,
    )


def _number(
    method: str, rule: MethodRule, given: Mapping[str, object], faults: list[MatrixProblem], chosen: dict[str, object]
) -> Fraction:
    for name in rule.numbers:
        if name in DEFAULTS:
            value = exact(given.get(name, DEFAULTS[name]))
            if value is None or not 0 <= value <= 1:
                faults.append(problem("parameter_share", method=method, name=name, given=str(given[name])))
                return Fraction(0)
            chosen[name] = float(value)
            return value
    return Fraction(0)


def _bounds(
    matrix: DecisionMatrix, rule: MethodRule, given: Mapping[str, object], faults: list[MatrixProblem],
    chosen: dict[str, object],
) -> tuple[tuple[tuple[Fraction, Fraction], ...] | None, tuple[Fraction, ...] | None]:  # fmt: skip
    bounds = isp = None
    if "bounds" in rule.numbers and "bounds" in given:
        pairs = [_pair(item) for item in given["bounds"]] if _is_list(given["bounds"]) else []
        bounds = tuple(pair for pair in pairs if pair)
        if len(bounds) != len(pairs) or len(bounds) != len(matrix.criteria):
            faults.append(problem("bounds_shape", count=len(matrix.criteria)))
        chosen["bounds"] = [[float(low), float(high)] for low, high in bounds]
    if "isp" in rule.numbers and "isp" in given:
        isp = _numbers(given["isp"])
        if isp is None or len(isp) != len(matrix.criteria):
            faults.append(problem("isp_shape", count=len(matrix.criteria)))
        chosen["isp"] = [float(value) for value in isp or ()]
    return bounds, isp


def _is_list(given: object) -> TypeGuard[Sequence[object]]:
    return isinstance(given, list | tuple)


def _pair(given: object) -> tuple[Fraction, Fraction] | None:
    match _numbers(given):
        case (low, high) if low < high:
            return low, high
    return None


def _numbers(given: object) -> tuple[Fraction, ...] | None:
    if not _is_list(given):
        return None
    values = [exact(item) for item in given]
    return tuple(value for value in values if value is not None) if None not in values else None


def exact(given: object) -> Fraction | None:
    """The number that a parameter means, None when it is none; a float means its shortest text.

    >>> exact("0.3"), exact(0.1), exact(True), exact("half")
    (Fraction(3, 10), Fraction(1, 10), None, None)
    """
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal | Fraction):
        return None
    if isinstance(given, Fraction):
        return given
    try:
        value = Decimal(str(given).strip())
    except ArithmeticError:
        return None
    return Fraction(value) if value.is_finite() and usable(value) else None


def unsuited(matrix: DecisionMatrix, method: str, chosen: Parameters) -> list[MatrixProblem]:
    """Why a method cannot judge this matrix (already checked, criteria of weight zero left out); empty when it can."""
    rule = RULES[method]
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
    if chosen.isp is None:
        return
    column = [Fraction(row[number]) for row in matrix.values]
    low, high = chosen.bounds[number] if chosen.bounds else (min(column), max(column))
    if not low <= chosen.isp[number] <= high:
        yield problem("ideal_outside", criterion=matrix.criteria[number], given=shown(chosen.isp[number]))


def _whole(matrix: DecisionMatrix, method: str) -> Iterator[MatrixProblem]:
    costs = [number for number, objective in enumerate(matrix.objectives) if objective == "min"]
    if method == "copras" and costs:
        for alternative, row in zip(matrix.alternatives, matrix.values, strict=True):
            if not any(row[number] for number in costs):
                yield problem("costs_all_zero", method=method, alternative=alternative)
    if not any(value for row in matrix.values for value in row) and method in ("marcos", "copras", "aras"):
        yield problem("identical", method=method)
    elif method == "marcos" and not costs and all(not min(column) for column in zip(*matrix.values, strict=True)):
        yield problem("worst_all_zero", method=method)

"""Parameters of second opinions: read exactly, defaults filled in, everything that is wrong with them named at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeGuard, cast

from evaluator.scoring.matrix import DecisionMatrix, MatrixProblem, MatrixRefusedError, problem, usable
from evaluator.scoring.opinion_rules import PREFERENCES, RULES, MethodRule
from evaluator.scoring.opinion_scaling import Normalisation

Pair = tuple[Fraction, Fraction]
Columns = dict[str, tuple[object, ...]]
_THRESHOLDS = ("q", "p", "s")
_ELECTRE = (("p0", "p1", "p2"), ("q0", "q1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The effective parameters of one run, defaults filled in; ``given`` is what the answer states.

    ``columns`` holds the parameters that have one value for each criterion.
    """

    normalisation: Normalisation = "none"
    weights: Literal["normalised", "as_given"] = "normalised"
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    columns: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    given: Mapping[str, object]

    @property
    def bounds(self) -> tuple[Pair, ...] | None:
        """Lowest and highest possible value of each criterion, where they were given."""
        return cast("tuple[Pair, ...] | None", self.columns.get("bounds"))


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
    known = [*allowed, *rule.numbers, *rule.columns]
    faults = [
        problem("parameter_unknown", method=method, name=name, names=", ".join(known))
        for name in given
        if name not in known
    ]
    chosen: dict[str, object] = {}
    for name, options in reversed(allowed.items()):
        chosen[name] = given.get(name, options[0])
        if chosen[name] not in options:
            faults.append(_not_among(method, name, given[name], options))
    numbers = _numbers_of(method, rule, given, faults)
    columns = _columns_of(matrix, method, rule, given, faults)
    if faults:
        raise MatrixRefusedError(*faults)
    chosen |= {name: float(value) for name, value in numbers.items()}
    chosen |= {name: [_plain(value) for value in values] for name, values in columns.items()}
    return Parameters(
        normalisation=cast("Normalisation", chosen.get("normalisation", "none")),
        weights=cast("Literal['normalised', 'as_given']", chosen["weights"]),
        numbers=numbers, columns=columns, given=chosen,
    )  # fmt: skip


def _not_among(method: str, name: str, given: object, options: Sequence[str]) -> MatrixProblem:
    return problem("parameter_value", method=method, name=name, given=str(given), allowed=", ".join(options))


def _plain(value: object) -> object:
    match value:
        case Fraction():
            return float(value)
        case (low, high):
            return [_plain(low), _plain(high)]
    return value


def _numbers_of(
    method: str, rule: MethodRule, given: Mapping[str, object], faults: list[MatrixProblem]
) -> dict[str, Fraction]:
    numbers: dict[str, Fraction] = {}
    for name, span in rule.numbers.items():
        value = exact(given.get(name, span.default))
        if value is None or not span.low <= value <= span.high:
            kind = "parameter_share" if span.low == 0 and span.high == 1 else "parameter_range"
            ends = {} if kind == "parameter_share" else {"low": str(span.low), "high": str(span.high)}
            faults.append(problem(kind, method=method, name=name, given=str(given[name]), **ends))
        else:
            numbers[name] = value
    if method == "electre2" and len(numbers) == len(rule.numbers):
        for names in _ELECTRE:
            levels = [numbers[name] for name in names]
            if levels != sorted(levels, reverse=True):
                faults.append(problem("thresholds_order", method=method, names=", ".join(names)))
    return numbers


def _columns_of(
    matrix: DecisionMatrix, method: str, rule: MethodRule, given: Mapping[str, object], faults: list[MatrixProblem]
) -> Columns:
    if "preference" in rule.columns:
        return _preferences(matrix, method, given, faults)
    columns: Columns = {}
    for name in rule.columns:
        if name not in given:
            continue
        values = _values(given[name], name)
        if values is None or len(values) != len(matrix.criteria):
            faults.append(problem(f"{name}_shape", count=len(matrix.criteria)))
        else:
            columns[name] = values
    return columns


def _preferences(
    matrix: DecisionMatrix, method: str, given: Mapping[str, object], faults: list[MatrixProblem]
) -> Columns:
    """PROMETHEE's function of each criterion with the thresholds that it needs; one value serves all criteria."""
    names = [str(name) for name in _spread(given.get("preference", "usual"), matrix)]
    found = [_not_among(method, "preference", name, tuple(PREFERENCES)) for name in names if name not in PREFERENCES]
    table = {name: _spread(given.get(name), matrix) for name in _THRESHOLDS}
    if {len(names), *map(len, table.values())} != {len(matrix.criteria)}:
        found.append(problem("preference_shape", count=len(matrix.criteria)))
    if not found:
        for number, (name, criterion) in enumerate(zip(names, matrix.criteria, strict=True)):
            found += _thresholds(name, criterion, {key: exact(values[number]) for key, values in table.items()})
    faults += dict.fromkeys(found)
    if found:
        return {}
    columns: Columns = {"preference": tuple(names)}
    for key in _THRESHOLDS:
        if any(key in PREFERENCES[name] for name in names):
            columns[key] = tuple(exact(value) or Fraction(0) for value in table[key])
    return columns


def _thresholds(name: str, criterion: str, given: Mapping[str, Fraction | None]) -> Iterator[MatrixProblem]:
    for key in PREFERENCES[name]:
        number = given[key]
        # Only indifference may be nothing; the others are divided by, or would never be passed.
        if number is None or number < 0 or (not number and key != "q"):
            yield problem("threshold_missing", preference=name, name=key, criterion=criterion)
            return
    if PREFERENCES[name] == ("q", "p") and (given["q"] or 0) >= (given["p"] or 0):
        yield problem("indifference_above", preference=name, criterion=criterion)


def _spread(given: object, matrix: DecisionMatrix) -> list[object]:
    return list(given) if _is_list(given) else [given] * len(matrix.criteria)


def _is_list(given: object) -> TypeGuard[Sequence[object]]:
    return isinstance(given, list | tuple)


def _values(given: object, name: str) -> tuple[object, ...] | None:
    if name in ("bounds", "ideals"):
        return _pairs(given, name)
    if name == "limits" and _is_list(given):  # null: the limit that the method takes from the bids
        values = [None if one is None else exact(one) for one in given]
        return (
            tuple(values)
            if all((one is None) == (two is None) for one, two in zip(given, values, strict=True))
            else None
        )
    return _numbers(given)


def _pairs(given: object, name: str) -> tuple[Pair, ...] | None:
    pairs = [_pair(item, may_meet=name == "ideals") for item in given] if _is_list(given) else [None]
    return tuple(pair for pair in pairs if pair) if all(pairs) else None


def _pair(given: object, *, may_meet: bool) -> Pair | None:
    match _numbers(given):
        case (low, high) if low < high or (may_meet and low == high):
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

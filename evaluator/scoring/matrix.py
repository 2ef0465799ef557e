"""A ready-made decision matrix, and everything that is wrong with one, all at once and as values."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from evaluator.domain.finding import Param, Phrase
from evaluator.domain.text import Text

Objective = Literal["max", "min"]
Number = Decimal | Fraction

# Beyond these a file is a mistake or an attack: memory grows with the square of the first.
MOST_ALTERNATIVES = 1000
MOST_CRITERIA = 500
MOST_DIGITS = 100
MOST_EXPONENT = 100


@dataclass(frozen=True, slots=True)
class DecisionMatrix:
    """Alternatives by criteria, with the direction and the weight of each criterion; numbers are exact.

    >>> matrix = DecisionMatrix(("Ada", "Bo"), ("price",), ("min",), (Fraction(1),), ((Decimal("9.5"),), (Decimal(8),)))
    >>> check(matrix)
    []
    """

    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    objectives: tuple[Objective, ...]
    weights: tuple[Fraction, ...]
    values: tuple[tuple[Number, ...], ...]


@dataclass(frozen=True, slots=True)
class MatrixProblem:
    """One thing that keeps a matrix from being ranked; ``key`` stands in the catalogue ``matrix``."""

    key: str
    params: tuple[tuple[str, Param], ...] = ()


def problem(rule: str, **params: Param) -> MatrixProblem:
    """The problem of a rule; its key is the rule's name in the catalogue ``matrix``.

    >>> problem("weights_zero").key
    'matrix.weights_zero'
    """
    return MatrixProblem(f"matrix.{rule}", tuple(params.items()))


def problem_phrase(found: MatrixProblem, names: Mapping[str, Text] | None = None) -> Phrase:
    """The problem as words to be said: the method by its short name, a criterion by the title that ``names`` gives it.

    >>> dict(problem_phrase(problem("value_zero", method="waspas")).params)["method"]
    Phrase(key='opinion.short.waspas', params=())
    """
    params = dict(found.params)
    if "method" in params:
        params["method"] = Phrase(f"opinion.short.{params['method']}")
    if "criterion" in params:
        params["criterion"] = (names or {}).get(str(params["criterion"]), params["criterion"])
    return Phrase(found.key, tuple(params.items()))


class MatrixRefusedError(Exception):
    """The matrix cannot be ranked so; ``problems`` says why, one by one."""

    def __init__(self, *problems: MatrixProblem) -> None:
        """Keep the problems; the text is for logs only, people read the catalogue's words."""
        super().__init__("; ".join(f"{item.key} {dict(item.params)}" for item in problems))
        self.problems = problems


def check(matrix: DecisionMatrix) -> list[MatrixProblem]:
    """Everything that would make any method's result meaningless; empty when there is nothing.

    What only some methods cannot take (a zero cost, a negative value, bids that do not differ) is said by
    ``opinion_rules.unsuited``.
    """
    shape = list(_shape(matrix))
    return shape or [*_names(matrix), *_weights(matrix), *_values(matrix)]


def _shape(matrix: DecisionMatrix) -> Iterator[MatrixProblem]:
    rows, columns = len(matrix.alternatives), len(matrix.criteria)
    if not rows:
        yield problem("no_alternatives")
    if not columns:
        yield problem("no_criteria")
    if rows > MOST_ALTERNATIVES:
        yield problem("too_many_alternatives", count=rows, most=MOST_ALTERNATIVES)
    if columns > MOST_CRITERIA:
        yield problem("too_many_criteria", count=columns, most=MOST_CRITERIA)
    if len(matrix.objectives) != columns:
        yield problem("objectives_count", count=len(matrix.objectives), expected=columns)
    if len(matrix.weights) != columns:
        yield problem("weights_count", count=len(matrix.weights), expected=columns)
    if len(matrix.values) != rows:
        yield problem("rows_count", count=len(matrix.values), expected=rows)
    for name, row in zip(matrix.alternatives, matrix.values, strict=False):
        if len(row) != columns:
            yield problem("row_length", alternative=name, count=len(row), expected=columns)


def _names(matrix: DecisionMatrix) -> Iterator[MatrixProblem]:
    for kind, names in (("alternative", matrix.alternatives), ("criterion", matrix.criteria)):
        seen: dict[str, str] = {}
        for number, name in enumerate(names, 1):
            plain = " ".join(unicodedata.normalize("NFKC", name).split()).casefold()
            if not plain:
                yield problem(f"{kind}_nameless", number=number)
            elif plain in seen:
                yield problem(f"{kind}_twice", name=name)
            seen[plain] = name


def _weights(matrix: DecisionMatrix) -> Iterator[MatrixProblem]:
    for name, objective, weight in zip(matrix.criteria, matrix.objectives, matrix.weights, strict=True):
        if objective not in ("max", "min"):
            yield problem("objective_unknown", criterion=name, given=str(objective))
        if weight and not _usable(weight):
            yield problem("weight_extreme", criterion=name)
        elif weight < 0:
            yield problem("weight_negative", criterion=name, given=shown(weight))
    if not any(matrix.weights):
        yield problem("weights_zero")


def _values(matrix: DecisionMatrix) -> Iterator[MatrixProblem]:
    for name, row in zip(matrix.alternatives, matrix.values, strict=True):
        for criterion, value in zip(matrix.criteria, row, strict=True):
            if isinstance(value, Decimal) and not value.is_finite():
                yield problem("value_not_finite", alternative=name, criterion=criterion, given=str(value))
            elif not usable(value):
                yield problem("value_extreme", alternative=name, criterion=criterion)


def usable(value: Number) -> bool:
    """Whether a finite number can be computed with exactly at no great cost, and as a float without loss of scale.

    >>> usable(Decimal("12.5")), usable(Decimal("1e999999999"))
    (True, False)
    """
    if not value:
        return True
    if isinstance(value, Decimal):
        return abs(value.adjusted()) <= MOST_EXPONENT and len(value.as_tuple().digits) <= MOST_DIGITS
    return _usable(value)


def _usable(value: Fraction) -> bool:
    # Only the size counts, 10 ** 100 having 333 bits: a share of a sum may have a long numerator and denominator.
    size = value.numerator.bit_length() - value.denominator.bit_length()
    return abs(size) <= MOST_EXPONENT * 10 // 3


def shown(value: Number) -> str:
    """A number as a person writes it, shortened to six significant digits where it does not end.

    >>> shown(Fraction(-1, 4)), shown(Fraction(1, 3)), shown(Decimal("1200"))
    ('-0.25', '0.333333', '1200')
    """
    return str(value) if isinstance(value, Decimal) else f"{float(value):.6g}"

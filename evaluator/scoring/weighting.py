"""The weights of a ready-made matrix from judgements or from the matrix itself, as `rank --matrix` is asked for them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evaluator.scoring.data_weights import DATA, from_data
from evaluator.scoring.judged_weights import JUDGED, Table, Weighting, judged, unfit
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError, problem
from evaluator.scoring.opinion_parameters import exact

WAYS = (*JUDGED, *DATA)


def weighting(matrix: DecisionMatrix, given: object) -> Weighting:
    """The weights that a judgement gives, such as ``{"roc": [2, 1, 3]}`` or ``{"ahp": [[…]]}``, or the values by ``"merec"``.

    >>> case = DecisionMatrix(("Ada",), ("a", "b"), ("max", "max"), (Fraction(1),) * 2, ((Fraction(1),) * 2,))
    >>> [str(weight) for weight in weighting(case, {"roc": [2, 1]}).weights]
    ['1/4', '3/4']
    """
    if isinstance(given, str) and given in DATA:
        return from_data(given, matrix)
    if isinstance(given, Mapping) and len(given) == 1:
        way, rows = next(iter(given.items()))
        if way in JUDGED:
            return judged(way, _rows(way, rows, len(matrix.criteria)), len(matrix.criteria))
    raise MatrixRefusedError(problem("weighting_unknown", given=str(given)[:60], ways=", ".join(WAYS)))


def _rows(way: str, given: object, count: int) -> Table:
    """The judgement as rows of exact numbers; one that stands in a single row may be written as a plain list."""
    if not isinstance(given, list | tuple):
        raise unfit(way, count)
    table = given if any(isinstance(row, list | tuple) for row in given) else [given]
    return [_numbers(way, row, count) for row in table]


def _numbers(way: str, row: object, count: int) -> list[Fraction]:
    values = [exact(one) for one in row] if isinstance(row, list | tuple) else [None]
    found = [value for value in values if value is not None]
    if len(found) != len(values):
        raise unfit(way, count)
    return found

"""Faults of a decision matrix are values, and all are found at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.scoring.matrix import (
    MOST_ALTERNATIVES,
    MOST_CRITERIA,
    DecisionMatrix,
    MatrixProblem,
    MatrixRefusedError,
    Objective,
    check,
    problem,
)

GOOD = DecisionMatrix(
    alternatives=("Ada", "Bo", "Cy"),
    criteria=("price", "support"),
    objectives=("min", "max"),
    weights=(Fraction(3), Fraction(7)),
    values=((Decimal(90), Decimal("0.5")), (Decimal(80), Decimal("0.4")), (Decimal(70), Fraction(1, 3))),
)

MORE: Objective = "max"


def rules(matrix: DecisionMatrix) -> list[str]:
    return [found.key.removeprefix("matrix.") for found in check(matrix)]


def test_a_matrix_without_faults_has_no_problems() -> None:
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"alternatives": (), "values": ()}, ["no_alternatives"]),
        ({"criteria": (), "objectives": (), "weights": (), "values": ((), (), ())}, ["no_criteria"]),
        ({"objectives": ("max",)}, ["objectives_count"]),
        ({"weights": (Fraction(1),)}, ["weights_count"]),
        ({"values": GOOD.values[:2]}, ["rows_count"]),
        ({"values": (*GOOD.values[:2], (Decimal(1),))}, ["row_length"]),
        ({"alternatives": ("Ada", "Bo", "ＡＤＡ ")}, ["alternative_twice"]),
        ({"alternatives": ("Ada", " ", "Cy")}, ["alternative_nameless"]),
        ({"criteria": ("price", "Price")}, ["criterion_twice"]),
        ({"criteria": ("price", "")}, ["criterion_nameless"]),
        ({"objectives": ("min", "most")}, ["objective_unknown"]),
        ({"weights": (Fraction(-1), Fraction(2))}, ["weight_negative"]),
        ({"weights": (Fraction(10) ** 400, Fraction(2))}, ["weight_extreme"]),
        ({"weights": (Fraction(0), Fraction(0))}, ["weights_zero"]),
    ],
)
def test_each_fault_has_its_own_name(change: dict[str, object], expected: list[str]) -> None:
    assert rules(replace(GOOD, **change)) == expected  # type: ignore[arg-type]  # the faults are the point


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_value_that_is_no_number_is_named_with_its_place(text: str) -> None:
    matrix = replace(GOOD, values=(GOOD.values[0], (Decimal(80), Decimal(text)), GOOD.values[2]))

    assert check(matrix) == [problem("value_not_finite", alternative="Bo", criterion="support", given=text)]


@pytest.mark.parametrize("text", ["1e999999", "1e-999999", "1" * 101])
def test_a_number_too_extreme_to_compute_with_is_found_without_computing(text: str) -> None:
    matrix = replace(GOOD, values=((Decimal(text), Decimal(1)), *GOOD.values[1:]))

    assert rules(matrix) == ["value_extreme"]


def test_a_zero_may_be_written_with_any_exponent() -> None:
    matrix = replace(GOOD, values=((Decimal("0E-999999"), Decimal(1)), *GOOD.values[1:]))

    assert check(matrix) == []


def test_all_faults_are_found_together() -> None:
    matrix = replace(
        GOOD,
        alternatives=("Ada", "Ada", "Cy"),
        weights=(Fraction(-1), Fraction(2)),
        values=((Decimal("NaN"), Decimal(1)), *GOOD.values[1:]),
    )

    assert rules(matrix) == ["alternative_twice", "weight_negative", "value_not_finite"]


def test_a_matrix_too_large_for_pairwise_methods_is_refused() -> None:
    rows, columns = MOST_ALTERNATIVES + 1, MOST_CRITERIA + 1
    matrix = DecisionMatrix(
        tuple(map(str, range(rows))), tuple(map(str, range(columns))), (MORE,) * columns, (Fraction(1),) * columns,
        ((Decimal(1),) * columns,) * rows,
    )  # fmt: skip

    assert rules(matrix) == ["too_many_alternatives", "too_many_criteria"]


def test_a_refusal_carries_its_problems_and_names_them_for_the_log() -> None:
    with pytest.raises(MatrixRefusedError, match=r"matrix\.weights_zero") as refusal:
        raise MatrixRefusedError(problem("weights_zero"))

    assert refusal.value.problems == (MatrixProblem("matrix.weights_zero"),)

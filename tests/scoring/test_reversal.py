"""Rank reversal: what is found, what is not a reversal, and that no matrix makes it hang."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.scoring import reversal as module
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError, Objective
from evaluator.scoring.reversal import Change, reversal
from evaluator.scoring.second_opinion import METHODS, Refused, second_opinions


def matrix(*rows: tuple[object, ...], objectives: tuple[Objective, ...] = ()) -> DecisionMatrix:
    width = len(rows[0])
    return DecisionMatrix(
        tuple(f"B{number}" for number in range(1, len(rows) + 1)),
        tuple(f"C{number}" for number in range(1, width + 1)),
        objectives or ("max",) * width,
        (Fraction(1),) * width,
        tuple(tuple(Decimal(str(value)) for value in row) for row in rows),
    )


# Belton and Gear (1983): three bids, and a fourth that copies the second; shares of sums turn the first two.
BELTON_GEAR = matrix((1, 9, 8), (9, 1, 9), (1, 1, 1))


def test_a_copy_turns_the_first_two_where_values_are_shares_of_their_sum() -> None:
    said = reversal(BELTON_GEAR, "weighted_sum", {"normalisation": "sum"})

    assert (said.tried, said.left_out) == (7, 0)
    assert Change(kind="copied", alternative="B2", turned=(("B1", "B2"),), first=("B1",)) in said.changes


def test_values_taken_as_they_are_never_turn() -> None:
    said = reversal(BELTON_GEAR, "weighted_sum")

    assert (said.turned, said.changes) == ((), ())


def test_a_method_that_cannot_judge_what_is_left_says_why() -> None:
    said = reversal(matrix((5, 2), (3, 3), (3, 3)), "topsis")

    assert Change(kind="dropped", alternative="B1", refused=("matrix.identical",)) in said.changes
    with pytest.raises(MatrixRefusedError, match="one_alternative"):
        reversal(matrix((5, 2)), "topsis")


def test_a_single_bid_has_only_copies_to_be_tried_with() -> None:
    assert reversal(matrix((5, 2)), "weighted_sum").tried == 2


@pytest.mark.parametrize(
    "rows", [((5, 5), (3, 3), (3, 3), (1, 1)), ((9, 9), (4, 4), (0, 0), (0, 0)), ((5, 1), (1, 5))],
    ids=["b8-duplicates-are-no-reversal", "b7-rows-of-zeros", "b7-two-alternatives"],
)  # fmt: skip
def test_what_stops_the_librarys_checkers_has_an_end_and_no_false_alarm_here(rows: tuple[tuple[int, int], ...]) -> None:
    case = matrix(*rows)

    for method, said in second_opinions(case).items():
        if not isinstance(said, Refused) and method != "simus":
            assert reversal(case, method).turned == (), method


def test_the_number_of_rankings_is_bounded_by_the_size_of_the_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    case = matrix(*((number % 17 + 1, number % 5 + 1) for number in range(200)))

    assert reversal(matrix(*((number % 17 + 1, 1 + number % 5) for number in range(1000))), "moora").tried == 25
    monkeypatch.setattr(module, "_MOST_RUNS", 7)
    said = reversal(case, "topsis")

    assert (said.tried, said.left_out) == (7, 394)


def test_every_method_can_be_asked() -> None:
    case = matrix((7, 50, 3), (9, 80, 4), (6, 40, 5), (8, 45, 1), objectives=("max", "min", "max"))

    for method, said in second_opinions(case).items():
        if not isinstance(said, Refused):
            assert reversal(case, method).tried == 9, method
    assert set(METHODS) == set(second_opinions(case))

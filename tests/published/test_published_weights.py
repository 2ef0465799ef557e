"""Weights from judgements are those that the literature prints for the same judgements."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator.scoring.data_weights import DATA
from evaluator.scoring.judged_weights import Weighting
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError
from evaluator.scoring.weighting import WAYS, weighting

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))


def weighed(case: dict[str, Any]) -> Weighting:
    objectives = tuple(case["objectives"])
    rows = case["judged"] if case["way"] in DATA else [[1] * len(objectives)]
    matrix = DecisionMatrix(
        tuple(f"A{number}" for number in range(len(rows))), tuple(f"C{number}" for number in range(len(objectives))),
        objectives, (Fraction(1),) * len(objectives), tuple(tuple(Decimal(str(value)) for value in row) for row in rows),
    )  # fmt: skip
    return weighting(matrix, case["way"] if case["way"] in DATA else {case["way"]: case["judged"]})


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_weights_are_the_printed_ones_and_sum_to_one(case: dict[str, Any]) -> None:
    found = weighed(case)

    assert [float(weight) for weight in found.weights] == pytest.approx(case["weights"], rel=0, abs=case["tolerance"])
    assert sum(found.weights) == 1
    if case["consistency_ratio"] is not None:
        assert found.extra["consistency_ratio"] == pytest.approx(case["consistency_ratio"], abs=0.0006)
    if case["way"] == "bwm":
        assert found.extra == {key: pytest.approx(case[key], abs=1e-7) for key in ("xi", "input_ratio")}


def test_every_way_has_a_published_case() -> None:
    assert {case["way"] for case in CASES} == set(WAYS)


def test_judgements_that_do_not_agree_have_the_gap_that_a_hand_can_check() -> None:
    # 4 × 3 is not 8. With gap ξ: b − 8w = ξ, b − 4m = −ξ and m − 3w = −ξ give w = 1.5ξ, m = 3.5ξ, b = 13ξ; so ξ = 1/18.
    found = weighed({"way": "bwm", "objectives": ["max"] * 3, "judged": [[1, 4, 8], [8, 3, 1]]})

    assert [float(weight) for weight in found.weights] == pytest.approx([13 / 18, 3.5 / 18, 1.5 / 18], abs=1e-9)
    assert found.extra["xi"] == pytest.approx(1 / 18)
    assert found.extra["input_ratio"] == pytest.approx((4 * 3 - 8) / (8 * 8 - 8))


def test_the_ratio_of_the_judgements_themselves_is_the_printed_one() -> None:
    # IgorKollar-EFUMB/classical-bwm-r, data/bwm_example.csv: its guide prints CR_I = 0.222222 by Liang et al. (2020).
    judged = [[1, 2, 6, 5, 7, 4, 8, 3, 9], [9, 8, 4, 5, 3, 6, 2, 7, 1]]
    found = weighed({"way": "bwm", "objectives": ["max"] * 9, "judged": judged})

    assert found.extra["input_ratio"] == pytest.approx(0.222222, abs=5e-7)
    assert "consistency_ratio" not in found.extra


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("luck", "weighting_unknown"),
        ({"luck": [1, 2]}, "weighting_unknown"),
        ({"points": [60, 30]}, "weighting_points"),
        ({"points": [130, -30]}, "weighting_points"),
        ({"points": 100}, "weighting_points"),
        ({"swing": [90, 10]}, "weighting_swing"),
        ({"swing": [100]}, "weighting_swing"),
        ({"roc": [1, 1]}, "weighting_roc"),
        ({"roc": [1, "NaN"]}, "weighting_roc"),
        ({"ahp": [[1, 2], [2, 1]]}, "weighting_ahp"),
        ({"ahp": [[1, -1], [-1, 1]]}, "weighting_ahp"),
        ({"ahp": [[1, 2]]}, "weighting_ahp"),
        ({"bwm": [[1, 2], [2, 10]]}, "weighting_bwm"),
        ({"bwm": [[2, 2], [2, 1]]}, "weighting_bwm"),
        ({"bwm": [[1, 2], [1, 2]]}, "weighting_bwm"),  # the best is the worst
        ({"bwm": [[1, 9], [2, 1]]}, "weighting_bwm"),  # best over worst, said twice and differently
        ("merec", "weighting_merec"),
        ("critic", "weighting_critic"),  # the bids differ on one criterion only
    ],
)
def test_a_judgement_that_cannot_be_one_is_refused(given: object, rule: str) -> None:
    zeros = DecisionMatrix(
        ("A", "B"), ("a", "b"), ("max", "min"), (Fraction(1),) * 2, ((Decimal(0), Decimal(1)), (Decimal(2), Decimal(1)))
    )

    with pytest.raises(MatrixRefusedError, match=rule):
        weighting(zeros, given)

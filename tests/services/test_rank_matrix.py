"""``rank --matrix``: the answer has exactly the published shape."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.scoring.matrix import MatrixRefusedError
from evaluator.scoring.second_opinion import METHODS
from evaluator.services.matrix import matrix_answer, rank_matrix, read_parameters

# A bid that is worst throughout, or a programme without an end, has reasons of its own to be refused.
ANSWERING = [method for method in METHODS if method not in ("weighted_sum", "cocoso", "simus")]
TABLE = "vendor,price,support\nobjective,min,max\nweight,0.4,0.6\nAda,90,3\nBo,80,2\nCy,80,2\nDi,99,1\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_the_answer_is_the_published_json_and_nothing_else(case: Path) -> None:
    answer = rank_matrix(case, "weighted_sum", {"normalisation": "linear"})

    assert answer == {
        "method": "weighted_sum",
        "parameters": {"normalisation": "linear", "weights": "normalised"},
        "alternatives": ["Ada", "Bo", "Cy", "Di"],
        "scores": [pytest.approx(0.4 * 80 / 90 + 0.6), pytest.approx(0.8), pytest.approx(0.8),
                   pytest.approx(0.4 * 80 / 99 + 0.2)],
        "ranks": [1, 2, 2, 4],
        "better": "higher",
        "extra": {},
    }  # fmt: skip


@pytest.mark.parametrize("method", ANSWERING)
def test_every_method_answers_with_plain_json(case: Path, method: str) -> None:
    answer = rank_matrix(case, method)

    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert list(answer) == ["method", "parameters", "alternatives", "scores", "ranks", "better", "extra"]
    assert answer["ranks"][1] == answer["ranks"][2]  # type: ignore[index]  # an answer's values are typed as objects


def test_a_method_that_needs_another_scale_names_the_criterion(case: Path) -> None:
    with pytest.raises(MatrixRefusedError, match=r"matrix\.cost_as_given.*'criterion': 'price'"):
        rank_matrix(case, "weighted_sum")


def test_a_matrix_with_faults_is_refused_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    path.write_text(TABLE.replace("0.4", "-1").replace("Bo", "ada"), encoding="utf-8")

    with pytest.raises(MatrixRefusedError, match=r"alternative_twice.*weight_negative"):
        rank_matrix(path, "topsis")


def test_parameters_are_json_or_bare_words() -> None:
    assert read_parameters(["weights=as_given", " v = 0.50", 'normalisation="sum"', "isp=[1, 2.5]", "tau=0.0.2"]) == {
        "weights": "as_given",
        "v": Decimal("0.50"),
        "normalisation": "sum",
        "isp": [1, Decimal("2.5")],
        "tau": "0.0.2",
    }


@pytest.mark.parametrize(
    ("pairs", "rule"), [(["vector"], "parameter_form"), (["=5"], "parameter_form"), (["v=1", "v=0"], "parameter_twice")]
)
def test_a_parameter_that_is_not_a_pair_or_stands_twice_is_refused(pairs: list[str], rule: str) -> None:
    with pytest.raises(MatrixRefusedError, match=rule):
        read_parameters(pairs)


def test_the_trials_of_an_order_are_told_where_they_are_asked_for(case: Path) -> None:
    data, lines = matrix_answer(case, "weighted_sum", {"normalisation": "minmax"}, "en")

    assert data["reversal"] == {"tried": 9, "left_out": 0, "changes": []}
    assert [line.split("\t")[:2] for line in lines[:2]] == [["1", "Ada"], ["2", "Bo"]]
    assert lines[-1].startswith("Weighted sum keeps the order of all others")
    assert "reversal" not in matrix_answer(case, "weighted_sum", {"normalisation": "minmax"}, None)[0]


def test_weights_from_judgements_take_the_place_of_those_in_the_file_and_are_told(case: Path) -> None:
    params = read_parameters(["normalisation=linear", 'weighting={"ahp": [[1, 3], [0.333333, 1]]}'])

    answer = rank_matrix(case, "weighted_sum", params)

    assert answer["scores"][0] == pytest.approx(0.75 * 80 / 90 + 0.25, abs=1e-5)  # type: ignore[index]  # an answer's values are typed as objects
    assert answer["weighting"] == {
        "way": "ahp", "weights": [pytest.approx(0.75, abs=1e-6), pytest.approx(0.25, abs=1e-6)],
        "consistency_ratio": 0.0, "random_index": "Saaty 2008: 0.0",
    }  # fmt: skip
    with pytest.raises(MatrixRefusedError, match="weighting_roc"):
        rank_matrix(case, "topsis", {"weighting": {"roc": [3, 1]}})

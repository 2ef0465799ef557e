"""What ``inspect`` says of a buyer's decision matrix."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from evaluator.services.inspecting import inspect_paths
from evaluator.services.report import Json


def saved(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Scores"
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / "case.xlsx")
    return folder / "case.xlsx"


def only(path: Path) -> Json:
    data = inspect_paths([path], "en", with_answers=True)
    assert data["errors"] == []
    return dict(data["files"][0])


def test_a_matrix_is_shown_with_criteria_weights_and_alternatives_at_their_cells(tmp_path: Path) -> None:
    row = only(
        saved(
            tmp_path, ["Criteria", "Weight", "Direction", "Ada", "Bo"], ["Price", 0.3, "min", 120, 95],
            ["Support", 0.7, "max", 3, 5], ["Total", 1],
        )
    )  # fmt: skip

    assert (row["status"], row["layout"], row["questions"], row["answered"]) == ("read", "matrix", 2, 4)
    assert row["tables"] == [
        {
            "sheet": "Scores", "hidden": False, "header_row": 1, "columns": {}, "vendors": {"D": "Ada", "E": "Bo"},
            "questions": 2, "answered": 4, "criteria_run": "down",
            "criteria": [
                {"name": "Price", "cell": "A2", "objective": "min", "weight": 0.3, "weight_cell": "B2"},
                {"name": "Support", "cell": "A3", "objective": "max", "weight": 0.7, "weight_cell": "B3"},
            ],
            "alternatives": [{"name": "Ada", "cell": "D1"}, {"name": "Bo", "cell": "E1"}],
            "left_out": {"A4": "total"},
        }
    ]  # fmt: skip
    assert [(line["question"], line["vendor"], line["value"], line["cell"]) for line in row["answers"]] == [
        ("Price", "Ada", 120.0, "D2"),
        ("Support", "Ada", 3.0, "D3"),
        ("Price", "Bo", 95.0, "E2"),
        ("Support", "Bo", 5.0, "E3"),
    ]
    assert [found["rule"] for found in row["findings"]] == ["matrix_found"]


def test_what_a_matrix_leaves_open_is_a_finding_in_words(tmp_path: Path) -> None:
    row = only(saved(tmp_path, ["Vendor", "Price", "Quality"], ["Weight", 1, 1], ["Ada", 120, 4], ["Bo", 95, None]))

    assert [found["rule"] for found in row["findings"]] == ["matrix_found", "matrix_unclear", "matrix_unclear"]
    assert row["findings"][1]["message"].startswith("C4: there is no value.")
    assert "B1 “Price”, C1 “Quality”" in row["findings"][2]["message"]
    assert [line["state"] for line in row["answers"]] == ["answered", "answered", "answered", "unanswered"]
    assert row["tables"][0]["criteria_run"] == "across"


def test_a_comparison_in_words_is_no_matrix(tmp_path: Path) -> None:
    row = only(
        saved(
            tmp_path,
            ["需求", "权重", "甲公司", "乙公司"],
            ["客户查重", 3, "满足", "部分满足"],
            ["审批流", 2, "满足", "满足"],
        )
    )

    assert row["layout"] == "comparison"


def test_a_blank_form_with_pairs_of_note_and_score_is_shown_with_its_evaluators_and_criteria(tmp_path: Path) -> None:
    row = only(
        saved(
            tmp_path, ["Requirements name:"], ["Supplier name:"], ["Date:"],
            ["Criteria", "Weighting", "Assessments", None, None, None, "Agreed score"],
            [None, "Add the weighting", "Write notes", None, None, None, "Score from 0 to 3"],
            [None, None, "Evaluator 1", None, "Evaluator 2"],
            [None, None, "Notes on the evidence", "Score", "Notes on the evidence", "Score"],
            ["Technical competence", "Technical weighting:"], [None, "skill"], ["Cultural fit"], ["Price"],
        )
    )  # fmt: skip

    assert (row["layout"], row["vendor"], row["questions"], row["answered"]) == ("scores", None, 3, 0)
    assert [found["rule"] for found in row["findings"]] == ["score_form_found"]
    table = row["tables"][0]
    assert (table["header_row"], table["header_rows"], table["vendor_cell"]) == (4, [4, 5, 6, 7], "A2")
    assert table["criteria"] == [
        {"name": "Technical competence", "cell": "A8"},
        {"name": "Cultural fit", "cell": "A10"},
        {"name": "Price", "cell": "A11"},
    ]
    assert table["scores"] == [
        {"evaluator": "Evaluator 1", "score": "D", "notes": "C"},
        {"evaluator": "Evaluator 2", "score": "F", "notes": "E"},
    ]


def test_points_in_the_row_of_totals_are_no_scores(tmp_path: Path) -> None:
    row = only(
        saved(
            tmp_path, ["评审因素", "满分", "评委1", "评委2"], ["技术", 60, 50, 51], ["商务", 40, 30, None],
            ["总分", 100, 80, 81],
        )
    )  # fmt: skip

    assert (row["layout"], row["questions"], row["answered"]) == ("scores", 2, 3)

"""What ``inspect`` says of a workbook that is not ours, and that no command takes it for a bid."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from evaluator.domain.finding import Rule
from evaluator.services.inspecting import inspect_paths
from evaluator.services.ranking import rank_folder
from evaluator.services.report import Json

SAMPLE = Path(__file__).parents[2] / "sample_bids"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "应答"
    for line in (
        ["供应商应答表"], [], ["序号", "需求", "应答", "备注"], ["1.1", "客户查重", "满足", None],
        ["1.2", "离线使用", "N/A", "不涉及外勤"], ["1.10", "审批流", "（请选择）", None], [None, "合计", "3", None],
    ):  # fmt: skip
        page.append(line)
    book.create_sheet("Lists").sheet_state = "hidden"
    book["Lists"]["A1"] = "满足"
    path = tmp_path / "ada.xlsx"
    book.save(path)
    return path


def only(path: Path) -> Json:
    data = inspect_paths([path], "en", with_answers=True)
    assert data["errors"] == []
    return dict(data["files"][0])


def test_a_questionnaire_of_somebody_elses_is_read_with_its_cells(foreign: Path) -> None:
    row = only(foreign)

    assert (row["status"], row["layout"], row["questions"], row["answered"]) == ("read", "questionnaire", 3, 2)
    assert row["tables"] == [
        {
            "sheet": "应答", "hidden": False, "header_row": 3, "vendors": {}, "questions": 3, "answered": 2,
            "columns": {"id": "A", "question": "B", "answer": "C", "comment": "D"}, "confidence": 0.9,
        }
    ]  # fmt: skip
    assert row["ignored"] == {"Lists": "hidden"}
    assert [(line["id"], line["answer"], line["value"], line["state"], line["cell"]) for line in row["answers"]] == [
        ("1.1", "满足", "满足", "answered", "C4"),
        ("1.2", "N/A", None, "not_applicable", "C5"),
        ("1.10", "（请选择）", None, "unanswered", "C6"),
    ]
    assert row["answers"][1]["comment"] == "不涉及外勤"


def test_it_says_that_the_workbook_is_not_ours_and_what_to_do(foreign: Path) -> None:
    (found,) = only(foreign)["findings"]

    assert (found["rule"], found["severity"]) == (Rule.LAYOUT_FOREIGN, "warning")
    assert "3 questions were made out on: 应答" in found["message"]


def test_a_column_for_each_vendor_makes_it_a_comparison(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (
        ["No.", "Requirement", "Ada", "Bo"],
        ["1", "Find duplicates", "Yes", "No"],
        ["2", "Work offline", "No", None],
    ):
        book.worksheets[0].append(line)
    path = tmp_path / "compare.xlsx"
    book.save(path)

    row = only(path)

    assert (row["layout"], row["tables"][0]["vendors"], row["answered"]) == ("comparison", {"C": "Ada", "D": "Bo"}, 3)
    assert [(line["vendor"], line["id"], line["state"]) for line in row["answers"]] == [
        ("Ada", "1", "answered"), ("Bo", "1", "answered"), ("Ada", "2", "answered"), ("Bo", "2", "unanswered"),
    ]  # fmt: skip


def test_no_command_takes_it_for_a_bid(foreign: Path) -> None:
    data, code = rank_folder("crm_platform", foreign.parent, SAMPLE / "tender.toml", None, ("en", False))

    assert code == 2
    assert [error["rule"] for error in data["errors"]] == [Rule.LAYOUT_UNKNOWN]

"""``inspect --report`` on workbooks of other layouts: each vendor is told its own cells, in its language, no sealed price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment

from evaluator.cli import main
from evaluator.services.inspecting import inspect_paths, inspect_words
from tests.services.test_reports import text_of

ZH = (
    ["投标人：阿达软件有限公司"], [], ["序号", "需求描述", "应答", "备注"], ["1", "是否支持客户查重？", "是", None],
    ["2", "是否支持离线使用？", "", "见附件"],
    ["3", "是否支持审批流程？", "（请选择）", None], ["4", "备份保留多少天？", "#REF!", None],
)  # fmt: skip
EN = (
    ["Vendor: Bo Systems Ltd"], [], ["No", "Question", "Answer", "Remarks"], ["1", "Do you encrypt backups?", "Yes", None],
    ["2", "Do you hold ISO 27001?", None, None], ["2", "Is data kept in the country?", "Yes", None],
)  # fmt: skip
PRICED = (["No", "Description", "Unit", "Quantity", "Unit price", "Amount"], ["1", "User licence", "user", 10, "#REF!", 47110],
          ["2", "Support of the platform", "year", 3, None, None])  # fmt: skip


def saved(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append([None if cell == "" else cell for cell in line])
    book.save(path)
    return path


def points(path: Path) -> list[tuple[str, str, str, str]]:
    """Cell, question, what stands there, and what is asked, of each point of a report."""
    page = openpyxl.load_workbook(path).worksheets[0]
    lines = [row for row in page.iter_rows(values_only=True) if isinstance(row[0], int)]
    return [(str(row[4]), str(row[5]), str(row[6]), str(row[8])) for row in lines]


def test_a_vendor_is_told_the_cells_of_its_own_layout_in_chinese(tmp_path: Path) -> None:
    path = saved(tmp_path / "答复.xlsx", {"应答": ZH})
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["inspect", str(path), "--report", str(out)])

    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in out.iterdir()) == [
        "阿达软件有限公司 澄清清单.xlsx", "阿达软件有限公司 答复更正单.docx", "阿达软件有限公司 答复更正单.xlsx",
    ]  # fmt: skip
    assert points(out / "阿达软件有限公司 答复更正单.xlsx") == [
        ("C5", "2 是否支持离线使用？", "（空白）", "没有答复：C5。补充答复，或者书面确认不作答。"),
        ("C6", "3 是否支持审批流程？", "（请选择）", "没有答复：C6。补充答复，或者书面确认不作答。"),
        ("C7", "4 备份保留多少天？", "#REF!", "单元格显示错误值“#REF!”，没有可读的答复。直接填写答复。"),
    ]
    assert "是否支持离线使用" in text_of((out / "阿达软件有限公司 答复更正单.docx").read_bytes())


def test_a_comment_and_an_id_that_stands_twice_are_told_in_english(tmp_path: Path) -> None:
    path = saved(tmp_path / "bo.xlsx", {"Questions": EN})
    book = openpyxl.load_workbook(path)
    book["Questions"]["C5"].comment = Comment("certificate 4711", "Bo")
    book.save(path)

    made = inspect_paths([path], "zh", with_answers=False, report=tmp_path / "out")["reports"]

    assert [Path(one).name for one in made] == [
        "Bo Systems Ltd Cells to correct.xlsx", "Bo Systems Ltd Cells to correct.docx", "Bo Systems Ltd Clarification list.xlsx",
    ]  # fmt: skip
    (noted, twice) = points(Path(made[0]))
    assert (noted[0], "certificate 4711" in noted[3], "has no answer" in noted[3]) == ("C5", True, False)
    assert (twice[0], twice[1]) == ("A6", "2 Is data kept in the country?")


def test_each_vendor_of_a_comparison_is_told_its_own_column_only(tmp_path: Path) -> None:
    lines = (["No", "Requirement", "Ada Ltd", "Bo Ltd"], ["1", "Encrypt the backups", "Meets", "Partial"],
             ["2", "Keep data for ten years", None, "Meets"], ["3", "Answer within a day", "Meets", "#N/A"])  # fmt: skip
    made = inspect_paths(
        [saved(tmp_path / "c.xlsx", {"Compare": lines})], "en", with_answers=False, report=tmp_path / "out"
    )

    reports = {Path(one).name.partition(" Cells")[0]: points(Path(one)) for one in made["reports"][::3]}
    assert {vendor: [point[0] for point in told] for vendor, told in reports.items()} == {
        "Ada Ltd": ["C3"], "Bo Ltd": ["D4"],
    }  # fmt: skip


@pytest.mark.parametrize("prices", [False, True])
def test_a_price_table_is_told_only_once_prices_are_open(tmp_path: Path, prices: bool) -> None:
    path = saved(tmp_path / "bo.xlsx", {"Questions": EN, "Prices": PRICED})

    made = inspect_paths([path], "en", with_answers=False, report=tmp_path / "out", prices=prices)["reports"]

    told = [point[1] for point in points(Path(made[0]))]
    assert told[0] == "2 Do you hold ISO 27001?"
    assert ("1 User licence" in told) is prices


def test_nothing_is_written_where_every_question_is_answered(tmp_path: Path) -> None:
    path = saved(tmp_path / "bo.xlsx", {"Questions": (*EN[:4], ["2", "Do you hold ISO 27001?", "No", None])})

    made = inspect_paths([path], "en", with_answers=False, report=tmp_path / "out")

    assert made["reports"] == []
    assert inspect_words(made, "en")[-1].startswith("No report was written")
    assert not (tmp_path / "out").exists()


def test_one_vendor_gets_one_report_for_all_of_its_workbooks(tmp_path: Path) -> None:
    saved(tmp_path / "1.xlsx", {"Questions": EN})
    saved(tmp_path / "2.xlsx", {"More": [EN[0], [], EN[2], *(["9", f"Is there item {n}?", None] for n in (1, 2))]})

    made = inspect_paths([tmp_path], "en", with_answers=False, report=tmp_path / "out")["reports"]

    assert len(made) == 3
    assert {"1.xlsx", "2.xlsx"} <= {str(row[2]) for row in openpyxl.load_workbook(made[0]).worksheets[0].values}


def test_a_second_value_below_an_answer_is_asked_about(tmp_path: Path) -> None:
    lines = [
        ["No", "Question", "Answer"], ["1", "How many days are backups kept?", 30], [None, None, 45],
        ["2", "How many staff support the platform?", 12], ["3", "How many sites do you run?", 2],
    ]  # fmt: skip
    path, out = saved(tmp_path / "Bo.xlsx", {"Answers": lines}), tmp_path / "out"

    inspect_paths([path], "en", with_answers=False, report=out)

    (file,) = out.glob("*correct*.xlsx")
    asked = [row for row in points(file) if "another value" in row[3]]
    assert [(row[0], "C2, C3" in row[3]) for row in asked] == [("C2", True)]

"""What ``inspect`` says of a workbook that is not ours, and that no command takes it for a bid."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from evaluator.adapters.reader import read_file
from evaluator.domain.finding import Rule
from evaluator.i18n.words import t
from evaluator.intake.foreign.recognise import recognise
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
            "columns": {"id": "A", "question": "B", "answer": "C", "comment": "D"}, "confidence": 1.0,
            "header_rows": [3], "form": False, "remarks": {}, "options": {}, "levels": [],
            "because": {"header": ["A3", "B3", "C3", "D3"], "id": ["A3"], "question": ["B3"], "answer": ["C3"],
                        "comment": ["D3"], "end": ["B6"]},
            "confidences": {"header": 1.0, "id": 1.0, "question": 1.0, "answer": 1.0, "comment": 1.0},
        }
    ]  # fmt: skip
    assert row["ignored"] == {"Lists": "hidden"}
    assert row["ignored_because"] == {"Lists": "it is hidden"}
    assert [(line["id"], line["answer"], line["value"], line["state"], line["cell"]) for line in row["answers"]] == [
        ("1.1", "满足", "满足", "answered", "C4"),
        ("1.2", "N/A", None, "not_applicable", "C5"),
        ("1.10", "（请选择）", None, "placeholder", "C6"),
    ]
    assert row["answers"][1]["comment"] == "不涉及外勤"


def test_fields_above_the_questions_are_general_information_with_their_cells(tmp_path: Path) -> None:
    path = saved(tmp_path / "bo.xlsx", [["Vendor name", "Bo Ltd"], ["Submission date", "MM/DD/YYYY"],
                                        ["No.", "Question", "Answer"], ["1", "Encrypt backups?", "Yes"],
                                        ["2", "Hold ISO 27001?", "No"]])  # fmt: skip

    row = only(path)

    assert (row["vendor"], row["questions"]) == ("Bo Ltd", 2)
    assert row["general"] == [
        {"id": None, "label": "Vendor name", "value": "Bo Ltd", "state": "answered", "sheet": "Answers", "cell": "B1"},
        {"id": None, "label": "Submission date", "value": "MM/DD/YYYY", "state": "placeholder", "sheet": "Answers",
         "cell": "B2"},
    ]  # fmt: skip
    assert "general" not in inspect_paths([path], "en", with_answers=False)["files"][0]


def test_a_cover_sheet_says_whose_the_answers_are_and_the_rest_of_it_is_general_information(tmp_path: Path) -> None:
    path = saved(tmp_path / "bo.xlsx", [["No.", "Question", "Answer"], ["1", "Encrypt backups?", "Yes"],
                                        ["2", "Hold ISO 27001?", "No"]])  # fmt: skip
    book = openpyxl.load_workbook(path)
    for name, lines in {
        "封面": [["供应商名称", "博系统有限公司"], ["联系人", "李雷"], ["报价有效期：", "90 天"]],
        "Notes": [["Date:", "2026-11-02"]],  # no cover, as it names nobody
    }.items():
        cover = book.create_sheet(name)
        for line in lines:
            cover.append(line)
    book.save(path)

    row = only(path)

    assert (row["vendor"], row["questions"]) == ("博系统有限公司", 2)
    assert [(one["label"], one["value"], one["sheet"], one["cell"]) for one in row["general"]] == [
        ("供应商名称", "博系统有限公司", "封面", "B1"), ("联系人", "李雷", "封面", "B2"), ("报价有效期", "90 天", "封面", "B3"),
    ]  # fmt: skip


def test_it_says_that_the_workbook_is_not_ours_and_what_to_do(foreign: Path) -> None:
    found, hidden = only(foreign)["findings"]

    assert (found["rule"], found["severity"]) == (Rule.LAYOUT_FOREIGN, "warning")
    assert "3 questions were made out on: 应答" in found["message"]
    assert (hidden["rule"], hidden["sheet"]) == (Rule.HIDDEN_PART, "Lists")


def test_a_sheet_that_was_left_out_is_told_with_the_reason(tmp_path: Path) -> None:
    path = saved(tmp_path / "more.xlsx", [["No.", "Question", "Answer"], ["1", "Encrypt backups?", "Yes"],
                                          ["2", "Hold ISO 27001?", "No"]], Instructions=[["Answer every line"]])  # fmt: skip

    _, left = only(path)["findings"]

    assert (left["rule"], left["severity"], left["sheet"]) == (Rule.SHEET_LEFT_OUT, "note", "Instructions")
    assert left["message"].startswith("This sheet was not read: it holds instructions or background.")


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
        ("Ada", "1", "answered"), ("Bo", "1", "no"), ("Ada", "2", "no"), ("Bo", "2", "unanswered"),
    ]  # fmt: skip


def test_no_command_takes_it_for_a_bid(foreign: Path) -> None:
    data, code = rank_folder("crm_platform", foreign.parent, SAMPLE / "tender.toml", None, ("en", False))

    assert code == 2
    assert [error["rule"] for error in data["errors"]] == [Rule.LAYOUT_UNKNOWN]


def saved(path: Path, lines: list[list[object]], **more: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Answers"
    for line in lines:
        book.worksheets[0].append(line)
    for name, extra in more.items():
        for line in extra:
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(line)
    book.save(path)
    return path


def test_every_way_of_not_answering_is_told_apart(tmp_path: Path) -> None:
    given = [
        "Yes",
        "No",
        "N/A",
        0,
        None,
        " ",
        "(select)",
        "MM/DD/YYYY",
        "Vendor Name",
        "请选择",
        "=1+1",
        "#REF!",
        "[Name]",
    ]
    lines: list[list[object]] = [["No.", "Question", "Answer"]]
    lines += [[str(number), f"What about point {number}?", answer] for number, answer in enumerate(given, 1)]

    row = only(saved(tmp_path / "states.xlsx", lines))

    assert [line["state"] for line in row["answers"]] == [
        "answered", "no", "not_applicable", "zero", "unanswered", "placeholder", "placeholder", "placeholder",
        "placeholder", "placeholder", "uncalculated", "error", "ambiguous",
    ]  # fmt: skip
    assert [line["value"] for line in row["answers"][:4]] == ["Yes", "No", None, "0"]
    assert row["answered"] == 5  # a placeholder, a fault and a blank answer nothing


def test_sheets_that_answer_a_question_differently_are_told_with_both_cells_and_alike_ones_once(tmp_path: Path) -> None:
    head: list[object] = ["序号", "需求", "应答"]
    asked: list[list[object]] = [
        ["C-1", "支持单点登录", "满足"],
        ["C-2", "支持导出数据", "满足"],
        ["C-3", "通过等保三级测评", "满足"],
        ["C-4", "支持审计", "满足"],
    ]

    def told(*lines: list[object]) -> list[tuple[str, str]]:
        path = saved(tmp_path / "two.xlsx", [head, *asked], 补充=[head, *lines])
        found = only(path)["findings"]
        return [
            (one["rule"], one["message"]) for one in found if one["rule"] in (Rule.ANSWERS_CONFLICT, Rule.SHEETS_ALIKE)
        ]

    ((rule, message),) = told(
        ["C-1", "支持单点登录", "不满足"], ["C-2", "支持导出数据", "满足"], ["C-9", "支持容灾", "满足"]
    )
    assert (rule, "(Answers!C2, 补充!C2)" in message) == (Rule.ANSWERS_CONFLICT, True)
    ((rule, message),) = told(*([*line[:2], "不满足"] for line in asked))
    assert (rule, "Answers, 补充" in message, "4 questions" in message) == (Rule.SHEETS_ALIKE, True, True)


def test_one_id_twice_is_told_and_weighs_more_where_the_answers_differ(tmp_path: Path) -> None:
    path = saved(tmp_path / "twice.xlsx", [
        ["ID", "Requirement", "Status"],
        ["R-1", "Encrypt backups", "Yes"], ["R-2", "Hold ISO 27001", "Yes"],
        ["R-1", "Encrypt backups", "No"], ["R-2", "Hold ISO 27001", "yes"],
    ])  # fmt: skip

    found = {one["rule"]: one for one in only(path)["findings"]}

    conflict, twice = found[Rule.ANSWERS_CONFLICT], found[Rule.ID_TWICE]
    assert (conflict["severity"], conflict["sheet"], conflict["cell"]) == ("blocker", "Answers", "A4")
    assert "R-1 appears more than once and is answered differently (C2, C4)" in conflict["message"]
    assert (twice["severity"], twice["cell"]) == ("warning", "A5")
    assert "R-2 appears more than once (A3, A5)" in twice["message"]


def test_plain_counters_that_start_again_in_each_section_are_no_doubles(tmp_path: Path) -> None:
    path = saved(tmp_path / "counters.xlsx", [
        ["No.", "Question", "Answer", "Remark"], ["Section A: staff"], ["1", "How many engineers work here?", "30"],
        ["Section B: systems"], ["1", "How many servers are there?", "4"],
    ])  # fmt: skip

    assert [one["rule"] for one in only(path)["findings"]] == [Rule.LAYOUT_FOREIGN]


def test_where_two_columns_read_as_well_the_one_taken_and_the_other_are_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "either.xlsx", [
        ["No.", "Question", "Status", "Result"], ["1", "Encrypt backups?", "Yes", "Pass"],
        ["2", "Hold ISO 27001?", "No", "Fail"],
    ])  # fmt: skip

    _, doubt = only(path)["findings"]

    assert (doubt["rule"], doubt["severity"], doubt["cell"]) == (Rule.COLUMN_DOUBTFUL, "warning", "C1")
    assert doubt["message"].startswith("Column C was read, but column D could hold it as well.")


def test_what_the_reading_said_of_the_file_is_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("No.,Question,Answer\n1,Encrypt backups?,Yes\n2,Hold ISO 27001?,No\n", encoding="utf-8")

    assert [one["rule"] for one in only(path)["findings"]] == [Rule.LAYOUT_FOREIGN, Rule.FILE_VALUES_ONLY]


def test_a_marked_option_is_answered_with_its_words_at_its_cell(tmp_path: Path) -> None:
    path = saved(tmp_path / "options.xlsx", [
        ["Control ID", "Implementation Status", None, "Comment"], [None, "Implemented", "Planned"],
        ["AC-1", None, "X"], ["AC-2", "X", None], ["AC-3", None, None],
    ])  # fmt: skip

    row = only(path)

    assert [(line["answer"], line["state"], line["cell"]) for line in row["answers"]] == [
        ("Planned", "answered", "C3"), ("Implemented", "answered", "B4"), ("", "unanswered", "B5"),
    ]  # fmt: skip
    assert row["tables"][0]["options"] == {"B": "Implemented", "C": "Planned"}


def test_every_reason_for_leaving_a_sheet_out_has_words_in_both_languages() -> None:
    for reason in ("hidden", "empty", "example", "instructions", "lookup", "report", "scores", "no_questions"):
        words = {t(f"finding.left.{reason}", lang) for lang in ("zh", "en")}
        assert len(words) == 2


def test_a_cell_without_a_readable_answer_is_told_with_its_remedy(tmp_path: Path) -> None:
    path = saved(tmp_path / "faults.xlsx", [
        ["No.", "Question", "Answer"], ["1", "What about point 1?", "=1+1"], ["2", "What about point 2?", "#REF!"],
        ["3", "What about point 3?", "Yes"],
    ])  # fmt: skip

    found = {one["rule"]: one for one in only(path)["findings"]}

    assert (found[Rule.FORMULA_UNCALCULATED]["cell"], found[Rule.ERROR_VALUE]["cell"]) == ("C2", "C3")
    assert "#REF!" in found[Rule.ERROR_VALUE]["message"]


def test_an_answer_that_stands_in_a_comment_only_is_told_but_guidance_in_comments_is_not(tmp_path: Path) -> None:
    path = saved(tmp_path / "notes.xlsx", [
        ["No.", "Question", "Answer"], ["1", "Is data encrypted?", None], ["2", "Is it backed up?", None],
        ["3", "Is access logged?", None], ["4", "Is there a policy?", "Yes"],
    ])  # fmt: skip
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for cell, words in (
        ("C2", "Yes, AES-256"),
        ("C3", "Answer in one line"),
        ("C4", "Answer in one line"),
        ("C5", "V2"),
    ):
        page[cell].comment = Comment(words, "Ada")
    book.save(path)

    found = [one for one in only(path)["findings"] if one["rule"] == Rule.ANSWER_IN_NOTE]
    beside = [one for one in only(path)["findings"] if one["rule"] == Rule.NOTE_AT_ANSWER]

    assert [one["cell"] for one in found] == ["C2"]
    assert "Yes, AES-256" in found[0]["message"]
    assert [(one["cell"], "“Yes”" in one["message"], "“V2”" in one["message"]) for one in beside] == [
        ("C5", True, True)
    ]
    for cell in ("C3", "C4"):  # words that judge are answers, however often they are repeated
        page[cell].comment = Comment("否，见手册", "Ada")
    book.save(path)
    assert [one["cell"] for one in only(path)["findings"] if one["rule"] == Rule.ANSWER_IN_NOTE] == ["C2", "C3", "C4"]


def test_one_answer_over_several_questions_and_marks_that_point_above_are_told(tmp_path: Path) -> None:
    path = saved(tmp_path / "merged.xlsx", [
        ["No.", "Question", "Answer", "Remark"], ["1", "Is data encrypted?", "Yes"], ["2", "Is it backed up?"],
        ["3", "Is access logged?"], ["4", "Is there a policy?", "〃"], ["5", "Is it reviewed?", '=DISPIMG("ID_1",1)'],
        ["6", "Is it signed?", "No"],
    ])  # fmt: skip
    book = openpyxl.load_workbook(path)
    book.worksheets[0].merge_cells("C2:C4")
    book.worksheets[0].merge_cells("C7:D7")
    book.worksheets[0]["C6"].data_type = "s"
    book.save(path)

    row = only(path)

    assert [line["state"] for line in row["answers"]] == [
        "answered",
        "unanswered",
        "unanswered",
        "ambiguous",
        "error",
        "no",
    ]
    assert [(one["rule"], one["cell"]) for one in row["findings"][1:]] == [
        (Rule.ANSWER_DITTO, "C5"), (Rule.ANSWER_PICTURE, "C6"), (Rule.CELL_MERGED, "C3"),
    ]  # fmt: skip
    assert "C2:C4" in row["findings"][-1]["message"]


def test_a_marked_option_is_told_apart_as_its_word_and_two_of_one_question_are_ambiguous(tmp_path: Path) -> None:
    path = saved(tmp_path / "marks.xlsx", [
        ["序号", "检查项", "符合", "部分符合", "不符合", "不适用", "备注"],
        ["1", "建立安全管理制度", "√"], ["2", "定期开展培训", None, None, "√"], ["3", "外包人员管理", None, None, None, "√"],
        ["4", "系统运维管理", "√", None, "√"], ["5", "系统建设管理"],
    ])  # fmt: skip

    row = only(path)
    found = [one for one in row["findings"] if one["rule"] == Rule.MARKED_TWICE]

    assert [line["state"] for line in row["answers"]] == ["answered", "no", "not_applicable", "ambiguous", "unanswered"]
    assert [line["value"] for line in row["answers"]] == ["符合", "不符合", None, None, None]
    assert [(one["severity"], one["cell"]) for one in found] == [("blocker", "C5")]
    assert "(C5, E5)" in found[0]["message"]


def test_what_is_no_mark_where_one_should_stand_is_ambiguous_with_its_words(tmp_path: Path) -> None:
    path = saved(tmp_path / "no.xlsx", [
        ["编号", "问题", "是", "否", "说明"], ["L-01", "是否依法登记", "√"], ["L-03", "是否依法缴纳税费", "否", None, "补缴中"],
        ["L-04", "是否被列入失信名单", "×", "√"], ["L-05", "是否有违法记录", "待定"],
    ])  # fmt: skip

    row = only(path)
    found = [(one["cell"], one["severity"]) for one in row["findings"] if one["rule"] == Rule.MARK_UNCLEAR]

    assert [line["state"] for line in row["answers"]] == ["answered", "ambiguous", "no", "ambiguous"]
    assert (row["answers"][1]["answer"], row["answers"][1]["value"]) == ("是: 否", None)
    assert found == [("C3", "blocker"), ("C5", "blocker")]


def test_a_second_answer_or_a_deviation_is_kept_beside_the_answer_and_what_contradicts_it_is_told(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path / "second.xlsx", [
        ["序号", "招标要求", "响应内容", "是否响应", "技术偏离", "商务偏离", None],
        ["1", "支持单点登录", "支持", "否", "无偏离", "无"], ["2", "支持数据导出", "满足", "是", "负偏离", "无"],
        ["3", "支持审计日志", "标准功能", "是", "正偏离", "无", "仅高级版"], ["4", "支持备份", "满足", "无条件响应", "无", "有"],
    ])  # fmt: skip

    row = only(path)
    found = [(one["rule"], one["cell"]) for one in row["findings"] if one["rule"] != Rule.LAYOUT_FOREIGN]

    assert [line["comment"] for line in row["answers"]] == ["否", "是; 负偏离", "是; 正偏离", "无条件响应; 有"]
    assert [line["state"] for line in row["answers"]] == ["ambiguous", "ambiguous", "answered", "ambiguous"]
    beside = [(Rule.ANSWER_BESIDE, cell) for cell in ("C2", "C3", "C5")]
    assert found == [*beside, (Rule.COLUMNS_UNREAD, "G4")]
    said = [one["message"] for one in row["findings"] if one["rule"] == Rule.ANSWER_BESIDE]
    assert all(cells in each for each, cells in zip(said, ("C2, D2", "C3, E3", "C5, F5"), strict=True))


def test_editions_are_no_vendors_and_answers_that_differ_under_them_are_ambiguous(tmp_path: Path) -> None:
    path = saved(tmp_path / "editions.xlsx", [
        ["No", "Requirement", "Basic edition", "Enterprise"], ["1", "Single sign-on", "Yes", "No"], ["2", "Export", "Yes", "Yes"],
    ])  # fmt: skip

    row = only(path)

    assert (row["layout"], row["tables"][0]["vendors"]) == ("questionnaire", {})
    assert [line["state"] for line in row["answers"]] == ["ambiguous", "ambiguous", "answered", "answered"]


def test_a_price_beside_the_answers_of_one_vendor_is_told_and_makes_prices_of_the_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "price.xlsx", [
        ["序号", "需求", "华信科技", None, None, "中软云"], [None, None, "应答", "备注", "报价", "应答", "备注"],
        ["1", "客户查重", "满足", None, 5000, "满足"], ["2", "数据导出", "满足", None, 5000, "不满足"],
    ])  # fmt: skip

    (table,) = recognise(read_file(path.name, path.read_bytes()))[0]
    found = [one["message"] for one in only(path)["findings"] if one["rule"] == Rule.COLUMNS_UNREAD]

    assert table.states_prices()
    assert ["E3:E4" in one for one in found] == [True]


def test_the_box_that_is_ticked_is_the_value_and_no_is_no(tmp_path: Path) -> None:
    path = saved(tmp_path / "boxes.xlsx", [
        ["序号", "问题", "答复"], ["1", "是否通过认证", "☑是 ☐否"], ["2", "是否发生过泄露", "☐是 ☑否"],
        ["3", "是否有专职人员", "☐是 ☐否"], ["4", "部署方式", "☑公有云 ☑私有云 ☐混合云"],
    ])  # fmt: skip

    answers = only(path)["answers"]

    assert [(line["value"], line["state"]) for line in answers] == [
        ("是", "answered"), ("否", "no"), (None, "placeholder"), ("☑公有云 ☑私有云 ☐混合云", "answered"),
    ]  # fmt: skip
    assert answers[1]["answer"] == "☐是 ☑否"

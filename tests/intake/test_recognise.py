"""Workbooks that are not ours: header, columns, vendors and questions are made out, and what is no question is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.foreign.headings import role_of
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.recognise import kind_of, recognise, tables_of
from evaluator.intake.foreign.tables import Table, table_by
from tests.workbooks import sheet, workbook

Lines = list[list[Any]]


def first_table(sheet: SheetCells) -> Table | None:
    return next(iter(tables_of(sheet)), None)


def made(lines: Lines, first: int = 1, name: str = "Answers", **more: Any) -> SheetCells:
    """A sheet from rows of cells, None for a blank."""
    return sheet(
        name,
        {first + number: {chr(65 + place): value for place, value in enumerate(line) if value is not None}
         for number, line in enumerate(lines)},
        **more,
    )  # fmt: skip


def found(lines: Lines, first: int = 1, **more: Any) -> Table:
    table = first_table(made(lines, first, **more))
    assert table is not None
    return table


def asked(table: Table) -> list[tuple[str, str]]:
    return [(item.id, item.text) for item in table.items]


LIST: Lines = [
    ["序号", "需求描述", "投标响应", "备注"],
    ["1.1", "客户查重", "满足", None],
    ["1.10", "多级审批流", "部分满足", "标准版不含"],
    ["0002", "离线使用", None, None],
]


def test_a_flat_list_keeps_its_ids_as_text_and_its_blanks_as_blanks() -> None:
    table = found(LIST)

    assert (table.layout.header_rows, table.letters) == (
        (1,),
        {"id": "A", "question": "B", "answer": "C", "comment": "D"},
    )
    assert asked(table) == [("1.1", "客户查重"), ("1.10", "多级审批流"), ("0002", "离线使用")]
    assert [table.answer(item, 3) for item in table.items] == ["满足", "部分满足", ""]


@pytest.mark.parametrize("first", [2, 7, 15])
def test_the_header_may_stand_below_titles_and_forms(first: int) -> None:
    top: Lines = [["供应商应答表"], ["投标人：", "阿达云"]]
    lines = made(top).cells | made(LIST, first + 2).cells

    table = first_table(SheetCells(name="应答", cells=lines))

    assert table is not None
    assert (table.layout.header_rows, len(table.items)) == ((first + 2,), 3)


def test_sections_repeat_the_header_and_guidance_is_no_question() -> None:
    table = found([
        ["Level", "Strategy & Metrics", None, "Yes/No", "Interview Notes"],
        ["SM1", "Is there a security programme in place?", None, "Yes", None],
        [None, "Guidance:", "The programme is documented and known to all staff", None, None],
        [None, "Do the stakeholders know the risk profile?", None, None, None],
        [],
        ["Level", "Policy & Compliance", None, "Yes/No", "Interview Notes"],
        [None, "Do projects state their compliance status?", None, "No", None],
    ])  # fmt: skip

    assert table.layout.header_rows == (1, 6)
    assert table.letters["question"] == "B"
    assert [
        (text, table.sheet.text(item.row, 4)) for item, (_, text) in zip(table.items, asked(table), strict=True)
    ] == [
        ("Is there a security programme in place?", "Yes"),
        ("Do the stakeholders know the risk profile?", ""),
        ("Do projects state their compliance status?", "No"),
    ]


def test_a_column_for_each_vendor_is_told_from_columns_of_figures() -> None:
    table = found([
        ["编号", "功能需求", "阿达云", "Bea Software", "目标值", "说明"],
        ["R-1", "客户查重", "满足", "部分满足", "95", None],
        ["R-2", "多级审批", "不满足", "二次开发", "90", "与现有流程一致"],
        ["R-3", "移动端离线", "满足", "满足", "99", None],
    ])  # fmt: skip

    assert table.layout.vendors == {3: "阿达云", 4: "Bea Software"}
    assert table.letters == {"id": "A", "question": "B", "comment": "F"}
    assert kind_of([table]) == "comparison"


def test_possible_answers_as_columns_are_read_by_their_mark() -> None:
    table = found([
        ["Control ID", "Implementation Status", None, None, "Comment"],
        [None, "Implemented", "Planned", "N/A", None],
        ["AC-1", "X", None, None, None],
        ["AC-2", None, None, "X", None],
        ["AC-3", None, None, None, None],
    ])  # fmt: skip

    assert table.layout.header_rows == (1, 2)
    assert [(item.id, table.answer(item, 2)) for item in table.items] == [
        ("AC-1", "Implemented"),
        ("AC-2", "N/A"),
        ("AC-3", ""),
    ]


def test_a_second_header_for_programs_is_no_question() -> None:
    table = found(
        [
            ["需求名称", "单位", "答复"],
            ["dataName", "dataUnit", "answerText"],
            ["在线人数", "人", "300"],
            ["并发数", "个", "40"],
        ]
    )

    assert (table.layout.header_rows, asked(table)) == ((1, 2), [("", "在线人数"), ("", "并发数")])


@pytest.mark.parametrize("word", ["合计", "总计：", "Total", "Notes: fill in every row", "注：逐项填写", "© 2026 Ada"])
def test_totals_notes_and_footers_are_no_questions(word: str) -> None:
    assert asked(found([*LIST, [None, word, "3", None]])) == asked(found(LIST))


def test_a_legend_below_a_gap_and_headings_without_an_answer_are_no_questions() -> None:
    lines: Lines = [
        ["ID", "Requirement", "Level", "Status", "Remark"],
        ["V1", "Architecture", None, None, None],
        ["1.1", "Components are identified", "L1", "Pass", "seen"],
        ["1.2", "Controls are enforced on the server", "L1", "Fail", "open"],
        ["V2", "Storage", None, None, None],
        ["2.1", "Secrets are kept in the system's store", "L2", "Pass", "seen"],
        ["2.2", "No secret is written to a log", "L2", "Pass", "seen"],
        ["2.3", "No secret is shared with others", "L2", "Pass", "seen"],
    ]
    legend = made([["Pass", "The requirement is met"], ["Fail", "It is not met"]], 20)
    cells = made(lines).cells | legend.cells

    table = first_table(SheetCells(name="V", cells=cells))

    assert table is not None
    assert [item.id for item in table.items] == ["1.1", "1.2", "2.1", "2.2", "2.3"]


def test_the_vendors_column_is_preferred_to_the_buyers() -> None:
    table = found([
        ["Req ID", "Description", "Buyer Value (example)", "Seller Value (example)", "XML path of the response"],
        ["C1", "Has the company been convicted of a crime?", "Yes", "No", "/a/b"],
        ["C2", "Is the company bankrupt or being wound up?", "Yes", None, "/a/c"],
    ])  # fmt: skip

    assert table.letters["answer"] == "D"


def test_sheets_without_questions_are_left_out_with_the_reason() -> None:
    lists = made([["Yes"], ["No"]], name="Lists", hidden=True)
    cover = made([["Dear vendor"], ["please answer"]], name="Cover")
    words = made([["Severity", "Status", "Notes"], ["high", "open", None], ["low", None, None]], name="Values")
    book = Workbook("a.xlsx", "0" * 64, (cover, made(LIST), lists, words, SheetCells(name="Empty", cells={})))

    tables, left = recognise(book)

    assert [table.sheet.name for table in tables] == ["Answers"]
    assert left == {"Cover": "instructions", "Lists": "hidden", "Values": "lookup", "Empty": "empty"}


def left_of(*sheets: SheetCells) -> dict[str, str]:
    return recognise(workbook("a.xlsx", *sheets))[1]


@pytest.mark.parametrize(
    ("name", "lines", "reason"),
    [("填写说明", [["一、请逐项填写"], ["二、不得改动题目"]], "instructions"),
     ("Read me", [["Fill in the white cells"]], "instructions"),
     ("Record of Change", [["Date", "Description", "Version"], ["2026-01-01", "first", "1"]], "instructions"),
     ("Dropdowns", [["Yes"], ["No"], ["N/A"]], "lookup"),
     ("Sheet3", [["Status", "Severity"], ["open", "high"], ["closed", "low"]], "lookup"),
     ("汇总", [["模块", "满足数"], ["客户", "3"]], "report"),
     ("评分表", [["序号", "评审因素", "分值", "得分"], ["1", "案例", "10", None], ["2", "团队", "20", None]], "scores"),
     ("需求", [["编号", "需求描述", "优先级"], ["1", "查重", "高"], ["2", "公海", "低"]], "no_questions"),
     ("Example answers", [["Whatever"]], "example"),
     ("Sheet9", [["a", "b"], ["a", "b"], ["a", "b"]], "no_questions"),
     ("Sheet8", [[" "]], "empty")],
)  # fmt: skip
def test_a_sheet_left_out_has_its_reason(name: str, lines: Lines, reason: str) -> None:
    assert left_of(made(LIST), made(lines, name=name)) == {name: reason}


def test_an_example_sheet_beside_the_real_one_is_no_answer_but_alone_it_is_read() -> None:
    example = made(LIST, name="填写示例")

    assert left_of(made(LIST), example) == {"填写示例": "example"}
    assert left_of(example) == {}


def test_a_sheet_that_calculates_the_questions_of_another_is_a_report_of_it() -> None:
    asked_ = [[Cell(1, 1, text) if row == 0 or place != 1 else Cell(row + 1, 2, text, formula=True)
               for place, text in enumerate(line) if text] for row, line in enumerate(LIST)]  # fmt: skip
    cells = {(row + 1, place + 1): replace(cell, row=row + 1, column=place + 1)
             for row, line in enumerate(asked_) for place, cell in enumerate(line)}  # fmt: skip
    copy = SheetCells(name="Roadmap", cells=cells)

    assert left_of(made(LIST), copy) == {"Roadmap": "report"}
    (table,) = recognise(workbook("a.xlsx", copy))[0]
    assert [text for _, text in asked(table)] == ["客户查重", "多级审批流", "离线使用"]


def test_cells_that_a_merged_one_covers_are_no_answers() -> None:
    table = found([
        ["No.", "Question", "Answer"],
        ["1", "Do you encrypt backups?", "Yes"],
        ["2", "Do you hold ISO 27001?", "left over"],
        ["3", "Do you patch weekly?", "No"],
    ], merged=("C2:C3",))  # fmt: skip

    assert [table.sheet.text(item.row, 3) for item in table.items] == ["Yes", "left over", "No"]
    assert [table.answer(item, 3) for item in table.items] == ["Yes", "", "No"]


def test_junk_is_not_taken_for_questions() -> None:
    assert first_table(made([["1"] * 20] * 30)) is None
    assert first_table(made([["total", "answer", "no"], ["1", "2", "3"]])) is None


@pytest.mark.parametrize(
    ("heading", "role"),
    [("序号", "id"), ("No.", "id"), ("问题 Question", "question"), ("需求描述（必填）", "question"),
     ("Supplier's answer", "answer"), ("是否满足？", "answer"), ("偏离说明", "comment"),
     ("单价（元）", "unit_price"), ("Weight %", "weight"),
     ("证明材料", "evidence"),
     ("阿达云", ""), ("Buyer status", ""), ("x" * 61, "")],
)  # fmt: skip
def test_a_heading_says_what_its_column_holds(heading: str, role: str) -> None:
    assert role_of(heading) == role


def test_what_a_person_says_of_a_row_stands_above_the_rules() -> None:
    lines: Lines = [
        ["No", "Question", "Answer"],
        ["1", "Do you encrypt backups?", "Yes"],
        ["2", "Note: attach the certificate", "attached"],
        ["3", "Total number of customers", "41"],
    ]
    layout = Layout(header_rows=(1,), columns={"id": 1, "question": 2, "answer": 3})

    assert [item.row for item in table_by(made(lines), layout).items] == [2, 4]
    said = replace(layout, skipped=frozenset({4}), taken=frozenset({3}))
    assert [item.row for item in table_by(made(lines), said).items] == [2, 3]


def test_a_heading_of_all_possible_answers_heads_answers() -> None:
    table = found(
        [["#", "Question", "Yes/No/NA", "Details"], ["1.1", "Is there a CISO?", "Yes", "J."], ["1.2", "A board?", "No"]]
    )

    assert table.letters == {"id": "A", "question": "B", "answer": "C", "comment": "D"}


def test_answers_that_are_words_of_judgement_head_nothing_below_the_names_of_vendors() -> None:
    table = found([
        ["Category", "Feature", "Must/Should", "Salesforce", "HubSpot", "Zoho"],
        ["Sales", "Pipeline management", "Must", "Meets", "Meets", "Meets"],
        ["Service", "Ticketing", "Must", "Meets", "Meets", "Custom"],
        ["Total met", None, None, 2, 2, 1],
    ])  # fmt: skip

    assert table.layout.header_rows == (1,)
    assert table.layout.vendors == {4: "Salesforce", 5: "HubSpot", 6: "Zoho"}
    assert [item.text for item in table.items] == ["Pipeline management", "Ticketing"]


def test_what_the_bid_says_of_a_term_is_the_answer_and_not_only_its_deviation() -> None:
    table = found([
        ["序号", "招标文件商务条款", "投标文件商务条款", "偏离", "说明"],
        ["1", "签订后30日内支付30%", "签订后30日内支付50%", "负偏离", "资金压力"],
        ["2", "质保期三年", "质保期三年", "无偏离", None],
    ])  # fmt: skip

    assert table.letters == {"id": "A", "question": "B", "answer": "C", "deviation": "D", "comment": "E"}


CODED: Lines = [
    ["ID", "Requirement", "F", "P", "C", "N", "Comments"],
    ["FR-1", "Lead scoring", "X", None, None, None, None],
    ["FR-2", "Territory management", None, "x", None, None, "partial"],
    ["FR-3", "Quotes", None, None, None, "X", None],
    ["FR-4", "Mail", None, None, None, None, None],
]


def test_columns_of_codes_in_which_one_is_marked_are_possible_answers_and_no_vendors() -> None:
    table = found(CODED)

    assert not table.layout.vendors
    assert table.layout.options == {3: "F", 4: "P", 5: "C", 6: "N"}
    assert [table.answer(item, 3) for item in table.items] == ["F", "P", "N", ""]


def test_companies_called_by_their_initials_are_no_possible_answers() -> None:
    table = first_table(
        made([["ID", "Requirement", "IBM", "SAP", "AWS"], *(line[:2] + line[2:5] for line in CODED[1:])])
    )

    assert table is None or not table.layout.options


def test_columns_of_codes_of_which_several_are_marked_in_a_row_are_not_possible_answers() -> None:
    several = [*CODED, ["FR-5", "Calls", "X", "X", None, None, None]]

    table = first_table(made(several))

    assert table is None or not table.layout.options


NUMBERED: Lines = [
    ["Req #", "Requirement", "Priority", "Response Code"],
    ["1.0", "General"],
    ["1.1", "Single sign-on by SAML", "M", "F"],
    ["1.10", "An audit trail", "M", "P"],
    ["2", "Reporting"],
    ["2.1", "Export to PDF", "M", "C"],
    ["2.2", "Scheduled reports", "O", None],
]


def test_headings_numbered_as_their_questions_ask_nothing() -> None:
    table = found(NUMBERED)

    assert [item.id for item in table.items] == ["1.1", "1.10", "2.1", "2.2"]
    assert table.items[0].section == ("General",)


def test_a_question_whose_number_others_extend_stays_one_where_such_are_answered() -> None:
    answered = [*NUMBERED[:1], ["1.0", "General terms are accepted", "M", "F"], *NUMBERED[2:]]

    assert "1.0" in [item.id for item in found(answered).items]


def test_numbers_of_sections_are_ids_where_every_row_has_its_own() -> None:
    table = found([
        ["章节", "要求", "应答"], ["4", "功能要求"], ["4.1", "客户管理"], ["4.1.1", "应支持客户建档", "满足"],
        ["4.1.2", "应支持查重", "不满足"], ["4.2", "销售管理"], ["4.2.1", "应支持商机", "满足"], ["4.2.10", "应支持预测"],
    ])  # fmt: skip

    assert [item.id for item in table.items] == ["4.1.1", "4.1.2", "4.2.1", "4.2.10"]


def test_amounts_in_words_and_tax_ask_nothing() -> None:
    table = found([
        ["项目", "数量", "单价", "金额"], ["软件许可", 1, 100000, 100000], ["实施费", 1, 50000, 50000],
        ["VAT 13%", None, None, 19500], ["合计", None, None, 169500], ["金额大写：人民币壹拾陆万玖仟伍佰元整"],
    ])  # fmt: skip

    assert [item.text for item in table.items] == ["软件许可", "实施费"]


def test_a_numbered_row_that_is_answered_in_words_asks_whatever_it_is_called() -> None:
    table = found([
        ["编号", "问题", "应答"], ["1", "合同额（小写）", "120万"], ["2", "大写", "壹佰贰拾万元整"], ["3", "合计", "120"],
        ["4", "币种", "人民币"],
    ])  # fmt: skip

    assert [item.id for item in table.items] == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("legend", "codes"),
    [
        ([["SUP = supported, CFG = by configuration, NOT: not offered"]], True),
        ([["SUP", "Supported"], ["CFG", "By configuration"], ["NOT", "Not offered"]], True),
        ([["Mark one column in each row"]], False),
    ],
)
def test_codes_of_three_letters_are_possible_answers_only_where_a_legend_explains_them(
    legend: list[list[str]], codes: bool
) -> None:
    lines = [*legend, ["No", "Requirement", "SUP", "CFG", "NOT"], *(
        [str(row), f"The system keeps the records of kind {row}", *("X" if row % 3 == place else "" for place in range(3))]
        for row in range(1, 7)
    )]  # fmt: skip
    table = next(iter(tables_of(made(lines))), None)

    found = {} if table is None else dict(table.layout.options)
    assert (list(found.values()) == ["SUP", "CFG", "NOT"]) is codes
    if table is not None and codes:
        assert [table.answer(item, min(found)) for item in table.items[:3]] == ["CFG", "NOT", "SUP"]


def test_a_sheet_with_blank_costs_beside_its_answers_is_no_price_list() -> None:
    lines = [[*line, cost] for line, cost in zip(LIST, ("单价", None, None, None), strict=True)]
    filled = [[*line, cost] for line, cost in zip(LIST, ("单价", None, "1200", None), strict=True)]

    assert [kind_of(tables_of(made(one))) for one in (lines, filled)] == ["questionnaire", "price"]


def test_stages_that_each_ask_for_evidence_head_answers_where_no_row_below_says_more() -> None:
    stages = ["Launch Stage", "Integrate Stage", "Optimize Stage"]
    goals = ["Goals of the dimension", *(text for stage in stages for text in (f"{stage} Goal", "Comments"))]
    heads: list[str | None] = ["Outcomes & Proof Points"]
    for stage in stages:
        heads += [f"{stage} Evidence", None]
    points: Lines = [
        ["Design reviews follow written templates"],
        ["Style guides hold rules of access", "Started", "draft of May"],
        ["Developers have checklists of their own", None, None, "Complete"],
    ]
    below = ["", *(text for _ in stages for text in ("Status", "Comments"))]

    bare = found([goals, ["What is to be reached"], heads, *points])
    named = found([goals, ["What is to be reached"], heads, [text or None for text in below], *points])

    vendors = dict(zip((2, 4, 6), stages, strict=True))
    assert (bare.layout.header_rows, bare.layout.vendors, len(bare.items)) == ((3,), vendors, 3)
    assert (named.layout.header_rows, named.layout.vendors, len(named.items)) == ((3, 4), vendors, 3)
    assert (bare.answer(bare.items[1], 2), bare.answer(bare.items[2], 4)) == ("Started", "Complete")


def test_a_heading_that_asks_yes_or_no_is_answered_below_it_where_nothing_else_is() -> None:
    head = ["Requirements of the package", "Must our template be used?", "File handed in?", "Document filename"]
    lines: Lines = [
        head,
        ["Security plan of the whole system", "Yes, in Word", None, None],
        ["Contingency plan, with its annexes", "No", "Yes", "plan.docx"],
        ["Report of the last penetration test", "Yes, in Word", "No", None],
    ]

    table = found(lines)

    assert table.letters == {"question": "A", "answer": "C", "evidence": "D"}
    assert [table.answer(item, 3) for item in table.items] == ["", "Yes", "No"]
    either = found([line if line is head else [line[0], "Yes", *line[2:]] for line in lines])
    assert either.letters == {"question": "A", "evidence": "D"}


def test_a_header_below_which_nothing_is_asked_is_no_question() -> None:
    table = found([["No", "Question", "Answer", "Comments"], ["1", "Encrypt backups?", "Yes", None],
                   ["2", "Hold ISO 27001?", "No", None], ["Control", "Control Description", None, "Comments"]])  # fmt: skip

    assert [item.id for item in table.items] == ["1", "2"]

"""What stands above the questions of somebody else's workbook: fields with their cells, and no guidance among them."""

from __future__ import annotations

import pytest

from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.fields import fields_above
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.foreign.stated import stated_vendor
from tests.workbooks import sheet

Lines = list[list[str | None]]
LIST: Lines = [["No.", "Question", "Vendor answer"], ["1", "Are backups encrypted?", "Yes"], ["2", "Since when?", ""]]


def page(lines: Lines, merged: tuple[str, ...] = ()) -> SheetCells:
    rows = {
        number: {chr(65 + place): value for place, value in enumerate(line) if value}
        for number, line in enumerate(lines, start=1)
    }
    return sheet("Assessment", rows, merged=merged)


def told(lines: Lines, merged: tuple[str, ...] = ()) -> list[tuple[str, str, str, str]]:
    tables, _ = recognise(Workbook("reply.xlsx", "0" * 64, (page(lines, merged),)))
    return [(one.cell, one.label, one.text, one.state.value) for one in fields_above(tables)]


@pytest.mark.parametrize(
    ("top", "found"),
    [
        ([["Vendor name", "Ada Ltd"]], [("B1", "Vendor name", "Ada Ltd", "answered")]),
        ([["Vendor: Ada Ltd", None, "Date: 2026-11-02"]],
         [("A1", "Vendor", "Ada Ltd", "answered"), ("C1", "Date", "2026-11-02", "answered")]),
        ([["产品名称", "海岚CRM", "填表日期：", "2026-11-02"], ["联系人："]],
         [("B1", "产品名称", "海岚CRM", "answered"), ("D1", "填表日期", "2026-11-02", "answered"),
          ("B2", "联系人", "", "unanswered")]),
        ([["CSP:  (ENTER CSP NAME)", "Scope:", "(choose one)"]],
         [("A1", "CSP", "(ENTER CSP NAME)", "placeholder"), ("C1", "Scope", "(choose one)", "placeholder")]),
        ([["Instructions:", "Fill in the third column"], ["Step 1: read it all", "Note: nothing else"]], []),
        ([["供应商", "产品名称", "联系人"], ["填写说明：", "逐条应答"]], []),
    ],
)  # fmt: skip
def test_a_field_is_a_label_with_its_value(top: Lines, found: list[tuple[str, str, str, str]]) -> None:
    assert told([*top, [], *LIST]) == found


def test_a_run_of_ids_with_labels_is_general_information_above_sections_of_questions() -> None:
    lines: Lines = [
        ["Community Vendor Assessment", None, None, None, "Version 2"],
        ["DATE-01", "Date", "2026-11-02"],
        ["General Information"],
        ["GNRL-01 through GNRL-04; populated by the Vendor"],
        ["GNRL-01", "Vendor Name", "Ada Ltd", None, "The legal name"],
        ["GNRL-02", "Product Name", "Ada Records"],
        ["GNRL-03", "Web Link to Product Privacy Notice", "https://ada.example/privacy"],
        ["GNRL-04", "Vendor Contact Name", None, None, "Whom we may call"],
        ["Instructions"],
        ["Step 1: Complete the qualifiers. Step 2: Complete every section from top to bottom."],
        ["Qualifiers", None, "Vendor Answers", "Additional Information", "Guidance"],
        ["QUAL-01", "Does your product process health information?", "No"],
        ["QUAL-02", "Is there a documented continuity plan?", "Yes", "tested yearly"],
        ["Documentation", None, "Vendor Answers", "Additional Information", "Guidance"],
        ["DOCU-01", "Have you undergone an audit of controls?", "Yes"],
    ]  # fmt: skip
    tables, _ = recognise(book := Workbook("reply.xlsx", "0" * 64, (page(lines),)))

    fields = fields_above(tables)

    assert [(one.id, one.label, one.text, one.cell) for one in fields] == [
        ("DATE-01", "Date", "2026-11-02", "C2"),
        ("GNRL-01", "Vendor Name", "Ada Ltd", "C5"),
        ("GNRL-02", "Product Name", "Ada Records", "C6"),
        ("GNRL-03", "Web Link to Product Privacy Notice", "https://ada.example/privacy", "C7"),
        ("GNRL-04", "Vendor Contact Name", "", "C8"),
    ]
    assert stated_vendor(book, tables) == "Ada Ltd"
    assert [item.id for table in tables for item in table.items] == ["QUAL-01", "QUAL-02", "DOCU-01"]


def test_a_label_over_the_whole_width_is_a_heading_and_one_over_a_few_columns_is_not() -> None:
    lines: Lines = [["About this form:"], ["Organization:"], [], *LIST]

    assert told(lines, ("A1:C1", "A2:B2")) == [("C2", "Organization", "", "unanswered")]


def test_a_form_beside_a_table_asks_and_is_not_told_again() -> None:
    lines: Lines = [["Status:", "(select)"], ["Model:", "(select)"], ["Assessor:", "(type here)"], [], *LIST]

    assert told(lines) == []


def test_nothing_below_the_first_header_is_a_field() -> None:
    assert told([*LIST, ["3", "Vendor name", "Ada Ltd"], [None, "Date:", "2026-11-02"]]) == []

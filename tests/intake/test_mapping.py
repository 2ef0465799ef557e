"""A mapping is used where its headings stand, follows its rows where they have gone, and says what it could not read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evaluator.adapters.codec import decode, encode
from evaluator.domain.finding import Rule
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.layouts import Item, Layout
from evaluator.intake.foreign.mapping import WorkbookMapping, apply, fits, mapped, proposed, question_key
from tests.workbooks import sheet, workbook

Lines = list[list[Any]]
HEAD = ["序号", "需求", "应答", "备注"]
LIST: Lines = [
    ["供应商应答表"],
    HEAD,
    ["1.1", "客户查重", "满足", None],
    ["1.2", "离线使用", None, "不涉及外勤"],
    ["1.3", "审批流", "部分满足", None],
]


def page(lines: Lines, name: str = "应答", **more: Any) -> SheetCells:
    rows = {
        number: {chr(65 + place): value for place, value in enumerate(line) if value is not None}
        for number, line in enumerate(lines, start=1)
    }
    return sheet(name, rows, **more)


def book(*lines: Lines) -> Workbook:
    names = ["应答", "接口", "部署"]
    return workbook("ada.xlsx", *(page(one, name) for one, name in zip(lines, names, strict=False)))


def asked(read: Workbook, mapping: WorkbookMapping) -> list[str]:
    return [item.text for table in apply(read, mapping).tables for item in table.items]


def test_what_recognition_proposes_reads_the_workbook_as_recognition_does() -> None:
    cover = page([["致供应商"]], "封面")
    read = Workbook("ada.xlsx", "0" * 64, (cover, page(LIST)))

    mapping = proposed(read)

    assert [(table.sheet, table.heads) for table in mapping.tables] == [
        ("应答", {1: "序号", 2: "需求", 3: "应答", 4: "备注"})
    ]
    assert asked(read, mapping) == ["客户查重", "离线使用", "审批流"]
    assert apply(read, mapping).left == {"封面": "not_mapped"}


def test_the_next_file_of_the_shape_may_have_other_answers_and_more_rows() -> None:
    mapping = proposed(book(LIST))
    later = book([*LIST[:3], ["1.15", "短信", "不满足", None], *LIST[3:]])

    assert fits(later, mapping)
    assert proposed(later).shape == mapping.shape
    assert asked(later, mapping) == ["客户查重", "短信", "离线使用", "审批流"]


def test_a_heading_that_has_moved_is_told_with_its_cell_and_the_table_is_not_read() -> None:
    mapping = proposed(book(LIST, LIST))
    moved = book([LIST[0], ["序号", "需求", "备注", "应答"], *LIST[2:]], LIST)

    applied = apply(moved, mapping)

    assert [(found.rule, str(found.source), dict(found.params)["given"]) for found in applied.findings] == [
        (Rule.MAPPING_HEADER, "应答!C2", "备注"),
        (Rule.MAPPING_HEADER, "应答!D2", "应答"),
    ]
    assert [table.sheet.name for table in applied.tables] == ["接口"]
    assert applied.left == {"应答": "moved"}
    assert not fits(moved, mapping)
    assert proposed(moved).shape == mapping.shape  # the same words: only their places tell the two apart


def test_a_sheet_that_is_gone_is_told() -> None:
    mapping = proposed(book(LIST, LIST))

    (found,) = apply(book(LIST), mapping).findings

    assert (found.rule, dict(found.params)) == (Rule.MAPPING_SHEET, {"sheet": "接口"})


def test_what_a_person_said_of_a_row_follows_its_words() -> None:
    noted: Lines = [*LIST, ["注", "签约后另议", "已阅", None], [None, "合计", "3", None]]
    layout = Layout(
        header_rows=(2,), columns={"id": 1, "question": 2, "answer": 3}, skipped=frozenset({6}), taken=frozenset({7})
    )
    mapping = WorkbookMapping(tables=(mapped(page(noted), layout),))
    later = book([*noted[:3], ["1.15", "短信", "不满足", None], *noted[3:]])

    assert asked(book(noted), mapping) == ["客户查重", "离线使用", "审批流", "合计"]
    assert asked(later, mapping) == ["客户查重", "短信", "离线使用", "审批流", "合计"]
    assert asked(book(LIST), mapping) == ["客户查重", "离线使用", "审批流"]


def test_headings_repeated_further_down_are_found_where_they_stand_now() -> None:
    sections: Lines = [*LIST, HEAD, ["2.1", "接口文档", "满足", None]]
    mapping = proposed(book(sections))
    later = book([*sections[:3], ["1.15", "短信", "不满足", None], *sections[3:]])

    assert mapping.tables[0].layout.header_rows == (2, 6)
    assert asked(later, mapping) == ["客户查重", "短信", "离线使用", "审批流", "接口文档"]


def test_a_table_below_another_is_found_where_added_rows_have_put_it() -> None:
    first: Lines = [HEAD, ["1.1", "客户查重", "满足", None], ["1.2", "离线使用", "满足", None]]
    second: Lines = [
        ["编号", "接口", "答复", "说明"],
        ["A", "接口文档是否公开", "是", None],
        ["B", "是否限流", "否", None],
    ]
    layouts = (
        Layout(header_rows=(1,), columns={"id": 1, "question": 2, "answer": 3}, first=1, last=3),
        Layout(header_rows=(4,), columns={"id": 1, "question": 2, "answer": 3}, first=4),
    )
    mapping = WorkbookMapping(tables=tuple(mapped(page([*first, *second]), layout) for layout in layouts))
    later = book([*first, ["1.3", "短信", "满足", None], ["1.4", "邮件", "满足", None], *second])

    assert fits(later, mapping)
    assert asked(later, mapping) == ["客户查重", "离线使用", "短信", "邮件", "接口文档是否公开", "是否限流"]
    (found,) = apply(book([*first, *second[1:]]), mapping).findings[:1]
    assert (found.rule, found.source.cell) == (Rule.MAPPING_HEADER, "A4")


def test_a_form_is_known_by_its_labels_and_read_where_they_stand() -> None:
    lines: Lines = [["公司名称：", "阿达云"], ["（盖章）", None], ["成立日期：", "2015-03-01"]]
    layout = Layout(
        header_rows=(), columns={"question": 1, "answer": 2}, first=1, last=3, skipped=frozenset({2}), form=True
    )
    mapping = WorkbookMapping(tables=(mapped(page(lines), layout),))
    later = book([["供应商登记表"], *lines[:1], ["注册资本", None], *lines[1:2], ["成立日期：", "2019-01-01"]])

    (table,) = apply(later, mapping).tables
    assert [(item.text, table.answer(item, 2), item.row) for item in table.items] == [
        ("公司名称", "阿达云", 2), ("成立日期", "2019-01-01", 5),
    ]  # fmt: skip
    assert fits(later, mapping)
    assert proposed(book(LIST)).shape != mapping.shape
    (found,) = apply(book([["公司名称：", "北辰"], ["地址：", "杭州"]]), mapping).findings
    assert (found.rule, found.source.cell, dict(found.params)["expected"]) == (Rule.MAPPING_HEADER, "A3", "成立日期:")


def test_a_form_by_hand_is_read_as_it_is_written() -> None:
    bare = Layout(header_rows=(), columns={"question": 1, "answer": 2}, first=1, last=2, form=True)
    mapping = WorkbookMapping(tables=(replace(mapped(page(LIST), bare), rows={}),))
    lost = replace(mapping, tables=(replace(mapping.tables[0], layout=replace(bare, columns={"answer": 2})),))

    assert asked(book([["公司名称：", "北辰"], ["地址：", "杭州"]]), mapping) == ["公司名称", "地址"]
    assert asked(book(LIST), lost) == []
    twice: Lines = [["电话：", "1"], ["传真：", "2"], ["电话：", "3"]]
    layout = replace(bare, last=3)
    known = WorkbookMapping(tables=(mapped(page(twice), layout),))
    assert asked(book([["登记表"], [], [], [], *twice]), known) == ["电话", "传真", "电话"]


def test_a_mapping_without_headings_is_used_when_asked_for_but_never_by_itself() -> None:
    layout = Layout(header_rows=(), columns={"question": 2, "answer": 3})
    bare = replace(mapped(page(LIST), layout), heads={})
    mapping = WorkbookMapping(tables=(bare,))

    assert "客户查重" in asked(book(LIST), mapping)
    assert not fits(book(LIST), mapping)
    assert not fits(book(LIST), WorkbookMapping(tables=()))


def test_each_table_belongs_to_its_sheets_vendor_else_to_the_files() -> None:
    one, two = proposed(book(LIST, LIST)).tables
    mapping = WorkbookMapping(tables=(one, replace(two, vendor="北辰")), vendor="阿达云")

    assert apply(book(LIST, LIST), mapping).owners == ("阿达云", "北辰")
    assert mapping.vendor_names() == ("阿达云", "北辰")


def test_a_question_is_known_by_its_id_and_words_not_by_its_row() -> None:
    assert question_key(Item("１.１", "Back-up\u200b  daily?", 7)) == question_key(Item("1.1", "back-up daily?", 9))
    assert question_key(Item("", "客户查重", 3)) == "客户查重"


def test_a_mapping_is_kept_and_comes_back_equal() -> None:
    layout = Layout(
        header_rows=(2,), columns={"question": 2}, vendors={3: "阿达云", 5: "Bo"}, remarks={3: 4}, options={6: "是"},
        skipped=frozenset({5}),
    )  # fmt: skip
    mapping = WorkbookMapping(tables=(mapped(page(LIST), layout),), matches={"1.1 | 客户查重": "FT-01", "短信": ""})

    assert decode(encode(mapping)) == mapping

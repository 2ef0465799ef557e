"""A buyer's own sheets become questions: kinds from what the sheet says, ids, sections, languages; shares and method tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from evaluator.domain.question import Judge, Kind
from evaluator.domain.text import LANGS, Text
from evaluator.intake.cells import Cell, SheetCells, Validation, Workbook
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.own.assigning import criteria_of, criteria_text, prices_of, prices_text
from evaluator.intake.own.method import shares_of
from evaluator.intake.own.proposal import OwnQuestionnaire, proposed_questions

HEADS = ("编号", "问题", "单位", "是否必须", "供应商答复")


def sheet(
    rows: Sequence[Sequence[str]], heads: Sequence[str] = HEADS, name: str = "调查表", rules: Sequence[Validation] = ()
) -> SheetCells:
    lines = [heads, *rows]
    cells = {
        (row, column): Cell(row, column, text)
        for row, line in enumerate(lines, start=1)
        for column, text in enumerate(line, start=1)
        if text
    }
    return SheetCells(name, cells, validations=tuple(rules))


def read(*sheets: SheetCells) -> OwnQuestionnaire:
    book = Workbook("own.xlsx", "0" * 64, sheets)
    return proposed_questions(book.name, book.sha256, *recognise(book))


@pytest.mark.parametrize(
    ("words", "unit", "kind", "why"),
    [
        ("请说明服务方案", "", Kind.TEXT, "nothing"),
        ("系统能力的总体情况", "", Kind.TEXT, "nothing"),
        ("是否支持录音？", "", Kind.YES_NO, "asks"),
        ("是否支持录音？请说明如何保存", "", Kind.TEXT, "nothing"),
        ("支持录音（是/否）", "", Kind.YES_NO, "both_question"),
        ("Is recording supported?", "", Kind.YES_NO, "asks"),
        ("Is recording supported, and how?", "", Kind.TEXT, "nothing"),
        ("Recording supported (Y/N)", "", Kind.YES_NO, "both_question"),
        ("响应时间（小时）", "", Kind.DURATION, "aside"),
        ("年营业额（万元）", "", Kind.MONEY, "aside"),
        ("可用率（%）", "", Kind.PERCENT, "aside"),
        ("接入方式（如有）", "", Kind.TEXT, "nothing"),
        ("并发数", "路", Kind.NUMBER, "unit"),
        ("恢复时间", "min", Kind.DURATION, "unit"),
        ("注册资本", "万元", Kind.MONEY, "unit"),
    ],
)
def test_the_kind_is_what_the_words_or_the_unit_say_and_else_text(words: str, unit: str, kind: Kind, why: str) -> None:
    asked = read(sheet([("1", words, unit, "必须", ""), ("2", "请说明备件", "", "可选", "")]))

    first = asked.questions[0]
    assert (first.kind, first.because.key) == (kind, f"own.because.{why}")
    assert [question.required for question in asked.questions] == [True, False]


@pytest.mark.parametrize(
    ("rule", "kind", "judge"),
    [
        (Validation("list", ("E2",), options=("有", "无")), Kind.YES_NO, Judge.AUTO),
        (Validation("list", ("E2",), options=("是", "否", "不适用")), Kind.CHOICE, Judge.PANEL),
        (Validation("list", ("E2",), options=("高", "低")), Kind.CHOICE, Judge.PANEL),
        (Validation("decimal", ("E2",)), Kind.NUMBER, Judge.PANEL),
        (Validation("date", ("E2",)), Kind.DATE, Judge.INFO),
        (Validation("list", ("E9",), options=("有", "无")), Kind.TEXT, Judge.PANEL),
    ],
)
def test_what_a_cell_lets_in_says_the_kind(rule: Validation, kind: Kind, judge: Judge) -> None:
    asked = read(sheet([("1", "备件情况", "", "", ""), ("2", "其他说明", "", "", "")], rules=[rule]))

    assert (asked.questions[0].kind, asked.questions[0].judge) == (kind, judge)


def test_ids_stay_text_and_one_that_cannot_be_is_replaced_and_told() -> None:
    rows = [("1.10", "甲问题"), ("1.1", "乙问题"), ("1.10", "丙问题"), ("V12", "丁问题"), ("2/3", "戊问题")]

    asked = read(sheet([(key, words, "", "", "") for key, words in rows]))

    assert [question.id for question in asked.questions] == ["1.10", "1.1", "Q003", "Q004", "Q005"]
    told = [note.key for question in asked.questions for note in question.notes]
    assert told == ["own.note.id_twice", "own.note.id_odd", "own.note.id_odd"]


def test_a_sheet_without_ids_gets_made_ones() -> None:
    asked = read(sheet([("甲问题是什么", ""), ("乙问题是什么", "")], ("问题", "供应商答复")))

    assert [(question.id, question.notes[0].key) for question in asked.questions] == [
        ("Q001", "own.note.id_none"),
        ("Q002", "own.note.id_none"),
    ]


def test_of_several_sheets_each_is_a_section_and_its_headings_are_told_beside_the_question() -> None:
    rows = [("一、录音",), ("1", "甲问题", "", "", ""), ("2", "乙问题", "", "", "")]

    asked = read(sheet(rows, name="技术"), sheet(rows, name="服务"))

    assert [section.zh for section in asked.sections()] == ["技术", "服务"]
    assert {question.hint.zh for question in asked.questions} == {"一、录音"}
    assert asked.sheets() == {"技术": 2, "服务": 2}


def test_two_languages_are_those_in_which_every_question_stands() -> None:
    both = [("1", "响应时间 / Response time", "", "", ""), ("2", "备件\nSpare parts", "", "", "")]
    mixed = [*both, ("3", "SIP / RTP", "", "", "")]

    first, second = read(sheet(both)), read(sheet(mixed))

    assert (first.languages, first.questions[0].text) == (LANGS, Text("响应时间", "Response time"))
    assert (second.languages, second.questions[0].text.zh) == (("zh",), "响应时间 / Response time")


def test_a_price_list_gives_lines_and_no_questions_and_answers_are_counted_not_taken() -> None:
    prices = sheet(
        [("1", "话机", "台", "500", ""), ("2", "主机", "套", "", "")],
        ("序号", "报价项目", "单位", "数量", "单价"),
        "报价",
    )
    asked = read(sheet([("1", "甲问题", "", "", "有"), ("2", "乙问题", "", "", "")]), prices)

    assert [(line.title, line.unit, line.quantity) for line in asked.prices] == [
        ("话机", "台", "500"),
        ("主机", "套", ""),
    ]
    assert (len(asked.questions), asked.answered) == (2, 1)


@pytest.mark.parametrize("weights", [[1, 1, 1], [10, 5, 15, 7], ["0.5", "0.25", "0.3"], [0, 1], [1] * 7])
def test_shares_add_up_to_exactly_a_hundred_and_keep_their_order(weights: list[str | int]) -> None:
    given = [Decimal(weight) for weight in weights]

    shares = shares_of(given)

    assert sum(shares) == 100
    assert all(
        abs(share - weight * 100 / sum(given)) < Decimal("0.01") for share, weight in zip(shares, given, strict=True)
    )


def test_lines_that_are_typed_are_written_back_as_they_were() -> None:
    tree, prices = "技术 | 60\n服务 | ", "话机 | 台 | 500\n主机 |  | "

    assert criteria_text(criteria_of(tree)) == tree
    assert prices_text(prices_of(prices)) == prices

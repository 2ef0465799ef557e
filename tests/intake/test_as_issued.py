"""The buyer's own words inside a table: where a vendor has overwritten them, the row waits for a person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluator.domain.bid import Answer, State
from evaluator.domain.money import Money
from evaluator.domain.question import Column, FixedRow, Item, Judge, Kind, Question, Range
from evaluator.domain.text import Text
from evaluator.intake import layout
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.questionnaire import Questionnaire, Sheet
from evaluator.intake.reading import Context
from evaluator.intake.template import Reading, read_template
from evaluator.intake.values import Asked, parse

HOURS = Range(worst=Decimal(24), best=Decimal(4))
TIMES = Question(
    id="SU-02", section="service", text=Text("时限", "Times"), kind=Kind.TABLE, judge=Judge.AUTO,
    columns=(
        Column(key="clock", title=Text("计时", "Clock")),
        Column(key="hours", title=Text("小时", "Hours"), kind=Kind.NUMBER, required=True),
        Column(key="amount", title=Text("数量", "Amount")),
    ),
    rows=tuple(
        FixedRow(key=key, title=Text(key, key), cells=(("clock", Text("连续计时", "Day and night")),)) for key in ("P1", "P2")
    ),
    items=(Item(row="P1", column="hours", weight=Decimal(100), range=HOURS),),
)  # fmt: skip
ASKED = Questionnaire(
    "tiny", "1", "", Text("问卷", "Questions"),
    {"technical": (Sheet("service", Text("服务", "Service"), Text(), (TIMES,)),), "price": ()}, "0" * 16,
)  # fmt: skip
SHEET = [
    ["SU-02", "Times"],
    ["#", "", "Clock", "Hours", "Amount"],
    ["P1", "P1", "Day and night", "4", "all"],
    ["P2", "P2", "Day and night", "8", "few"],
]


def read(rows: list[list[str]]) -> Reading:
    cells = {
        (row, column): Cell(row, column, text, "number" if text.isdigit() else "text")
        for row, line in enumerate(rows, start=1)
        for column, text in enumerate(line, start=1)
        if text
    }
    book = Workbook("v.xlsx", "hash", (SheetCells("Service", cells),))
    return read_template(book, layout.Marker("tiny", "1", "technical", "en", "", "0" * 16), Context(ASKED, "CNY", {}))[
        0
    ]


def cell(reading: Reading, row: str, column: str) -> Answer:
    return next(one for one in reading.answers["SU-02"].rows if one.key == row).cells[column]


def changed(row: int, column: int, text: str) -> list[list[str]]:
    rows = [list(line) for line in SHEET]
    rows[row][column] = text
    return rows


def test_a_table_as_issued_gives_its_values_and_no_finding() -> None:
    reading = read(SHEET)
    assert reading.findings == []
    assert [cell(reading, row, "hours").value for row in ("P1", "P2")] == [4, 8]


def test_a_column_that_happens_to_be_called_amount_is_the_vendors_to_fill() -> None:
    assert cell(read(SHEET), "P2", "amount").value == "few"


@pytest.mark.parametrize(("column", "text", "place"), [(2, "Working hours", "C3"), (1, "P1 only", "B3")])
def test_a_row_whose_printed_words_were_overwritten_waits_and_its_neighbour_does_not(
    column: int, text: str, place: str
) -> None:
    reading = read(changed(2, column, text))
    assert [(one.rule.value, one.source.cell, one.item) for one in reading.findings] == [
        ("question_changed", place, "SU-02/P1")
    ]
    assert cell(reading, "P1", "hours").state is State.DAMAGED
    assert cell(reading, "P1", "hours").value is None
    assert cell(reading, "P2", "hours").value == 8


def test_a_table_whose_question_was_overwritten_gives_no_value_at_all() -> None:
    reading = read(changed(0, 1, "Usual times"))
    assert [one.rule.value for one in reading.findings] == ["question_changed"]
    assert {cell(reading, row, "hours").state for row in ("P1", "P2")} == {State.DAMAGED}


@pytest.mark.parametrize(("text", "rules"), [("CNY 32,000,000", []), ("32,000,000", ["text_number"])])
def test_an_amount_with_its_currency_is_written_as_asked(text: str, rules: list[str]) -> None:
    parsed = parse(Cell(1, 4, text), Asked(Kind.MONEY))
    assert parsed.value == Money(Decimal(32_000_000), "CNY")
    assert [rule.value for rule, _ in parsed.rules] == rules

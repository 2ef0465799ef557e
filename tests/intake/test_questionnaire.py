"""The questionnaire's issue changes with what a vendor reads and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.domain.question import Column, FixedRow, Gate, Item, Kind, Level, Question, Range
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import questionnaire
from tests import drafts, tiny

TABLE = Question(
    id="SU-02", section="main", text=Text("时限", "Times"), kind=Kind.TABLE,
    columns=(
        Column(key="hours", title=Text("小时", "Hours"), kind=Kind.DURATION, unit="hour"),
        Column(key="day", title=Text("全天", "All day"), kind=Kind.YES_NO),
    ),
    rows=(FixedRow(key="P1", title=Text("一级", "Severe")),),
    items=(Item(row="P1", column="hours", weight=Decimal(100), range=Range(worst=Decimal(9), best=Decimal(1))),),
)  # fmt: skip
UNITS = {"hour": Text("小时", "hours")}


def issue(hours=tiny.HOURS, level=tiny.LEVEL, table=TABLE, positions=drafts.POSITIONS, tender=None, **changes):
    settings = {"units": UNITS, **changes}
    method = tiny.method(questions=(hours, level, tiny.PLAN, table), **settings)
    return questionnaire(method, positions, tender or tiny.tender()).issue


def options(**first):
    return replace(tiny.LEVEL, options=(replace(tiny.LEVEL.options[0], **first), *tiny.LEVEL.options[1:]))


NOT_SEEN = {
    "the points of a reply": issue(level=options(value=Decimal(30))),
    "a weight": issue(hours=replace(tiny.HOURS, weight=Decimal(50))),
    "a scale": issue(hours=replace(tiny.HOURS, range=Range(worst=Decimal(48), best=Decimal(2)))),
    "how it is judged": issue(hours=replace(tiny.HOURS, judge="info", criterion="")),
    "the limit of a gate": issue(level=replace(tiny.LEVEL, gate=Gate(reason=Text("否", "No"), accept=("three",)))),
    "a scored cell": issue(table=replace(TABLE, items=())),
    "the criteria": issue(criteria=tiny.method(version="2").criteria[::-1]),
    "a fallback": issue(positions=tuple(replace(one, fallback=Text("让", "Less"), value=None) for one in drafts.POSITIONS)),
    "the version": issue(version="2.0"),
    "levels": issue(criteria=(replace(tiny.method().criteria[1], levels=(Level(points=Decimal(1), text=Text("一", "1")),)),)),
}  # fmt: skip
SEEN = {
    "a question": issue(hours=replace(tiny.HOURS, text=Text("几天", "Days"))),
    "a hint": issue(hours=replace(tiny.HOURS, hint=Text("写数字", "A number"))),
    "a unit": issue(hours=replace(tiny.HOURS, unit="day")),
    "the name of a unit": issue(units={"hour": Text("工作小时", "working hours")}),
    "the words of a reply": issue(level=options(text=Text("没有", "Nothing"))),
    "the key of a reply": issue(level=options(key="nothing")),
    "a reply more": issue(level=replace(tiny.LEVEL, options=tiny.LEVEL.options[:2])),
    "whether it may stay empty": issue(hours=replace(tiny.HOURS, required=False)),
    "whether evidence is asked": issue(hours=replace(tiny.HOURS, evidence=True)),
    "whether it is a condition": issue(level=replace(tiny.LEVEL, gate=None)),
    "a column": issue(table=replace(TABLE, columns=TABLE.columns[:1])),
    "a row": issue(table=replace(TABLE, rows=(FixedRow(key="P1", title=Text("重大", "Grave")),))),
    "what a sheet says first": issue(sections=(replace(tiny.method().sections[0], intro=Text("先读", "Read this")),)),
    "a term": issue(positions=(replace(drafts.POSITIONS[0], text=Text("收到发票后60日内付款。", "60 days.")),)),
    "a quantity": issue(tender=tiny.tender(quantities={"L1": Decimal(11)})),
    "a requirement": issue(tender=tiny.tender(requirements=tiny.tender().requirements[:1])),
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_SEEN)
def test_what_no_vendor_sees_leaves_the_issue_as_it_is(what):
    assert NOT_SEEN[what] == issue()


@pytest.mark.parametrize("what", SEEN)
def test_what_a_vendor_sees_makes_another_issue(what):
    assert SEEN[what] != issue()
    assert len(set(SEEN.values())) == len(SEEN)


def test_a_yes_or_no_column_offers_yes_and_no():
    asked = questionnaire(tiny.method(questions=(TABLE,)), (), None).question("SU-02")

    assert [[option.key for option in column.options] for column in asked.columns] == [[], ["yes", "no"]]

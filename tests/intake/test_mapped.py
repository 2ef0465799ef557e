"""What a vendor says in a foreign workbook, read by the mapping: every answer at its cell, and what is missing told once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from evaluator.domain.bid import Answer, Bid, State
from evaluator.domain.finding import Rule, Severity
from evaluator.domain.money import Money
from evaluator.domain.question import Kind, Option, Question
from evaluator.domain.text import Text
from evaluator.i18n.words import message
from evaluator.intake.bids import FileReading, gather
from evaluator.intake.cells import SheetCells
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.mapped import matches_of, read_mapped
from evaluator.intake.foreign.mapping import WorkbookMapping, apply, mapped
from evaluator.intake.foreign.tables import table_by
from evaluator.intake.questionnaire import DEVIATIONS, questionnaire
from evaluator.intake.reading import Context
from tests import tiny
from tests.workbooks import sheet, workbook

Lines = list[list[Any]]
ASKED = questionnaire(tiny.method(), (), tiny.tender())
CONTEXT = Context(ASKED, "CNY", {})
HEAD = ["No", "Question", "Answer", "Remark"]
COLUMNS = {"id": 1, "question": 2, "answer": 3, "comment": 4}
PRICED = {"question": 1, "unit": 2, "quantity": 3, "unit_price": 4}
ANSWERS: Lines = [
    HEAD,
    ["1", "Hours to respond", "4h", "at night too"],
    ["2", "Protection level", "Level 2", None],
    ["3", "Plan", "in three steps", None],
    ["4", "Leads", "满足", "since 2.0"],
    ["5", "Maps", "不满足", None],
]


def page(lines: Lines, name: str = "Answers") -> SheetCells:
    rows = {
        number: {chr(65 + place): value for place, value in enumerate(line) if value is not None}
        for number, line in enumerate(lines, start=1)
    }
    return sheet(name, rows)


def by(one: SheetCells, columns: dict[str, int] | None = None, **more: Any) -> WorkbookMapping:
    vendor, matches = more.pop("vendor", "Ada"), more.pop("matches", {})
    layout = Layout(header_rows=(1,), columns=COLUMNS if columns is None else columns, **more)
    return WorkbookMapping(tables=(mapped(one, layout),), vendor=vendor, matches=matches)


def readings(lines: Lines, columns: dict[str, int] | None = None, **more: Any) -> tuple[FileReading, ...]:
    one, context, invited = page(lines), more.pop("context", CONTEXT), more.pop("invited", ())
    return read_mapped(workbook("a.xlsx", one), by(one, columns, **more), context, invited)


def only(lines: Lines, columns: dict[str, int] | None = None, **more: Any) -> FileReading:
    (found,) = readings(lines, columns, **more)
    return found


def answers(file: FileReading) -> dict[str, Answer]:
    found = Bid(vendor=file.vendor, files=(), answers={answer.item: answer for answer in file.answers})
    return {answer.item: answer for answer in found.every_answer()}


def rules(file: FileReading) -> list[tuple[Rule, str]]:
    for found in file.findings:
        assert all(message(found, lang) for lang in ("zh", "en"))
    return [(found.rule, found.item) for found in file.findings]


def test_every_answer_keeps_its_words_its_cell_and_its_remark() -> None:
    file = only(ANSWERS)
    found = answers(file)

    assert (file.vendor, file.layout, file.refused, rules(file)) == ("Ada", "questionnaire", False, [])
    assert [(item, found[item].value, found[item].source.cell) for item in ("SU-01", "SE-01", "REQ/R1/response")] == [
        ("SU-01", Decimal(4), "C2"), ("SE-01", "two", "C3"), ("REQ/R1/response", "meets", "C5"),
    ]  # fmt: skip
    assert (found["SU-01"].remark, found["SU-01"].remark_cell) == ("at night too", "D2")
    assert (found["REQ/R1/remark"].verbatim, found["REQ/R1/remark"].source.cell) == ("since 2.0", "D5")
    assert found["REQ/R2/response"].value == "no"
    assert [(block.sheet, block.header_row, block.columns["answer"], block.items) for block in file.blocks] == [
        ("Answers", 1, "C", ("SU-01", "SE-01", "FT-01", "REQ"))
    ]


def test_what_nothing_answers_is_unanswered_and_told_a_table_once() -> None:
    file = only([HEAD, ["3", "Plan", "in three steps", None], ["9", "Parking", "5", None]])

    assert rules(file) == [
        (Rule.QUESTION_UNMATCHED, ""), (Rule.QUESTION_UNCOVERED, "SU-01"), (Rule.QUESTION_UNCOVERED, "SE-01"),
        (Rule.QUESTION_UNCOVERED, "REQ"),
    ]  # fmt: skip
    assert [(found.severity, found.source.cell) for found in file.findings[:2]] == [
        (Severity.NOTE, "B3"), (Severity.BLOCKER, ""),
    ]  # fmt: skip
    found = answers(file)
    assert {found[item].state for item in ("SU-01", "REQ/R1/response", "REQ")} == {State.UNANSWERED}


def test_a_row_of_our_list_that_nothing_answers_is_told_by_itself() -> None:
    assert rules(only(ANSWERS[:5])) == [(Rule.QUESTION_UNCOVERED, "REQ/R2/response")]


def test_two_rows_that_answer_one_question_otherwise_leave_it_open() -> None:
    same, other = ["1", "Hours to respond", "4h", None], ["1", "Hours to respond", "8h", None]

    assert rules(only([*ANSWERS, same])) == []
    file = only([*ANSWERS, other])
    assert rules(file) == [(Rule.QUESTION_TWICE, "SU-01")]
    assert answers(file)["SU-01"].state is State.DAMAGED


def test_a_question_in_the_vendors_words_counts_when_a_person_has_said_so() -> None:
    lines: Lines = [HEAD, ["1", "How fast do you react?", "4h", None], ["2", "And at night?", "6", None]]

    assert answers(only(lines))["SU-01"].state is State.UNANSWERED
    assert answers(only(lines, matches={"1 | how fast do you react?": "SU-01"}))["SU-01"].value == 4
    bare = only(lines, matches={"2 | and at night?": "SU-01"})
    assert (answers(bare)["SU-01"].state, [str(one.value) for one in answers(bare)["SU-01"].readings]) == (
        State.AMBIGUOUS, ["6"],
    )  # fmt: skip
    assert (Rule.UNIT_AMBIGUOUS, "SU-01") in rules(bare)
    silent = only(lines, matches={"1 | how fast do you react?": "", "2 | and at night?": ""})
    assert Rule.QUESTION_UNMATCHED not in [rule for rule, _ in rules(silent)]


@pytest.mark.parametrize(
    ("lines", "columns", "hours"),
    [([["No", "Question", "Answer（分钟）"], ["1", "How fast?", "30"]], None, Decimal("0.5")),
     ([["No", "Question", "Answer"], ["1", "How fast (hours)?", "6"]], None, Decimal(6)),
     ([["No", "Question", "Answer", "Unit"], ["1", "How fast?", "90", "min"]],
      {"id": 1, "question": 2, "answer": 3, "unit": 4}, Decimal("1.5")),
     ([["No", "Question", "Answer（分钟）", "Unit"], ["1", "How fast?", "90", "days/year"]],
      {"id": 1, "question": 2, "answer": 3, "unit": 4}, None),
     ([["No", "Question", "Answer", "Unit"], ["1", "How fast?", "1", "小时"]],
      {"id": 1, "question": 2, "answer": 3, "unit": 4}, Decimal(1)),
     ([["No", "Question", "Answer（分钟）", "Unit"], ["1", "How fast?", "90", "/"]],
      {"id": 1, "question": 2, "answer": 3, "unit": 4}, Decimal("1.5"))],
)  # fmt: skip
def test_a_bare_number_is_in_the_unit_that_the_sheet_states(
    lines: Lines, columns: dict[str, int] | None, hours: Decimal | None
) -> None:
    asked = lines[1][1].casefold()
    file = only(lines, columns or {"id": 1, "question": 2, "answer": 3}, matches={f"1 | {asked}": "SU-01"})

    assert answers(file)["SU-01"].value == hours


def test_ditto_is_no_answer_and_offers_what_stands_above() -> None:
    lines: Lines = [
        HEAD,
        ["1", "Hours to respond", "4h", None],
        ["2", "Protection level", "〃", None],
        ["3", "Plan", "ditto", None],
    ]
    file = only(lines)

    assert [one for one in rules(file) if one[0] is Rule.ANSWER_DITTO] == [
        (Rule.ANSWER_DITTO, "SE-01"), (Rule.ANSWER_DITTO, "FT-01"),
    ]  # fmt: skip
    assert [one.value for one in answers(file)["FT-01"].readings] == ["4h"]
    assert answers(file)["FT-01"].state is State.AMBIGUOUS


def test_an_answer_marked_in_a_column_of_its_own_stands_where_the_mark_is() -> None:
    lines: Lines = [["Question", "满足", "不满足"], ["Leads", None, "X"], ["Maps", None, None]]
    file = only(lines, {"question": 1, "answer": 2}, options={2: "满足", 3: "不满足"})

    leads, maps = answers(file)["REQ/R1/response"], answers(file)["REQ/R2/response"]
    assert (leads.value, leads.source.cell, leads.verbatim) == ("no", "C2", "不满足")
    assert (maps.state, maps.source.cell) == (State.UNANSWERED, "B3")


def test_a_no_below_yes_is_open_until_a_person_says_which_option_is_meant() -> None:
    lines: Lines = [["Question", "满足", "不满足"], ["Leads", "否", None], ["Maps", None, "√"]]
    file = only(lines, {"question": 1, "answer": 2}, options={2: "满足", 3: "不满足"})

    leads, maps = answers(file)["REQ/R1/response"], answers(file)["REQ/R2/response"]
    assert (leads.state, leads.verbatim, leads.source.cell) == (State.AMBIGUOUS, "满足: 否", "B2")
    assert (Rule.MARK_UNCLEAR, "REQ/R1/response") in rules(file)
    assert maps.value == "no"


def test_editions_of_one_vendor_that_differ_leave_the_answer_open() -> None:
    lines: Lines = [["Question", "Basic edition", "Enterprise"], ["Leads", "满足", "不满足"], ["Maps", "满足", "满足"],
                    ["Weather", "满足", "满足"]]  # fmt: skip
    file = only(lines, {"question": 1}, vendors={2: "Basic edition", 3: "Enterprise"})

    leads, maps = answers(file)["REQ/R1/response"], answers(file)["REQ/R2/response"]
    assert (file.vendor, leads.value, maps.value) == ("Ada", None, "meets")
    assert (Rule.QUESTION_TWICE, "REQ/R1/response") in rules(file)
    assert [rule for rule, _ in rules(file)].count(Rule.QUESTION_UNMATCHED) == 1


def test_rows_that_name_their_vendor_are_the_bid_of_each() -> None:
    lines: Lines = [["Vendor", "Question", "Answer"], ["Ada", "Leads", "满足"], ["Bo Ltd", "Leads", "不满足"]]
    one, columns = page(lines), {"owner": 1, "question": 2, "answer": 3}
    tables = tuple(mapped(one, Layout(header_rows=(1,), columns=columns, owner=name)) for name in ("Ada", "Bo Ltd"))

    ada, bo = read_mapped(workbook("a.xlsx", one), WorkbookMapping(tables=tables), CONTEXT)

    assert [(file.vendor, answers(file)["REQ/R1/response"].value) for file in (ada, bo)] == [
        ("Ada", "meets"), ("Bo Ltd", "no"),
    ]  # fmt: skip


def test_an_answer_that_a_second_column_contradicts_is_held() -> None:
    lines: Lines = [
        ["Question", "Response", "Compliance", None],
        ["Leads", "满足", "No"],
        ["Maps", "满足", "Yes", "2027"],
    ]
    file = only(lines, {"question": 1, "answer": 2})

    leads, maps = answers(file)["REQ/R1/response"], answers(file)["REQ/R2/response"]
    assert (leads.state, maps.value, maps.remark) == (State.DAMAGED, "meets", "Yes")
    assert {rule for rule, _ in rules(file)} >= {Rule.ANSWER_BESIDE, Rule.COLUMNS_UNREAD}


def test_a_column_for_each_vendor_is_a_bid_of_each_with_its_own_remarks() -> None:
    lines: Lines = [
        ["Question", "Ada", "Remark", "Bo  Ltd", "Remark"],
        ["Hours to respond", "4h", "by phone", "8h", None],
        ["Protection level", "Level 2", None, "N/A", "soon"],
    ]
    more = {"vendors": {2: "Ada", 4: "Bo  Ltd"}, "remarks": {2: 3, 4: 5}, "vendor": ""}

    ada, bo = readings(lines, {"question": 1}, **more, invited=("ADA", "Bo Ltd", "Cy"))

    assert [(file.vendor, file.layout) for file in (ada, bo)] == [("ADA", "comparison"), ("Bo Ltd", "comparison")]
    assert (answers(ada)["SU-01"].remark, answers(bo)["SU-01"].value) == ("by phone", Decimal(8))
    assert (answers(bo)["SE-01"].state, answers(bo)["SE-01"].remark_cell) == (State.AMBIGUOUS, "E3")
    assert [bid.vendor for bid in gather([ada, bo]).bids] == ["ADA", "Bo Ltd"]


def test_one_column_of_remarks_beside_several_vendors_is_nobodys_own() -> None:
    lines: Lines = [["Question", "Ada", "Bo", "Remark"], ["Hours to respond", "4h", "8h", "see the annex"]]

    for file in readings(lines, {"question": 1, "comment": 4}, vendors={2: "Ada", 3: "Bo"}, vendor=""):
        assert answers(file)["SU-01"].remark == ""


def test_a_name_that_is_no_invited_vendors_is_refused_and_keeps_its_name() -> None:
    lines: Lines = [["Question", "Ada", "Target"], ["Hours to respond", "4h", "2h"]]

    file, other = readings(lines, {"question": 1}, vendors={2: "Ada", 3: "Target"}, vendor="", invited=("Ada",))

    assert (file.refused, other.refused, rules(other)) == (False, True, [(Rule.VENDOR_UNINVITED, "")])
    assert [bid.vendor for bid in gather([file, other]).bids] == ["Ada", "Target"]


def test_a_vendor_that_nothing_names_is_called_by_the_file() -> None:
    file = only(ANSWERS, vendor="")

    assert (file.vendor, rules(file)) == ("a", [(Rule.VENDOR_UNNAMED, "")])


def test_a_mapping_under_which_nobody_answers_refuses_the_file() -> None:
    assert rules(only(ANSWERS, {"question": 2})) == [(Rule.LAYOUT_UNKNOWN, "")]
    gone = WorkbookMapping(tables=(replace(by(page(ANSWERS)).tables[0], sheet="Other"),))
    (file,) = read_mapped(workbook("a.xlsx", page(ANSWERS)), gone, CONTEXT)
    assert (file.refused, rules(file)) == (True, [(Rule.MAPPING_SHEET, "")])


PRICES: Lines = [
    ["Line", "Unit", "Qty", "Unit price"],
    ["Licence", "user", "10", "￥120"],
    ["Training", "day", "2", "500元"],
]


def test_a_price_list_is_read_on_our_basis_only() -> None:
    file = only(PRICES, PRICED)
    assert (file.layout, rules(file)) == ("price", [])
    assert answers(file)["PRICE/L1/unit_price"].value == Money(Decimal(120))

    for changed in (["Licence", "user", "12", "￥120"], ["Licence", "month", "10", "￥120"]):
        other = only([PRICES[0], changed, PRICES[2]], PRICED)
        price = answers(other)["PRICE/L1/unit_price"]
        assert (price.state, price.value, price.readings[0].value) == (State.AMBIGUOUS, None, Money(Decimal(120)))
        assert rules(other) == [(Rule.PRICE_BASIS, "PRICE/L1/unit_price")]


@pytest.mark.parametrize(
    ("heading", "basis", "taken"),
    [("单价（不含税）", "included", False), ("Unit price excl. VAT", "included", False), ("含税单价", "included", True),
     ("单价（不含税）", "excluded", True), ("单价（含税）", "excluded", False)],
)  # fmt: skip
def test_a_price_on_another_tax_basis_waits_for_a_person(heading: str, basis: str, taken: bool) -> None:
    lines: Lines = [[*PRICES[0][:3], heading], *PRICES[1:]]
    file = only(lines, PRICED, context=Context(ASKED, "CNY", {}, basis))

    assert (answers(file)["PRICE/L1/unit_price"].state is State.ANSWERED) is taken
    assert [rule for rule, _ in rules(file)] == ([] if taken else [Rule.PRICE_BASIS] * 2)


def test_an_amount_or_a_vendors_column_is_not_taken_for_a_unit_price() -> None:
    amounts = only(PRICES, {"question": 1, "unit": 2, "quantity": 3, "amount": 4})
    assert [rule for rule, _ in rules(amounts)] == [Rule.PRICE_BASIS] * 2

    columns = {"question": 1, "unit": 2, "quantity": 3}
    vendors = only([["Line", "Unit", "Qty", "Ada"], *PRICES[1:]], columns, vendors={4: "Ada"}, vendor="")
    assert (vendors.layout, [rule for rule, _ in rules(vendors)]) == ("price", [Rule.PRICE_BASIS] * 2)


def test_the_vendors_own_total_stands_in_the_column_of_amounts() -> None:
    lines: Lines = [
        [*PRICES[0], "Amount"],
        [*PRICES[1], "1200"],
        [*PRICES[2], "1000"],
        ["Your total price", None, None, None, 2200],
    ]
    file = only(lines, {**PRICED, "amount": 5}, taken=frozenset({4}), matches={"your total price": "TOTAL"})

    assert (answers(file)["TOTAL"].value, answers(file)["TOTAL"].source.cell) == (Money(Decimal(2200)), "E4")


def test_money_is_in_the_unit_of_its_heading_or_of_the_note_above() -> None:
    headed = only([["Line", "Unit", "Qty", "单价（万元）"], ["Licence", "user", "10", 12]], PRICED)
    assert answers(headed)["PRICE/L1/unit_price"].value == Money(Decimal(120_000))

    one = page([["单位：万元"], PRICES[0], ["Licence", "user", "10", "12"]])
    mapping = WorkbookMapping(tables=(mapped(one, Layout(header_rows=(2,), columns=PRICED)),), vendor="Ada")
    (noted,) = read_mapped(workbook("a.xlsx", one), mapping, CONTEXT)
    assert answers(noted)["PRICE/L1/unit_price"].value == Money(Decimal(120_000))


def test_a_price_below_zero_is_no_price() -> None:
    file = only([PRICES[0], ["Licence", "user", "10", "-120"], PRICES[2]], PRICED)

    assert (Rule.PRICE_NEGATIVE, "PRICE/L1/unit_price") in rules(file)


def test_a_list_with_replies_and_prices_speaks_to_both_envelopes() -> None:
    lines: Lines = [["Line", "Reply", "Unit price"], ["Leads", "满足", None], ["Licence", None, "￥120"]]
    columns = {"question": 1, "answer": 2, "unit_price": 3}

    technical, price = readings(lines, columns)

    assert (technical.layout, price.layout) == ("questionnaire", "price")
    assert answers(technical)["REQ/R1/response"].value == "meets"
    assert answers(price)["PRICE/L1/unit_price"].source.cell == "C3"
    (bid,) = gather([technical, price]).bids
    assert {file.envelope for file in bid.files} == {"technical", "price"}


def test_a_column_of_costs_makes_a_price_list_only_where_a_cost_stands_in_it() -> None:
    columns = {"question": 1, "answer": 2, "amount": 3}
    blank: Lines = [["Line", "Reply", "Cost"], ["Leads", "满足", None], ["Maps", "不满足", None]]
    last: Lines = [*blank, [None, None, None], ["Total", None, "￥120"]]

    (reading,) = readings(blank, columns)
    assert reading.layout == "questionnaire"
    assert answers(reading)["REQ/R1/response"].value == "meets"
    assert [one.layout for one in readings(last, columns)] == ["questionnaire", "price"]
    # Where nothing but prices is asked for, blanks are prices that are missing.
    assert table_by(page(blank), Layout(header_rows=(1,), columns={"question": 1, "amount": 3})).states_prices()


def test_replies_and_quantities_beside_a_column_for_each_vendor_are_prices_once_they_are_filled() -> None:
    layout = Layout(header_rows=(1,), columns={"question": 1, "answer": 2, "quantity": 3}, vendors={4: "Ada", 5: "Bo"})
    head = ["Line", "Reply", "Qty", "Ada", "Bo"]

    assert not table_by(page([head, ["Leads", "满足", 1, None, None]]), layout).states_prices()
    assert table_by(page([head, ["Leads", "满足", 1, None, 120]]), layout).states_prices()


def test_a_question_that_a_person_says_is_a_price_makes_its_table_one() -> None:
    lines: Lines = [["Question", "Answer"], ["What do you charge in all?", "2200 元"]]
    said = {"what do you charge in all?": "TOTAL"}
    file = only(lines, {"question": 1, "answer": 2}, matches=said)

    assert (file.layout, answers(file)["TOTAL"].value) == ("price", Money(Decimal(2200)))


def test_what_a_requirement_list_and_a_price_list_both_name_is_read_of_each() -> None:
    asked, listed = page(ANSWERS), page([["Item", "Unit price"], ["Leads", "￥120"], ["Maps", "￥80"]], "Prices")
    prices = by(listed, {"question": 1, "unit_price": 2}).tables
    mapping = replace(by(asked), tables=(*by(asked, {"question": 2, "answer": 3}).tables, *prices))
    book = workbook("a.xlsx", asked, listed)

    for said in ({}, {"leads": "REQ/R1/response", "¤ leads": "REQPRICE/R1/price"}):
        technical, price = read_mapped(book, replace(mapping, matches=said), CONTEXT)

        assert answers(technical)["REQ/R1/response"].source.cell == "C5"
        assert answers(price)["REQPRICE/R1/price"].source.cell == "B2"
    matches = matches_of(apply(book, mapping).tables, ASKED, {"¤ maps": "REQPRICE/R1/price"})
    assert (matches["maps"].item, matches["¤ maps"].item) == ("REQ/R2/response", "REQPRICE/R1/price")


def test_a_departure_from_our_term_needs_its_words() -> None:
    term = Question(id="DV-1", section="main", text=Text("付款期", "Payment"), kind=Kind.DEVIATION, options=DEVIATIONS)
    asked = questionnaire(tiny.method(questions=(term,)), (), tiny.tender(requirements=()))
    file = only([HEAD, ["1", "Payment", "负偏离", None]], context=Context(asked, "CNY", {}))

    assert rules(file) == [(Rule.DEVIATION_UNWORDED, "DV-1")]

    beside: Lines = [["No", "Question", "Answer", "偏离"], ["1", "Payment", "六十日内付款", "负偏离"]]
    worded = only(beside, {"id": 1, "question": 2, "answer": 3, "deviation": 4}, context=Context(asked, "CNY", {}))
    found = answers(worded)["DV-1"]

    assert (rules(worded), found.value, found.source.cell, found.remark) == ([], "negative", "D2", "六十日内付款")


def test_evidence_is_named_beside_its_answer() -> None:
    lines: Lines = [["Question", "Answer", "Evidence"], ["Plan", "three steps", "plan.pdf"]]
    file = only(lines, {"question": 1, "answer": 2, "evidence": 3})

    assert answers(file)["FT-01"].evidence_file == "plan.pdf"


def test_tables_of_free_rows_and_questions_that_need_no_answer_stay_blank() -> None:
    free = Question(id="TB-1", section="main", text=Text("案例", "Cases"), kind=Kind.TABLE, required=False)
    loose = Question(id="LO-1", section="main", text=Text("其他", "Other"), kind=Kind.TEXT, required=False)
    pick = Question(
        id="CH-1", section="main", text=Text("色", "Colour"), kind=Kind.CHOICE,
        options=(Option(key="red", text=Text("红", "Red")),),
    )  # fmt: skip
    asked = questionnaire(tiny.method(questions=(free, loose, pick)), (), tiny.tender(requirements=()))
    file = only([HEAD, ["1", "Colour", "red", None]], context=Context(asked, "CNY", {}))

    assert (rules(file), [answer.state for answer in file.answers]) == (
        [], [State.UNANSWERED, State.UNANSWERED, State.ANSWERED],
    )  # fmt: skip

"""The workbooks that go out can be filled by hand and come back without losing or inventing anything."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from html import unescape

import openpyxl
import pytest

from evaluator.adapters.packs import load_pack
from evaluator.adapters.reader import read_file
from evaluator.adapters.template_file import write_template
from evaluator.domain.bid import State
from evaluator.domain.finding import Rule
from evaluator.domain.money import Money
from evaluator.domain.question import Column, FixedRow, Kind, Option, Question
from evaluator.domain.text import Text
from evaluator.intake.bids import read_bid_file
from evaluator.intake.questionnaire import PRICE, TECHNICAL, Questionnaire, questionnaire
from evaluator.intake.template import Context
from tests import tiny
from tests.adapters.filling import filled, row_of, sheet_with

LAYOUTS = ("zh", "en", "both")
CASES = Question(
    id="TR-01", section="main", text=Text("案例", "Cases"), kind=Kind.TABLE, blank_rows=3, hint=Text("每行一个", "One a row"),
    columns=(
        Column(key="client", title=Text("客户", "Client")),
        Column(key="users", title=Text("用户数", "Users"), kind=Kind.NUMBER, unit="hour"),
        Column(key="live", title=Text("已上线", "Live"), kind=Kind.CHOICE, options=tiny.LEVEL.options),
    ),
)  # fmt: skip
TIMES = Question(
    id="SU-02", section="main", text=Text("时限", "Times"), kind=Kind.TABLE,
    columns=(Column(key="hours", title=Text("响应", "Response"), kind=Kind.DURATION, unit="hour"),),
    rows=(FixedRow(key="P1", title=Text("一级", "Severe")), FixedRow(key="P2", title=Text("二级", "Minor"))),
)  # fmt: skip
METHOD = tiny.method(questions=(tiny.HOURS, CASES, TIMES, tiny.LEVEL, tiny.PLAN))
TENDER = tiny.tender()
ASKED = questionnaire(METHOD, (), TENDER)


def template(envelope=TECHNICAL, layout="en", method=METHOD, tender=TENDER, asked: Questionnaire = ASKED) -> bytes:
    return write_template(asked, method, tender, envelope, layout)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def read(data: bytes, asked: Questionnaire = ASKED, method=METHOD):
    return read_bid_file(read_file("bid.xlsx", data), Context(asked, "CNY", method.units))


def answers(reading):
    return {answer.item: answer for answer in reading.answers}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_vendor_fills_in_comes_back_as_typed_answers_without_a_finding(layout):
    level = tiny.LEVEL.options[2].text.show(layout, " / ")
    cells = {
        "V1": "Ada Ltd", "SU-01": 4, "SE-01": level, "FT-01": "=our plan",
        ("TR-01", "#"): {}, ("SU-02", "P1"): {3: "30 min"}, ("SU-02", "P2"): {3: 8},
        ("REQ", "R1"): {5: "满足"}, ("REQ", "R2"): {5: "Partly meets"},
    }  # fmt: skip

    def cases(book):
        sheet = sheet_with(book, "TR-01")
        top = row_of(sheet, "TR-01")
        for column, value in enumerate(("Bank", 120, level), start=2):
            sheet.cell(top + 2, column).value = value
        plan = sheet.cell(row_of(sheet, "FT-01"), 4)
        plan.data_type = "s"

    reading = read(filled(template(layout=layout), cells, cases))
    found = answers(reading)

    assert (reading.findings, reading.vendor, reading.refused) == ((), "Ada Ltd", False)
    assert (found["SU-01"].value, found["SE-01"].value, found["FT-01"].value) == (Decimal(4), "three", "=our plan")
    assert [cell.value for cell in found["TR-01"].rows[0].cells.values()] == ["Bank", Decimal(120), "three"]
    assert [row.cells["hours"].value for row in found["SU-02"].rows] == [Decimal("0.5"), Decimal(8)]
    assert [row.cells["response"].value for row in found["REQ"].rows] == ["meets", "partial"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["crm_platform", "services_cn"])
@pytest.mark.parametrize("envelope", [TECHNICAL, PRICE])
def test_an_unfilled_workbook_of_a_bundled_pack_holds_every_question_and_only_blanks(name, envelope, layout):
    pack = load_pack(name)
    tender = tiny.tender(pack=name)
    asked = questionnaire(pack.method, pack.library.positions, tender)

    reading = read(template(envelope, layout, pack.method, tender, asked), asked, pack.method)

    assert {answer.item for answer in reading.counted()} == {question.id for question in asked.questions(envelope)}
    assert {found.rule for found in reading.findings} <= {Rule.BLANK, Rule.VENDOR_UNNAMED}
    assert all(answer.state in (State.UNANSWERED, State.ANSWERED) for answer in reading.answers)
    assert reading.answered() == 0


def test_unit_prices_come_back_and_amounts_are_calculated_from_the_buyers_quantities():
    cells = {"V1": "Ada", ("PRICE", "L1"): {5: 100.5}, ("PRICE", "L2"): {5: "￥500"}, "TOTAL": 2005}
    data = filled(template(PRICE), cells)

    found = answers(read(data))
    sheet = sheet_with(opened(data), "PRICE")
    row = row_of(sheet, "L1")

    prices = [line.cells["unit_price"].value for line in found["PRICE"].rows]
    assert prices == [Money(Decimal("100.5")), Money(Decimal(500))]
    assert found["TOTAL"].value == Money(Decimal(2005))
    assert sheet.cell(row, 6).value == f'=IF(ISNUMBER(E{row}),D{row}*E{row},"")'
    assert sheet.cell(row, 4).value == 10
    assert sheet.cell(row + 2, 6).value == f"=SUM(F{row}:F{row + 1})"
    assert sheet.cell(row + 2, 1).value is None


def test_each_envelope_holds_its_own_questions_only():
    technical, price = opened(template(TECHNICAL)), opened(template(PRICE))

    def ids(book):
        return {cell.value for sheet in book for cell in sheet["A"] if cell.value}

    assert {"PRICE", "TOTAL", "REQPRICE", "V9"}.isdisjoint(ids(technical))
    assert {"SU-01", "REQ", "FT-01"}.isdisjoint(ids(price))


def test_rows_inserted_above_and_inside_a_table_lose_nothing():
    def grow(book):
        sheet = sheet_with(book, "TR-01")
        top = row_of(sheet, "TR-01")
        sheet.cell(top + 2, 2).value = "First"
        sheet.cell(top + 4, 2).value = "Last"
        sheet.insert_rows(top + 3)
        sheet.cell(top + 3, 2).value = "Between"
        sheet.insert_rows(4)

    found = answers(read(filled(template(), {"V1": "Ada", "SU-01": 4, "SE-01": "None"}, grow)))

    assert [row.cells["client"].value for row in found["TR-01"].rows] == ["First", "Between", "Last"]
    assert (found["SU-01"].value, found["SE-01"].value) == (Decimal(4), "none")


def test_only_answer_cells_are_open_and_the_sheet_still_lets_people_work():
    sheet = sheet_with(opened(template()), "SU-01")
    row = row_of(sheet, "SU-01")
    guard = sheet.protection

    assert [sheet.cell(row, column).protection.locked for column in range(1, 6)] == [True, True, True, False, False]
    assert (guard.sheet, guard.password) == (True, None)
    assert not any((guard.formatRows, guard.formatColumns, guard.formatCells, guard.insertRows))


def test_choices_have_a_drop_down_and_amounts_only_a_warning():
    sheet = sheet_with(opened(template()), "SU-01")
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    choice = rules[f"D{row_of(sheet, 'SE-01')}"]
    amount = rules[f"D{row_of(sheet, 'SU-01')}"]

    assert (choice.type, choice.formula1) == ("list", '"None,Level 2,Level 3"')
    assert (amount.type, amount.errorStyle) == ("decimal", "warning")
    assert "hour" in amount.error


def test_a_list_with_commas_or_too_long_stands_on_a_hidden_sheet_that_is_not_read():
    options = tuple(Option(key=f"o{n}", text=Text(f"选项{n}", f"Option {n}, with a comma")) for n in range(9))
    method = tiny.method(questions=(replace(tiny.LEVEL, options=options, gate=None), tiny.HOURS, tiny.PLAN))
    asked = questionnaire(method, (), TENDER)
    data = template(method=method, asked=asked)

    book = opened(data)
    sheet = sheet_with(book, "SE-01")
    rule = next(r for r in sheet.data_validations.dataValidation if str(r.sqref) == f"D{row_of(sheet, 'SE-01')}")

    assert (rule.formula1, book["_lists"].sheet_state) == ("'_lists'!$A$1:$A$9", "hidden")
    assert [book["_lists"].cell(n, 1).value for n in (1, 9)] == [options[0].text.en, options[8].text.en]
    reading = read(filled(data, {"V1": "Ada", "SE-01": options[8].text.en}), asked, method)
    assert answers(reading)["SE-01"].value == "o8"
    assert Rule.HIDDEN_PART not in {found.rule for found in reading.findings}


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("zh", ["填写说明", "投标人信息"]),
        ("en", ["How to fill in this workbook"]),
        ("both", ["填写说明 / How to fill in this workbook"]),
    ],
)
def test_the_cover_tells_in_its_language_how_to_fill_the_workbook(layout, words):
    cover = opened(template(layout=layout)).worksheets[0]
    texts = {cell.value for row in cover.iter_rows() for cell in row if cell.value}

    assert set(words) <= texts


def test_units_stand_in_the_header_of_a_table_and_beside_a_question():
    sheet = sheet_with(opened(template()), "TR-01")
    header = row_of(sheet, "TR-01") + 1

    assert sheet.cell(header, 3).value == "Users\n(hours)"
    assert "hours" in sheet.cell(row_of(sheet, "SU-01"), 3).value


def test_a_condition_is_marked_as_such():
    sheet = sheet_with(opened(template()), "SE-01")

    assert "★" in sheet.cell(row_of(sheet, "SE-01"), 3).value
    assert "★" not in sheet.cell(row_of(sheet, "SU-01"), 3).value


def test_the_cover_counts_what_is_still_empty():
    cover = openpyxl.load_workbook(io.BytesIO(template()), data_only=True).worksheets[0]
    counts = {row[1].value: row[3].value for row in cover.iter_rows() if isinstance(row[3].value, int | float)}

    # Three questions and the open table as one; cells of the fixed table are neither scored nor required.
    assert counts == {"Main": 4, "Requirements": 2}


def test_the_price_cover_proposes_the_tenders_currency():
    cover = opened(template(PRICE, tender=tiny.tender(currency="USD"))).worksheets[0]

    assert cover.cell(row_of(cover, "V9"), 3).value == "USD"


def test_a_pack_without_a_tender_gives_workbooks_too():
    asked = questionnaire(METHOD, (), None)

    reading = read(template(tender=None, asked=asked), asked)

    assert (reading.refused, reading.marker.tender) == (False, "")
    assert "REQ" not in answers(reading)


def test_everything_from_the_sample_tender_says_so():
    book = opened(template(tender=tiny.tender(sample=True)))

    assert book.worksheets[0]["A3"].value == "Sample tender: all names and answers are invented"
    assert all("Sample tender" in sheet.oddFooter.center.text for sheet in book)


@pytest.mark.parametrize("envelope", [TECHNICAL, PRICE])
def test_the_same_questionnaire_gives_the_same_bytes(envelope):
    assert template(envelope) == template(envelope)


def whole(data: bytes) -> str:
    """Every part of a package as text: cells, names, properties, comments, whatever a vendor could dig out."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(unescape(package.read(name).decode("utf-8")) for name in package.namelist())


@pytest.mark.parametrize("name", ["crm_platform", "services_cn"])
def test_nothing_of_the_house_is_in_what_a_vendor_receives(name):
    pack = load_pack(name)
    asked = questionnaire(pack.method, pack.library.positions, tiny.tender(pack=name))
    told = {side for one in pack.library.positions for side in (one.text.zh, one.text.en)}
    kept = {
        side
        for one in pack.library.positions
        for text in (one.fallback, one.escalate, one.reason)
        for side in (text.zh, text.en)
        # "30 days." as a fallback may stand word for word in a published sentence; longer ones never do.
        if len(side) > 12 and not any(side.rstrip("。.") in words for words in told)
    }

    sent = "".join(
        whole(template(envelope, "both", pack.method, tiny.tender(pack=name), asked)) for envelope in (TECHNICAL, PRICE)
    )

    assert len(kept) > 5
    assert [words for words in kept if words in sent] == []


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("zh", "2026年12月5日 17:00"),
        ("en", "5 December 2026, 17:00"),
        ("both", "2026年12月5日 17:00 / 5 December 2026, 17:00"),
    ],
)
def test_the_deadline_is_printed_as_people_write_it(layout, words):
    cover = opened(template(layout=layout, tender=tiny.tender(deadline="2026-12-05T17:00"))).worksheets[0]

    assert words in {cell.value for row in cover.iter_rows() for cell in row}


@pytest.mark.parametrize(("stated", "words"), [("2026-12-05", "5 December 2026"), ("noon on Friday", "noon on Friday")])
def test_a_deadline_without_an_hour_gets_none_and_words_stay_words(stated, words):
    cover = opened(template(tender=tiny.tender(deadline=stated))).worksheets[0]

    assert words in {cell.value for row in cover.iter_rows() for cell in row}


def test_column_a_shows_numbers_where_a_row_is_known_by_a_mere_word():
    named = replace(TIMES, rows=(FixedRow(key="severe", title=Text("一级", "Severe")), *TIMES.rows))
    asked = questionnaire(tiny.method(questions=(named,)), (), TENDER)
    sheet = sheet_with(opened(template(layout="zh", asked=asked)), "SU-02")
    shown = {sheet.cell(row, 1).value: sheet.cell(row, 1).number_format for row in range(5, 9)}

    # The key stays in the cell, so that the row is found again; what is shown is its place, and 编号 above.
    assert shown == {"#": ';;;"编号"', "severe": ';;;"1"', "P1": "General", "P2": "General"}


def test_only_prices_have_a_tax_basis():
    revenue = replace(tiny.HOURS, id="CO-01", kind=Kind.MONEY, judge="info", range=None, unit="")
    method = tiny.method(questions=(revenue, *METHOD.questions))
    asked = questionnaire(method, (), TENDER)
    main = sheet_with(opened(template(method=method, asked=asked)), "CO-01")
    prices = sheet_with(opened(template(PRICE, method=method, asked=asked)), "PRICE")

    assert main.cell(row_of(main, "CO-01"), 3).value.startswith("An amount (CNY)")
    assert prices.cell(row_of(prices, "#"), 5).value == "Unit price\n(CNY, tax included)"


def test_requirement_prices_say_which_rows_are_musts():
    sheet = sheet_with(opened(template(PRICE)), "REQPRICE")
    rows = [row_of(sheet, key) for key in ("R1", "R2")]

    assert [sheet.cell(row, 3).value for row in rows] == ["Must", "Should"]


def test_the_cover_and_the_cell_agree_that_the_vendors_own_total_is_only_a_check():
    book = opened(template(PRICE))
    sheet = sheet_with(book, "TOTAL")
    steps = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value]

    assert any("you may write your own total" in str(step) for step in steps)
    assert "May stay empty" in sheet.cell(row_of(sheet, "TOTAL"), 3).value


def test_a_title_whose_rows_would_print_on_the_next_page_starts_that_page():
    long = [replace(tiny.PLAN, id=f"FT-{number:02d}") for number in range(1, 7)]
    asked = questionnaire(tiny.method(questions=(*long, CASES, tiny.LEVEL)), (), TENDER)
    sheet = sheet_with(opened(template(asked=asked)), "TR-01")
    breaks = {one.id for one in sheet.row_breaks.brk}

    # Six questions of six lines all but fill a page: the table would begin on its last rows.
    assert breaks == {row_of(sheet, "TR-01") - 1}
    short = sheet_with(opened(template()), "TR-01")
    assert short.row_breaks.brk == []

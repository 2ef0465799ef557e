"""A returned workbook, given as cells: whatever the vendor did to it, no answer is lost and none is made up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from evaluator.domain.bid import State
from evaluator.domain.contract import Position
from evaluator.domain.finding import Finding, Rule, Severity
from evaluator.domain.method import Section
from evaluator.domain.money import Money
from evaluator.domain.question import Column, FixedRow, Item, Judge, Kind, Option, Question, Range
from evaluator.domain.text import Text
from evaluator.i18n.words import message
from evaluator.intake import layout
from evaluator.intake.bids import FileReading, gather, read_bid_file
from evaluator.intake.cells import Cell, Comment, Refusal, Workbook
from evaluator.intake.questionnaire import PRICE, TECHNICAL, Questionnaire, questionnaire
from evaluator.intake.reading import Context
from evaluator.intake.values import TEXT_LIMIT
from tests import tiny
from tests.workbooks import Rows, cover, sheet, workbook

TEAM = Question(
    id="TM-01", section="more", text=tiny.words("Team"), kind=Kind.TABLE,
    columns=(
        Column(key="name", title=tiny.words("Name"), required=True),
        Column(key="years", title=tiny.words("Years"), kind=Kind.NUMBER),
    ),
)  # fmt: skip
TARGETS = Question(
    id="ST-01", section="more", text=tiny.words("Targets"), kind=Kind.TABLE, judge=Judge.AUTO, criterion="support",
    weight=Decimal(0),
    columns=(Column(key="hours", title=tiny.words("Hours"), kind=Kind.DURATION, unit="hour"),),
    rows=(FixedRow(key="critical", title=tiny.words("Critical")), FixedRow(key="minor", title=tiny.words("Minor"))),
    items=(Item(row="critical", column="hours", weight=Decimal(100), range=Range(worst=Decimal(9), best=Decimal(1))),),
)  # fmt: skip
START = Question(id="DL-01", section="more", text=tiny.words("Start"), kind=Kind.DATE, required=False)
SHARE = Question(id="ST-02", section="more", text=tiny.words("Availability"), kind=Kind.PERCENT, unit="%")
METHOD = tiny.method(
    questions=(tiny.HOURS, tiny.LEVEL, tiny.PLAN, TEAM, TARGETS, START, SHARE),
    sections=(Section(key="main", title=tiny.words("Main")), Section(key="more", title=tiny.words("More"))),
)
ASKED = questionnaire(METHOD, (), tiny.tender())
CONTEXT = Context(ASKED, "CNY", METHOD.units)


def row(question: Question, answer: Any = None, **more: Any) -> dict[str, Any]:
    cells = {"A": question.id, "B": question.text.en, **more}
    return cells if answer is None else {**cells, "D": answer}


MAIN: Rows = {3: {"A": "No.", "B": "Question", "D": "Answer"}, 4: row(tiny.HOURS, 4), 5: row(tiny.LEVEL, "Level 2"),
              6: row(tiny.PLAN, "We begin small.")}  # fmt: skip
MORE: Rows = {
    4: row(TEAM), 5: {"A": "#", "B": "Name", "C": "Years"}, 6: {"B": "Eve", "C": 7}, 7: {"B": "Fay", "C": 3},
    8: row(TARGETS), 9: {"A": "#", "C": "Hours\n(hours)"}, 10: {"A": "critical", "B": "Critical", "C": 2},
    11: {"A": "minor", "B": "Minor", "C": 8}, 12: row(START, "2026-03-31"), 13: row(SHARE, "99.9%"),
}  # fmt: skip
NEEDS: Rows = {
    4: {"A": "REQ", "B": "Requirements"}, 5: {"A": "#", "B": "Module", "C": "Requirement", "D": "Kind", "E": "Reply"},
    6: {"A": "R1", "B": "Sales", "C": "Leads", "D": "Must", "E": "Meets"},
    7: {"A": "R2", "B": "Sales", "C": "Maps", "D": "Should", "E": "Partly meets", "G": "next year"},
}  # fmt: skip
PRICES: Rows = {
    4: {"A": "PRICE", "B": "Prices"},
    5: {"A": "#", "B": "Line", "C": "Unit", "D": "Quantity", "E": "Unit price", "F": "Amount (calculated)",
        "G": "Tax rate (%)", "H": "Remark"},
    6: {"A": "L1", "B": "Licence", "C": "user", "D": 10, "E": 100},
    7: {"A": "L2", "B": "Training", "C": "day", "D": 2, "E": 500},
    9: {"A": "#", "B": "Question", "D": "Answer"}, 10: {"A": "TOTAL", "B": "Your total price", "D": 2000},
}  # fmt: skip
EXTRAS: Rows = {
    4: {"A": "REQPRICE", "B": "Requirement prices"}, 5: {"A": "#", "B": "Requirement", "C": "Kind", "D": "Extra price"},
    6: {"A": "R1", "B": "Leads", "C": "Must"}, 7: {"A": "R2", "B": "Maps", "C": "Should", "D": 300},
}  # fmt: skip


def technical(
    main: Rows = MAIN, more: Rows = MORE, needs: Rows = NEEDS, *, name: str = "ada.xlsx", vendor: str = "Ada", mark: str = "",
    hide: dict[str, Any] | None = None, merged: tuple[str, ...] = (), **book: Any,
) -> Workbook:  # fmt: skip
    sheets = [
        cover(ASKED, TECHNICAL, vendor, mark=mark),
        sheet("Main", main, merged=merged, **(hide or {})),
        sheet("More", more),
        sheet("Requirements", needs),
    ]
    return workbook(name, *sheets, **book)


def priced(
    prices: Rows = PRICES, extras: Rows = EXTRAS, *, name: str = "ada-price.xlsx", vendor: str = "Ada"
) -> Workbook:
    return workbook(name, cover(ASKED, PRICE, vendor), sheet("Prices", prices), sheet("Requirement prices", extras))


def read(book: Workbook | Refusal, context: Context = CONTEXT) -> FileReading:
    return read_bid_file(book, context)


def answers(file: FileReading) -> dict[str, Any]:
    return {answer.item: answer for answer in file.answers}


def cell(file: FileReading, item: str) -> Any:
    """The answer in a table's cell."""
    question, key, column = item.split("/")
    return next(row for row in answers(file)[question].rows if row.key == key).cells[column]


def found(file: FileReading, rule: Rule) -> list[Finding]:
    return [one for one in file.findings if one.rule is rule]


def only(file: FileReading) -> Finding:
    assert len(file.findings) == 1, [(one.rule, one.item) for one in file.findings]
    return file.findings[0]


def changed(rows: Rows, number: int, **cells: Any) -> Rows:
    return {**rows, number: {**rows.get(number, {}), **cells}}


def shifted(rows: Rows, start: int, by: int = 1) -> Rows:
    return {number + by if number >= start else number: entries for number, entries in rows.items()}


def without(rows: Rows, *numbers: int) -> Rows:
    return {number: entries for number, entries in rows.items() if number not in numbers}


def test_a_workbook_filled_as_asked_has_every_answer_and_no_finding() -> None:
    file = read(technical())
    got = answers(file)

    assert file.findings == ()
    assert (file.vendor, file.layout, len(file.counted()), file.answered()) == ("Ada", "template", 8, 8)
    assert (got["SU-01"].value, got["SE-01"].value, got["ST-02"].value) == (Decimal(4), "two", Decimal("99.9"))
    assert [entry.cells["name"].value for entry in got["TM-01"].rows] == ["Eve", "Fay"]
    assert cell(file, "ST-01/critical/hours").value == 2
    assert (cell(file, "REQ/R2/response").value, cell(file, "REQ/R2/remark").value) == ("partial", "next year")


def test_a_price_workbook_gives_unit_prices_total_and_currency() -> None:
    file = read(priced())
    bid = gather([file]).bids[0]

    assert file.findings == ()
    assert cell(file, "PRICE/L1/unit_price").value == Money(Decimal(100), "CNY")
    assert cell(file, "REQPRICE/R2/price").value == Money(Decimal(300), "CNY")
    assert (bid.currency, bid.stated_total and bid.stated_total.value) == ("CNY", Money(Decimal(2000), "CNY"))


def test_every_answer_says_its_file_sheet_and_cell() -> None:
    source = answers(read(technical()))["SU-01"].source

    assert (source.file, source.sha256, str(source)) == ("ada.xlsx", "0" * 64, "Main!D4")


def test_remark_and_name_of_the_evidence_stay_with_the_answer() -> None:
    got = answers(read(technical(changed(MAIN, 4, E="on weekdays", F="sla.pdf"))))["SU-01"]

    assert (got.remark, got.remark_cell, got.evidence_file) == ("on weekdays", "E4", "sla.pdf")


def test_an_inserted_row_moves_answers_and_loses_none() -> None:
    file = read(technical(changed(shifted(MAIN, 5), 5, B="our note", D="see below")))

    assert file.findings == ()
    assert str(answers(file)["SE-01"].source) == "Main!D6"


def test_moved_and_renamed_sheets_lose_no_answer() -> None:
    book = technical()
    turned = replace(book, sheets=tuple(replace(one, name=f"x{one.name}") for one in reversed(book.sheets)))

    file = read(turned)

    assert file.findings == ()
    assert str(answers(file)["SU-01"].source) == "xMain!D4"


def test_an_id_twice_with_two_answers_is_damage_with_one_answer_a_remark() -> None:
    two = read(technical(changed(MAIN, 9, **row(tiny.HOURS, 8))))
    same = read(technical(changed(MAIN, 9, **row(tiny.HOURS, 4))))

    assert only(two).rule is Rule.QUESTION_TWICE
    assert (answers(two)["SU-01"].state, answers(two)["SU-01"].value) == (State.DAMAGED, None)
    assert only(same).rule is Rule.QUESTION_TWICE
    assert answers(same)["SU-01"].value == 4


def test_a_deleted_row_is_a_missing_question_and_holds_the_ranking_if_it_decides() -> None:
    file = read(technical(without(MAIN, 4, 6)))

    assert [(one.rule, one.item, one.severity) for one in file.findings] == [
        (Rule.QUESTION_MISSING, "SU-01", Severity.BLOCKER),
        (Rule.QUESTION_MISSING, "FT-01", Severity.WARNING),
    ]
    assert answers(file)["SU-01"].state is State.UNANSWERED


def test_a_deleted_sheet_is_told_once_and_not_for_every_question() -> None:
    book = technical()
    file = read(replace(book, sheets=tuple(one for one in book.sheets if one.name != "Main")))

    told = only(file)
    assert (told.rule, told.severity, dict(told.params)["title"]) == (
        Rule.SHEET_MISSING,
        Severity.BLOCKER,
        tiny.words("Main"),
    )
    assert {answers(file)[item].state for item in ("SU-01", "SE-01", "FT-01")} == {State.UNANSWERED}


def test_a_deleted_sheet_of_optional_prices_is_only_a_warning() -> None:
    file = read(workbook("ada-price.xlsx", cover(ASKED, PRICE), sheet("Prices", PRICES)))

    assert (only(file).rule, only(file).severity) == (Rule.SHEET_MISSING, Severity.WARNING)


def test_a_changed_question_holds_that_question_and_no_other() -> None:
    file = read(technical(changed(MAIN, 4, B="Hours to reply on weekdays")))

    told = only(file)
    assert (told.rule, str(told.source), dict(told.params)["given"]) == (
        Rule.QUESTION_CHANGED, "Main!B4", "Hours to reply on weekdays",
    )  # fmt: skip
    assert (answers(file)["SU-01"].state, answers(file)["SU-01"].verbatim) == (State.DAMAGED, "4")
    assert answers(file)["SE-01"].value == "two"
    # Whoever reads in Chinese is told what the English workbook said, not a translation that never stood in it.
    assert "原文为“Hours to respond”，现为“Hours to reply on weekdays”" in message(told, "zh")


def test_white_space_alone_changes_no_question() -> None:
    assert read(technical(changed(MAIN, 4, B=" Hours  to\nrespond "))).findings == ()


def test_a_workbook_in_both_languages_is_read_like_one_in_one() -> None:
    mark = layout.marker(ASKED, TECHNICAL, "both").code()
    both = {number: {**cells, "B": next((q.text.show("both") for q in ASKED.all() if q.id == cells.get("A")), cells.get("B"))}
            for number, cells in MAIN.items()}  # fmt: skip

    file = read(technical(changed(both, 5, D="二级 / Level 2"), mark=mark))

    assert [one for one in file.findings if one.item in ("SU-01", "SE-01", "FT-01")] == []
    assert answers(file)["SE-01"].value == "two"


def test_merged_answer_cells_leave_the_covered_ones_damaged() -> None:
    file = read(technical(changed(MAIN, 5, D=""), merged=("D4:D5", "B9:C9")))

    told = only(file)
    assert (told.rule, told.item, dict(told.params)) == (Rule.CELL_MERGED, "SE-01", {"range": "D4:D5"})
    assert answers(file)["SU-01"].value == 4
    assert answers(file)["SE-01"].state is State.DAMAGED


def test_a_comment_at_an_answer_is_told_beside_it_and_instead_of_a_blank() -> None:
    notes = [
        Comment(4, 4, "Ada", "Ada:\nActually 9"),
        Comment(5, 4, "Ada", "Level 2"),
        Comment(6, 4, "Ada", "We begin small."),
    ]
    file = read(technical(changed(MAIN, 5, D=""), hide={"comments": tuple(notes)}))

    assert [(one.rule, one.severity, str(one.source), one.item) for one in file.findings] == [
        (Rule.NOTE_AT_ANSWER, Severity.WARNING, "Main!D4", "SU-01"),
        (Rule.ANSWER_IN_NOTE, Severity.BLOCKER, "Main!D5", "SE-01"),
    ]
    assert dict(file.findings[0].params) == {"answer": "4", "given": "Actually 9"}
    assert answers(file)["SE-01"].state is State.UNANSWERED


def test_a_bare_number_of_a_file_whose_formats_could_not_be_read_waits() -> None:
    file = read(technical(errors_unseen=True))

    answer = answers(file)["SU-01"]
    assert (answer.state, [str(one.value) for one in answer.readings]) == (State.AMBIGUOUS, ["4"])
    assert [one.item for one in found(file, Rule.UNIT_AMBIGUOUS)] == [
        "SU-01",
        "ST-01/critical/hours",
        "ST-01/minor/hours",
    ]


def test_an_answer_that_begins_its_merged_range_is_an_answer() -> None:
    assert read(technical(merged=("D4:E4", "broken", "A1:ZZZZ9"))).findings == ()


def test_a_hidden_sheet_is_read_and_told() -> None:
    file = read(technical(hide={"hidden": True}))

    assert (only(file).rule, dict(only(file).params)) == (Rule.HIDDEN_PART, {"part": "Main"})
    assert answers(file)["SU-01"].value == 4


def test_hidden_rows_and_columns_are_told_where_something_is_written_in_them() -> None:
    file = read(technical(hide={"hidden_rows": frozenset({5, 90}), "hidden_columns": frozenset({4, 9})}))

    assert dict(only(file).params) == {"part": "Main!5:5, D:D"}


def test_many_hidden_rows_are_one_short_finding() -> None:
    many = {**MAIN, **{number: {"B": "note"} for number in range(20, 40)}}

    file = read(technical(many, hide={"hidden_rows": frozenset(range(20, 40))}))

    assert str(dict(only(file).params)["part"]).endswith("27:27, …")


def test_our_own_hidden_lists_are_neither_read_nor_told() -> None:
    book = technical()
    lists = sheet("_lists", {1: row(tiny.HOURS, 99)}, hidden=True)

    assert read(replace(book, sheets=(*book.sheets, lists))).findings == ()


def test_a_table_grows_with_inserted_rows_and_keeps_their_order() -> None:
    grown = changed(shifted(MORE, 7), 7, B="Gil", C=12)

    file = read(technical(more=grown))

    assert file.findings == ()
    assert [entry.cells["name"].value for entry in answers(file)["TM-01"].rows] == ["Eve", "Gil", "Fay"]
    assert cell(file, "ST-01/minor/hours").value == 8


def test_fixed_rows_are_found_by_their_keys_wherever_they_stand() -> None:
    turned = {**MORE, 10: MORE[11], 11: MORE[10]}

    file = read(technical(more=turned))

    assert file.findings == ()
    assert [(entry.key, entry.cells["hours"].value) for entry in answers(file)["ST-01"].rows] == [
        ("critical", 2),
        ("minor", 8),
    ]


def test_an_empty_table_that_is_required_is_one_blank() -> None:
    file = read(technical(more=without(MORE, 6, 7)))

    assert (only(file).rule, only(file).item, answers(file)["TM-01"].state) == (Rule.BLANK, "TM-01", State.UNANSWERED)


def test_a_fixed_row_that_is_gone_is_missing_and_the_others_stay() -> None:
    file = read(technical(more=without(MORE, 10)))

    assert (only(file).rule, only(file).item, only(file).severity) == (
        Rule.QUESTION_MISSING,
        "ST-01/critical",
        Severity.BLOCKER,
    )
    assert cell(file, "ST-01/critical/hours").state is State.UNANSWERED
    assert cell(file, "ST-01/minor/hours").value == 8


def test_a_scored_cell_left_blank_holds_the_ranking_an_unscored_one_does_not() -> None:
    file = read(technical(more=changed(changed(MORE, 10, C=""), 11, C="")))

    assert [(one.rule, one.item, one.severity) for one in file.findings] == [
        (Rule.BLANK, "ST-01/critical/hours", Severity.BLOCKER)
    ]


def test_a_fixed_row_twice_with_two_answers_is_damage() -> None:
    file = read(priced(changed(shifted(PRICES, 8), 8, A="L1", B="Licence", C="user", D=10, E=90)))

    assert (only(file).rule, only(file).item) == (Rule.QUESTION_TWICE, "PRICE/L1")
    assert cell(file, "PRICE/L1/unit_price").state is State.DAMAGED
    assert cell(file, "PRICE/L2/unit_price").value == Money(Decimal(500), "CNY")


def test_a_fixed_row_copied_with_the_same_answer_is_one_answer() -> None:
    file = read(priced(changed(shifted(PRICES, 8), 8, **PRICES[6])))

    assert file.findings == ()


def test_a_line_that_the_vendor_added_to_a_fixed_table_is_told_and_not_read() -> None:
    file = read(priced(changed(shifted(PRICES, 8), 8, B="Travel", E=9000)))

    assert only(file).rule is Rule.QUESTION_UNKNOWN
    assert message(only(file), "en").startswith("The line added at A8 of Prices is not a question")
    assert message(only(file), "zh").startswith("不是问卷中的题目，没有读取：报价表中新增的一行（A8）。")
    assert [entry.key for entry in answers(file)["PRICE"].rows] == ["L1", "L2"]


def test_columns_of_a_table_that_were_moved_are_found_by_their_titles() -> None:
    moved = {**PRICES, 5: {**PRICES[5], "E": "Tax rate (%)", "G": "Unit price\n(CNY)"}}
    moved |= {
        number: {**{k: v for k, v in PRICES[number].items() if k != "E"}, "G": PRICES[number]["E"]} for number in (6, 7)
    }

    file = read(priced(moved))

    assert file.findings == ()
    assert cell(file, "PRICE/L1/unit_price").source.cell == "G6"


def test_an_id_that_we_never_gave_is_told_if_it_has_an_answer() -> None:
    rows = changed(changed(MAIN, 8, A="SU-99", B="What else?", D="a lot"), 9, A="SU-98", B="And?")

    assert (only(read(technical(rows))).rule, only(read(technical(rows))).item) == (Rule.QUESTION_UNKNOWN, "SU-99")


def test_a_workbook_without_our_mark_is_not_recognised() -> None:
    file = read(workbook("other.xlsx", sheet("Sheet1", MAIN)))

    assert (file.refused, file.layout, only(file).rule) == (True, "unknown", Rule.LAYOUT_UNKNOWN)


def test_a_mark_that_was_tampered_with_is_no_mark() -> None:
    assert only(read(technical(mark="VE1|tiny|1.0|technical|en|T-1|xyz"))).rule is Rule.LAYOUT_UNKNOWN


@pytest.mark.parametrize(
    ("mark", "rule", "given"),
    [("VE1|other|1.0|technical|en|T-1|0123456789abcdef", Rule.OTHER_PACK, ("other", "tiny")),
     ("VE1|tiny|1.0|technical|en|T-9|0123456789abcdef", Rule.OTHER_TENDER, ("T-9", "T-1"))],
)  # fmt: skip
def test_a_workbook_of_another_method_or_tender_is_refused(mark: str, rule: Rule, given: tuple[str, str]) -> None:
    file = read(technical(mark=mark))

    params = dict(only(file).params)
    assert (file.refused, only(file).rule, (params["actual"], params["expected"])) == (True, rule, given)


def test_a_workbook_of_another_issue_is_read_and_the_difference_told() -> None:
    file = read(technical(mark="VE1|tiny|1.0|technical|en|T-1|0123456789abcdef"))

    assert (file.refused, only(file).rule, only(file).severity) == (False, Rule.OTHER_ISSUE, Severity.WARNING)
    assert dict(only(file).params) == {"actual": "0123456789abcdef", "expected": ASKED.issue}
    assert answers(file)["SU-01"].value == 4


def test_a_corrected_weight_makes_no_other_issue_and_a_changed_question_does() -> None:
    def issue(question: Question) -> str:
        return questionnaire(tiny.method(questions=(question, tiny.LEVEL, tiny.PLAN)), (), tiny.tender()).issue

    heavier = replace(tiny.HOURS, weight=Decimal(50), range=Range(worst=Decimal(48), best=Decimal(1)))

    assert issue(heavier) == issue(tiny.HOURS)
    assert issue(replace(tiny.HOURS, unit="day")) != issue(tiny.HOURS)


def test_a_cover_without_a_name_takes_the_name_of_the_file() -> None:
    file = read(technical(vendor="", name="Bo Ltd.xlsx"))

    assert (file.vendor, only(file).rule) == ("Bo Ltd", Rule.VENDOR_UNNAMED)


def test_macros_and_links_are_told_and_the_answers_read() -> None:
    file = read(technical(macros=True, links=True))

    assert [one.rule for one in file.findings] == [Rule.FILE_MACROS, Rule.FILE_LINKS]
    assert answers(file)["SU-01"].value == 4


@pytest.mark.parametrize(
    ("answer", "rule", "state"),
    [("", Rule.BLANK, State.UNANSWERED), ("N/A", Rule.NOT_APPLICABLE, State.AMBIGUOUS),
     ("soon", Rule.NOT_A_NUMBER, State.AMBIGUOUS), ("2天", Rule.UNIT_AMBIGUOUS, State.AMBIGUOUS),
     ("4-8", Rule.AMOUNT_AMBIGUOUS, State.AMBIGUOUS), ("〃", Rule.ANSWER_DITTO, State.AMBIGUOUS),
     ('=DISPIMG("ID_1",1)', Rule.ANSWER_PICTURE, State.DAMAGED), (Cell(4, 4, "#N/A", "error"), Rule.ERROR_VALUE, State.DAMAGED),
     (Cell(4, 4, "", formula=True, uncalculated=True), Rule.FORMULA_UNCALCULATED, State.DAMAGED)],
)  # fmt: skip
def test_an_answer_that_cannot_be_counted_is_a_blocker_with_its_cell(answer: Any, rule: Rule, state: State) -> None:
    file = read(technical(changed(MAIN, 4, D=answer)))

    told = found(file, rule)
    assert [(one.severity, str(one.source), one.item) for one in told] == [(Severity.BLOCKER, "Main!D4", "SU-01")]
    assert (answers(file)["SU-01"].state, answers(file)["SU-01"].value) == (state, None)


@pytest.mark.parametrize(
    ("number", "answer", "rule"),
    [(12, "31.31.2026", Rule.NOT_A_DATE), (13, Cell(13, 4, "0.999", "number"), Rule.PERCENT_AMBIGUOUS)],
)
def test_an_unclear_answer_that_decides_nothing_is_a_warning(number: int, answer: Any, rule: Rule) -> None:
    file = read(technical(more=changed(MORE, number, D=answer)))

    assert (only(file).rule, only(file).severity) == (rule, Severity.WARNING)


def test_an_option_that_was_not_offered_names_those_that_were() -> None:
    told = only(read(technical(changed(MAIN, 5, D="Level 9"))))

    assert (told.rule, dict(told.params)["allowed"]) == (
        Rule.NOT_AN_OPTION,
        Text("无；二级；三级", "None; Level 2; Level 3"),
    )


def test_a_calculated_answer_a_number_as_text_and_hidden_characters_are_told_and_read() -> None:
    rows = changed(changed(MAIN, 4, D=Cell(4, 4, "4", "number", formula=True)), 6, D="We\u202e begin\u200b.")

    file = read(technical(rows))

    assert [one.rule for one in file.findings] == [Rule.FORMULA_VALUE, Rule.CONTROL_CHARACTERS]
    assert (answers(file)["SU-01"].value, answers(file)["FT-01"].value) == (4, "We begin.")


def test_a_text_longer_than_a_cell_can_hold_is_told() -> None:
    told = only(read(technical(changed(MAIN, 6, D="x" * (TEXT_LIMIT + 1)))))

    assert (told.rule, dict(told.params)) == (Rule.TEXT_TOO_LONG, {"n": TEXT_LIMIT + 1, "limit": TEXT_LIMIT})


def test_not_applicable_to_a_question_that_decides_nothing_needs_no_person() -> None:
    file = read(technical(more=changed(MORE, 12, D="不适用")))

    assert (only(file).rule, only(file).severity) == (Rule.NOT_APPLICABLE, Severity.NOTE)
    assert not answers(file)["DL-01"].open


def test_a_reply_to_the_requirement_list_that_is_blank_holds_the_ranking() -> None:
    file = read(technical(needs=changed(NEEDS, 6, E="")))

    assert (only(file).rule, only(file).item, only(file).severity) == (Rule.BLANK, "REQ/R1/response", Severity.BLOCKER)


@pytest.mark.parametrize("column", ["C", "D"])
def test_a_buyers_word_that_was_overwritten_holds_its_row(column: str) -> None:
    file = read(technical(needs=changed(NEEDS, 6, **{column: "Could"})))

    assert (only(file).rule, only(file).item) == (Rule.QUESTION_CHANGED, "REQ/R1")
    assert cell(file, "REQ/R1/response").state is State.DAMAGED
    assert cell(file, "REQ/R2/response").value == "partial"


def test_terms_with_a_position_are_asked_as_deviations() -> None:
    position = Position(term="liability", question="DV-01", text=tiny.words("Liability is capped."), owner="legal")
    asked = questionnaire(METHOD, (position,), tiny.tender())
    rows: Rows = {4: {"A": "DV-01", "B": "Liability is capped.", "D": "Negative deviation", "E": "No cap."}}
    book = technical(mark=layout.marker(asked, TECHNICAL, "en").code())

    file = read(replace(book, sheets=(*book.sheets, sheet("Deviations", rows))), Context(asked, "CNY", {}))

    assert file.findings == ()
    assert (answers(file)["DV-01"].value, answers(file)["DV-01"].remark) == ("negative", "No cap.")


def test_a_deviation_without_its_wording_is_told() -> None:
    position = Position(term="liability", question="DV-01", text=tiny.words("Liability is capped."), owner="legal")
    asked = questionnaire(METHOD, (position,), tiny.tender())
    rows: Rows = {4: {"A": "DV-01", "B": "Liability is capped.", "D": "Positive deviation"}}
    book = technical(mark=layout.marker(asked, TECHNICAL, "en").code())

    file = read(replace(book, sheets=(*book.sheets, sheet("Deviations", rows))), Context(asked, "CNY", {}))

    assert (only(file).rule, only(file).item, only(file).severity) == (
        Rule.DEVIATION_UNWORDED,
        "DV-01",
        Severity.WARNING,
    )
    assert answers(file)["DV-01"].value == "positive"


def test_blocks_follow_a_header_that_has_moved_and_a_sheet_that_is_hidden() -> None:
    book = technical()
    moved = tuple(
        replace(
            sheet,
            hidden=True,
            cells={(row + 2, column): replace(cell, row=row + 2) for (row, column), cell in sheet.cells.items()},
        )
        for sheet in book.sheets
    )

    before, after = read(book).blocks, read(replace(book, sheets=moved)).blocks

    assert before
    assert [(one.items, one.columns) for one in after] == [(one.items, one.columns) for one in before]
    assert [one.header_row for one in after] == [one.header_row and one.header_row + 2 for one in before]
    assert {one.hidden for one in after} == {True}


def test_technical_and_price_workbook_of_one_vendor_are_one_bid() -> None:
    intake = gather([read(technical(vendor="Ada（北京）  Ltd")), read(priced(vendor="ada(北京) LTD"))])

    assert [(bid.vendor, len(bid.files), bid.findings) for bid in intake.bids] == [("Ada（北京） Ltd", 2, ())]


@pytest.mark.parametrize(
    ("books", "envelope"),
    [([technical()], "price workbook"), ([priced()], "technical workbook")],
    ids=["without price", "without answers"],
)
def test_an_envelope_that_did_not_come_is_a_blocker(books: list[Workbook], envelope: str) -> None:
    told = gather([read(book) for book in books]).bids[0].findings

    assert [(one.rule, one.severity) for one in told] == [(Rule.ENVELOPE_MISSING, Severity.BLOCKER)]
    assert dict(told[0].params)["envelope"].en == envelope  # type: ignore[union-attr]  # the envelope is a Text here


def test_of_two_workbooks_of_one_kind_the_second_is_told_and_not_read() -> None:
    second = replace(technical(changed(MAIN, 4, D=24), name="ada-again.xlsx"), sha256="1" * 64)

    bid = gather([read(technical()), read(second), read(priced())]).bids[0]

    assert [(one.rule, dict(one.params)) for one in bid.findings] == [
        (Rule.VENDOR_TWICE, {"file": "ada-again.xlsx"}),
    ]
    assert bid.answers["SU-01"].value == 4


def test_the_same_bytes_under_two_names_are_one_workbook() -> None:
    bid = gather([read(technical()), read(technical(name="copy of ada.xlsx")), read(priced())]).bids[0]

    assert (bid.findings, [file.name for file in bid.files]) == ((), ["ada.xlsx", "ada-price.xlsx"])


def test_a_refused_file_has_a_row_of_its_own_under_a_name_that_is_nobody_elses() -> None:
    refused = [read(Refusal(name, "1" * 64, "file_empty")) for name in ("Ada.xlsx", "Bo.xlsx", "Cy.xls", "Cy.xlsx")]

    intake = gather([read(technical()), read(priced()), *refused])

    assert [bid.vendor for bid in intake.bids] == ["Ada", "Ada.xlsx", "Bo", "Cy.xls", "Cy.xlsx"]
    assert [found.rule for found in intake.bids[2].findings] == [Rule.FILE_EMPTY]
    assert not intake.bids[2].answers


def test_a_refused_file_beside_a_bid_that_lacks_a_workbook_is_taken_for_that_workbook() -> None:
    refused = [read(Refusal(name, "1" * 64, "file_damaged")) for name in ("ada-technical.xlsx", "Bo.xlsx")]

    beside_half = gather([read(priced()), *refused]).bids
    beside_whole = gather([read(technical()), read(priced()), *refused]).bids

    assert [(bid.vendor, bid.part) for bid in beside_half] == [("Ada", False), ("ada-technical", True), ("Bo", False)]
    assert [bid.part for bid in beside_whole] == [False, False, False]


def test_a_scorecard_is_recognised_and_is_no_bid() -> None:
    file = read(technical(mark="VE1|tiny|1.0|scores|en||0123456789abcdef"))

    assert (file.layout, file.refused, file.workbook is not None) == ("scores", False, True)
    assert gather([file]).bids == ()


def test_options_of_a_yes_or_no_question_are_filled_in() -> None:
    asked: Questionnaire = questionnaire(
        tiny.method(questions=(Question(id="Q-1", section="main", text=Text("在", "In"), kind=Kind.YES_NO),)), (), None
    )

    assert [option.key for option in asked.question("Q-1").options] == ["yes", "no"]
    assert asked.question("Q-1").option("no") == Option(key="no", text=Text("否", "No"))


def test_a_price_lines_note_stands_below_its_title() -> None:
    line = replace(tiny.method().price.lines[0], note=tiny.words("With travel"), quantity=Decimal("12.50"))
    rules = tiny.method(price=replace(tiny.method().price, lines=(line,)))

    cells = dict(questionnaire(rules, (), None).question("PRICE").rows[0].cells)

    assert cells["line"] == Text("Licence（中）\nWith travel（中）", "Licence\nWith travel")
    assert cells["quantity"] == Text("12.5")


def in_currency(text: str, prices: Rows = PRICES) -> FileReading:
    """The price workbook with this currency on its cover."""
    book = priced(prices)
    front = book.sheets[0]
    number = max(front.rows()) + 1
    cells = {**front.cells, (number, 1): Cell(number, 1, "V9"), (number, 3): Cell(number, 3, text)}
    return read(replace(book, sheets=(replace(front, cells=cells), *book.sheets[1:])))


def test_bare_prices_are_amounts_of_the_currency_on_the_cover() -> None:
    file = in_currency("US$", changed(PRICES, 7, E="¥500"))

    assert cell(file, "PRICE/L1/unit_price").value == Money(Decimal(100), "USD")
    assert cell(file, "PRICE/L2/unit_price").value == Money(Decimal(500), "CNY")


def test_a_cover_that_names_no_currency_is_told_and_its_prices_are_of_none() -> None:
    file = in_currency("本币")

    assert (only(file).rule, only(file).item, only(file).severity) == (Rule.CURRENCY_OTHER, "V9", Severity.BLOCKER)
    assert cell(file, "PRICE/L1/unit_price").value == Money(Decimal(100), "XXX")


def test_a_negative_price_waits_for_a_person() -> None:
    told = only(file := read(priced(changed(PRICES, 7, E=-500))))

    assert (told.rule, told.item, told.severity) == (Rule.PRICE_NEGATIVE, "PRICE/L2/unit_price", Severity.BLOCKER)
    assert cell(file, "PRICE/L2/unit_price").open


def test_an_extra_price_may_stay_blank_and_what_is_written_counts() -> None:
    number = next(number for number, cells in EXTRAS.items() if cells.get("A") == "R1")

    told = only(read(priced(extras=changed(EXTRAS, number, D="约5万"))))

    assert (told.rule, told.item, told.severity) == (Rule.AMOUNT_AMBIGUOUS, "REQPRICE/R1/price", Severity.BLOCKER)


def test_an_unclear_total_of_the_vendors_own_is_only_a_warning() -> None:
    told = only(read(priced(changed(PRICES, 10, D="约2000"))))

    assert (told.rule, told.severity) == (Rule.AMOUNT_AMBIGUOUS, Severity.WARNING)

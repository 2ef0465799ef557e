"""An answer that goes on in rows below is one answer; a second value, and a text beside no question, are told for what they are."""

from __future__ import annotations

from typing import Any

import pytest

from evaluator.domain.finding import Rule, Source
from evaluator.i18n.words import message
from evaluator.intake.cells import Cell, SheetCells
from evaluator.intake.foreign.doubts import doubts
from evaluator.intake.foreign.mapped import read_mapped
from evaluator.intake.foreign.mapping import WorkbookMapping, mapped
from evaluator.intake.foreign.offer import Spot
from evaluator.intake.foreign.recognise import tables_of
from evaluator.intake.foreign.tables import Table
from evaluator.intake.foreign.veiling import MARK, Said, veiled_sheet
from evaluator.intake.questionnaire import TOTAL_ID, questionnaire
from evaluator.intake.reading import Context
from evaluator.ui.views.picture import drawing, picture
from tests import tiny
from tests.workbooks import grid, workbook

ASKED = questionnaire(tiny.method(), (), tiny.tender())
EN = (
    ["No", "Question", "Answer", "Remark"],
    ["1", "How is data encrypted?", "AES-256 at rest,", "see annex 2"],
    [None, None, "TLS 1.3 in transit", "and annex 3"],
    [None, None, "Keys are kept by the customer."],
    ["2", "Who may read it?", "Two administrators", None],
    ["3", "Where is it kept?", "In Frankfurt", None],
)
ZH = (
    ["序号", "问题", "投标人答复", "备注"],
    ["1", "数据如何加密？", "静态数据采用 AES-256，", "见附件 2"],
    [None, None, "传输采用 TLS 1.3", "见附件 3"],
    [None, None, "密钥由采购人保管。"],
    ["2", "谁可以读取数据？", "两名系统管理员", None],
    ["3", "数据存放在哪里？", "存放在上海机房", None],
)
PAIRS = (
    ["No", "Requirement", "Ada Ltd", None, "Bit GmbH", None],
    [None, None, "Response", "Remarks", "Response", "Remarks"],
    ["1", "Say how it is backed up", "Every night, to tape,", None, "Hourly snapshots", "kept for a week"],
    [None, None, "and every week to another site", None, None, "then for a year on tape"],
    ["2", "Say how it is restored", "From tape by our staff", None, "From a snapshot by yours", None],
)


def only(sheet: SheetCells) -> Table:
    (table,) = tables_of(sheet)
    return table


def told(table: Table) -> list[tuple[Rule, str, str]]:
    found = list(doubts([table], {}, Source("a.xlsx", "0")))
    assert all(message(one, lang) for one in found for lang in ("zh", "en"))
    return [(one.rule, one.source.cell, str(dict(one.params).get("cells"))) for one in found]


@pytest.mark.parametrize("lines", [EN, ZH], ids=["en", "zh"])
def test_lines_below_an_answer_are_joined_to_it_and_the_cells_are_told(lines: tuple[list[Any], ...]) -> None:
    table = only(grid(*lines))
    first = table.items[0]

    assert [item.row for item in table.items] == [2, 5, 6]
    assert table.answer(first, 3) == "\n".join(line[2] for line in lines[1:4])
    assert table.remark(first, 3) == "\n".join(line[3] for line in lines[1:3])
    assert first.more == ((3, 3), (3, 4), (4, 3))
    assert [item.section for item in table.items] == [(), (), ()]
    assert told(table) == [(Rule.ANSWER_CONTINUED, "C2", "C3, D3, C4")]
    sheet, row, column = Spot(table, first, 3, foreign=True).where()
    assert ((row, column), sheet.text(row, column)) == ((2, 3), table.answer(first, 3))


def test_each_vendor_s_lines_stay_in_that_vendor_s_columns() -> None:
    table = only(grid(*PAIRS, merged=("C1:D1", "E1:F1")))
    first = table.items[0]

    assert table.answer(first, 3) == "Every night, to tape,\nand every week to another site"
    assert (table.answer(first, 5), table.remark(first, 5)) == (
        "Hourly snapshots", "kept for a week\nthen for a year on tape",
    )  # fmt: skip
    assert told(table) == [(Rule.ANSWER_CONTINUED, "C3", "C4"), (Rule.ANSWER_CONTINUED, "E3", "F4")]


def test_a_question_merged_over_the_lines_of_its_answer_has_them_all() -> None:
    table = only(grid(*EN, merged=("A2:A4", "B2:B4")))

    assert table.answer(table.items[0], 3).count("\n") == 2


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([None, None, "Note: prices are in euro", None], "a note"),
        ([None, None, "Total", None], "a total"),
        ([None, None, "(please fill in)", None], "keeps the place of an answer"),
        (["Access", None, None, None], "a heading"),
        ([None, "Access", "TLS 1.3", None], "asks"),
    ],
)
def test_what_is_a_row_of_its_own_goes_on_with_nothing(row: list[Any], why: str) -> None:
    table = only(grid(*EN[:2], row, *EN[4:]))

    assert table.answer(table.items[0], 3) == "AES-256 at rest,", why
    assert not [one for one in told(table) if one[0] is Rule.ANSWER_CONTINUED]


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        ([["Part", "No", "Question", "Answer"], ["Data", "1", "How is it encrypted?", "AES-256 at rest,"],
          ["Data", None, None, "TLS 1.3 in transit"], ["Data", "2", "Who may read it?", "Two administrators"]], "D2"),
        ([["No", "Question", "Answer"], ["1", "How is it encrypted?", "AES-256 at rest,"],
          ["1", None, "TLS 1.3 in transit"], ["2", "Who may read it?", "Two administrators"]], "C2"),
        ([["No", "Question", "Answer"], ["1", "How is the data of our customers", "AES-256 at rest,"],
          [None, "encrypted on disk and on the way", "TLS 1.3 in transit"], ["2", "Who may read it?", "Two administrators"]], "C2"),
    ],
    ids=["its section stands again", "its id stands again", "its question runs on, too"],
)  # fmt: skip
def test_a_line_is_one_also_where_it_repeats_whose_it_is(lines: list[list[Any]], cell: str) -> None:
    table = only(grid(*lines))

    column = max(table.answer_columns())
    assert [item.id for item in table.items] == ["1", "2"]
    assert table.answer(table.items[0], column) == "AES-256 at rest,\nTLS 1.3 in transit"
    assert [one[:2] for one in told(table)] == [(Rule.ANSWER_CONTINUED, cell)]


@pytest.mark.parametrize(
    "pair",
    [
        (["1", "Say how you support:", "As follows"], [None, "a) single sign-on", "by SAML and OpenID"]),
        (["1", "Is data encrypted at rest", "Yes"], [None, "and in transit", "No"]),
        (["1", "How is data encrypted?", "AES-256"], [None, "and where are the keys", "in our own vault"]),
    ],
)
def test_a_question_without_an_id_that_is_no_rest_of_one_stays_a_question(pair: tuple[list[Any], list[Any]]) -> None:
    table = only(grid(["No", "Question", "Answer"], *pair, ["2", "Who may read it?", "Two administrators"]))

    assert [item.row for item in table.items] == [2, 3, 4]
    assert told(table) == [(Rule.QUESTION_UNNUMBERED, "B3", "B3")]


def test_a_line_behind_a_gap_goes_on_with_nothing() -> None:
    table = only(grid(*EN[:2], [None], EN[2], *EN[4:]))

    assert (table.items[0].more, [item.section for item in table.items]) == ((), [(), (), ()])


@pytest.mark.parametrize(
    ("given", "again"),
    [(("Yes", "No", "Yes"), "No"), (("4 小时", "8 小时", "2 小时"), "6 小时"), (("12", "15", "9"), 18)],
)
def test_below_a_choice_or_a_figure_stands_a_second_value_not_a_line(given: tuple[str, ...], again: object) -> None:
    rows = [[str(n), f"Question {n} of this list", one, None] for n, one in enumerate(given, 1)]
    table = only(grid(EN[0], rows[0], [None, None, again, None], *rows[1:]))

    assert [table.answer(item, 3) for item in table.items] == list(given)
    assert told(table) == [(Rule.SECOND_VALUE, "C2", "C2, C3")]


def test_a_choice_below_a_choice_is_no_line_even_among_prose() -> None:
    rows = [["4", "Is it audited?", "Yes", None], [None, None, "No", None]]
    table = only(grid(*EN[:1], *EN[4:], *rows))

    assert [one[0] for one in told(table)] == [Rule.SECOND_VALUE]


def test_below_a_blank_nothing_is_guessed() -> None:
    table = only(grid(EN[0], ["1", "How is data encrypted?", None, None], EN[2], *EN[4:]))

    assert (table.answer(table.items[0], 3), table.items[0].more) == ("", ())
    assert told(table) == [(Rule.ANSWER_UNASKED, "C3", "C3, D3")]
    assert [item.section for item in table.items] == [(), (), ()]


def test_a_row_that_a_person_left_out_goes_on_with_nothing() -> None:
    layout = only(grid(*EN)).layout
    book = workbook("a.xlsx", grid(*EN))
    mine = mapped(book.sheets[0], type(layout)(header_rows=(1,), columns=layout.columns, skipped=frozenset({3})))
    (reading,) = read_mapped(book, WorkbookMapping(tables=(mine,), vendor="Ada"), Context(ASKED, "CNY", {}))

    assert not [one for one in reading.findings if one.rule is Rule.ANSWER_CONTINUED]


def test_a_bid_holds_the_joined_answer_and_says_so_and_a_second_value_leaves_it_open() -> None:
    book = workbook("a.xlsx", grid(
        ["No", "Question", "Answer", "Remark"], ["1", "Hours to respond", "4h", None], [None, None, "8h", None],
        ["2", "Protection level", "Level 2", None], ["3", "Plan", "in three steps,", None],
        [None, None, "each of a month", None],
    ))  # fmt: skip
    sheet = book.sheets[0]
    mapping = WorkbookMapping(tables=(mapped(sheet, only(sheet).layout),), vendor="Ada")

    (reading,) = read_mapped(book, mapping, Context(ASKED, "CNY", {}))
    found = {answer.item: answer for answer in reading.answers}

    assert (found["FT-01"].verbatim, found["FT-01"].source.cell) == ("in three steps,\neach of a month", "C5")
    assert found["SU-01"].value is None
    assert [(one.rule, one.item) for one in reading.findings if one.rule in (Rule.ANSWER_CONTINUED, Rule.SECOND_VALUE)] == [
        (Rule.ANSWER_CONTINUED, "FT-01"), (Rule.SECOND_VALUE, "SU-01"),
    ]  # fmt: skip


def test_the_picture_says_which_rows_go_on() -> None:
    sheet = grid(*EN)

    lines = picture(drawing(sheet), only(sheet), 0).lines

    assert [line.kind for line in lines] == ["header", "asks", "continues", "continues", "asks", "asks"]


def test_a_price_that_goes_on_below_is_sealed_with_its_rest() -> None:
    sheet = grid(
        ["No", "Question", "Answer"], ["1", "Total price of the offer", "Forty thousand for the first year"],
        [None, None, "and nine thousand for each year after"], ["2", "Hours to respond", "Within the hour, day and night"],
    )  # fmt: skip
    table = only(sheet)
    key = "1 | total price of the offer"

    hidden = veiled_sheet(sheet, [Said(table, {key: TOTAL_ID})], ASKED)

    assert (table.items[0].more, hidden.at(2, 3), hidden.at(3, 3)) == (
        ((3, 3),), Cell(2, 3, MARK, "sealed"), Cell(3, 3, MARK, "sealed"),
    )  # fmt: skip

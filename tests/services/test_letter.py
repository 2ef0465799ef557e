"""The clarification letter: each point once, all that needs the vendor's word, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evaluator.domain.bid import Bid, State
from evaluator.domain.finding import Finding, Rule, Severity, Source, finding
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services.letter import clarification, requests
from evaluator.services.state import TenderState

ADA, BO, CY, EVE = "Ada Cloud 阿达云软件有限公司", "Bo Systems Ltd", "Cy Software 西岩软件", "Eve Data 伊凡数联"


def told(state: TenderState, *found: Finding) -> TenderState:
    """The state with these findings and no others; the answers that they hold up are open."""
    bids = list(state.evaluation.bids)
    for number, bid in enumerate(bids):
        waiting = {one.item for one in found if one.vendor == bid.vendor and one.rule not in CLEAR}
        answers = {
            key: replace(answer, state=State.UNANSWERED, value=None) if key in waiting else answer
            for key, answer in bid.answers.items()
        }
        bids[number] = replace(bid, answers=answers)
    return replace(state, evaluation=replace(state.evaluation, bids=tuple(bids), findings=found))


CLEAR = {Rule.DEVIATION_UNWORDED, Rule.TOTAL_DIFFERS, Rule.PRICE_ZERO, Rule.ABNORMALLY_LOW}


def at(sheet: str, cell: str) -> Source:
    return Source("bid.xlsx", "0" * 64, sheet, cell)


@pytest.mark.parametrize(
    ("lang", "starts", "holds"),
    [
        ("zh", f"主题：澄源仪器 CRM 平台采购（示例）——答复澄清\n\n{CY}：", "没有答复：ST-01。"),
        ("en", "Subject: CRM platform for Chengyuan Instruments (sample)", f"Dear {CY},"),
    ],
)
def test_a_letter_lists_every_open_point_with_its_cell_and_who_asks(
    state: TenderState, lang: Lang, starts: str, holds: str
) -> None:
    letter = clarification(state, CY, lang)

    assert letter.startswith(starts)
    assert holds in letter
    assert "Stability!D4" in letter
    assert letter.endswith("tender@chengyuan.example")


@pytest.mark.parametrize("lang", LANGS)
def test_a_vendor_of_whom_nothing_is_asked_gets_no_letter(state: TenderState, lang: Lang) -> None:
    assert clarification(state, BO, lang) == ""


def test_an_item_with_two_faults_is_one_point_that_says_both(state: TenderState) -> None:
    blank = finding(Rule.BLANK, at("Stability", "D10"), vendor=ADA, item="ST-07", id="ST-07")
    gate = finding(Rule.GATE_OPEN, at("Stability", "D10"), vendor=ADA, item="ST-07", id="ST-07")

    asked = told(state, blank, gate)
    letter = clarification(asked, ADA, "zh")

    assert [(one.item, len(one.findings)) for one in requests(asked, ADA)] == [("ST-07", 2)]
    assert "以下 1 处" in letter
    assert ("没有答复：ST-07。" in letter, "ST-07 是必须符合的要求" in letter) == (True, True)
    assert letter.count("Stability!D10") == 1


def test_one_cell_that_spoils_a_whole_row_is_one_point(state: TenderState) -> None:
    changed = finding(
        Rule.QUESTION_CHANGED, at("Service", "D15"), vendor=ADA, item="SU-02/P1/response", id="SU-02 P1",
        expected="day and night", given="office hours",
    )  # fmt: skip
    three = [replace(changed, item=f"SU-02/P1/{column}") for column in ("response", "workaround", "resolution")]
    spoiled = told(state, *three)
    bids = tuple(_open_rows(bid) for bid in spoiled.evaluation.bids)
    rows = replace(spoiled, evaluation=replace(spoiled.evaluation, bids=bids))

    assert [one.item for one in requests(rows, ADA)] == ["SU-02/P1"]
    assert clarification(rows, ADA, "en").count("office hours") == 1


def _open_rows(bid: Bid) -> Bid:
    table = bid.answers["SU-02"]
    rows = tuple(
        replace(row, cells={key: replace(cell, state=State.DAMAGED, value=None) for key, cell in row.cells.items()})
        for row in table.rows
    )
    return replace(bid, answers={**bid.answers, "SU-02": replace(table, rows=rows)})


ASKED = (
    finding(Rule.TOTAL_DIFFERS, at("Prices", "D23"), vendor=ADA, item="TOTAL", stated="1.00", computed="2.00"),
    finding(Rule.PRICE_ZERO, at("Prices", "E19"), vendor=ADA, item="PRICE/P-14/unit_price", id="P-14"),
    finding(Rule.DEVIATION_UNWORDED, at("Deviations", "E16"), vendor=ADA, item="DV-13", id="DV-13"),
    finding(Rule.BLANK, at("Deviations", "D25"), vendor=ADA, item="DV-22", severity=Severity.WARNING, id="DV-22"),
    finding(Rule.NOT_A_DATE, at("Company", "D8"), vendor=ADA, item="CO-05", given="03/04/2018"),
    finding(
        Rule.QUESTION_CHANGED, at("Deviations", "B12"), vendor=ADA, item="DV-09", id="DV-09", expected="a", given="b",
        severity=Severity.WARNING,
    ),
    finding(Rule.ENVELOPE_MISSING, Source("bid.xlsx", "0" * 64), vendor=ADA, envelope="price workbook"),
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_whatever_needs_the_vendors_word_is_in_the_letter_by_groups(state: TenderState, lang: Lang) -> None:
    asked = told(state, *ASKED)
    found = requests(asked, ADA)
    letter = clarification(asked, ADA, lang)

    assert [one.group for one in found] == ["file", "answer", *["deviation"] * 3, *["price"] * 2]
    assert {one.item for one in found} == {one.item for one in ASKED}
    headings = {"zh": ("文件", "需要补充或明确的答复", "商务偏离", "报价"),
                "en": ("Files", "Answers to complete or make clear", "Deviations", "Prices")}  # fmt: skip
    places = [letter.splitlines().index(heading) for heading in headings[lang]]
    assert places == sorted(places)
    assert [cell in letter for cell in ("Prices!D23", "Deviations!B12", "Company!D8")] == [True] * 3


def test_no_price_is_asked_about_before_the_prices_are_opened(state: TenderState) -> None:
    sealed = replace(told(state, *ASKED), stages=frozenset({"technical_locked"}))

    assert "price" not in {one.group for one in requests(sealed, ADA)}
    assert "Prices!" not in clarification(sealed, ADA, "en")


@pytest.mark.parametrize("lang", LANGS)
def test_a_low_price_is_asked_about_without_what_it_is_compared_with(state: TenderState, lang: Lang) -> None:
    low = [one for one in state.evaluation.findings if one.rule is Rule.ABNORMALLY_LOW and one.vendor == EVE]
    letter = clarification(state, EVE, lang)

    assert low
    assert str(dict(low[0].params)["price"]) in letter
    for one in low:
        assert str(dict(one.params)["share"]) not in letter
    assert [rival for rival in (ADA, BO, CY) if rival in letter] == []
    assert ("平均价" in letter, "次低" in letter, "mean of" in letter, "second lowest" in letter) == (False,) * 4


def test_what_a_person_has_settled_or_the_buyer_must_do_is_not_asked(state: TenderState) -> None:
    settled = finding(Rule.BLANK, at("Stability", "D4"), vendor=ADA, item="ST-01", id="ST-01")
    ours = finding(Rule.GATE_FAILED, at("Security", "D4"), vendor=ADA, item="SE-01", reason="no filing", given="none")
    note = finding(Rule.TEXT_NUMBER, at("Cases", "D4"), vendor=ADA, item="TR-01", given="12")
    evaluation = replace(state.evaluation, findings=(settled, ours, note))

    assert requests(replace(state, evaluation=evaluation), ADA) == ()


@pytest.mark.parametrize(
    ("due", "lang", "words"),
    [
        (None, "zh", "请于【答复截止日期待填】前答复。"),
        (None, "en", "The answers are due by [date to be filled in]."),
        (date(2026, 12, 8), "zh", "请于2026年12月8日前答复。"),
        (date(2026, 12, 8), "en", "The answers are due by 8 December 2026."),
    ],
)
def test_the_day_to_answer_by_is_the_buyers_or_a_gap_to_fill(
    state: TenderState, due: date | None, lang: Lang, words: str
) -> None:
    assert words in clarification(state, CY, lang, due)


def test_every_finding_that_asks_for_something_in_writing_reaches_the_vendor(state: TenderState) -> None:
    """A remedy that names the vendor's written word is of no use to whoever reads it on the buyer's side."""
    for rule in Rule:
        words = t(f"finding.{rule.value}", "zh")
        if "书面" in words:  # the sentence before its blanks are filled
            one = finding(rule, at("Sheet", "D4"), vendor=ADA, item="ST-01", **dict.fromkeys(FILLED, "2"))
            assert requests(told(state, one), ADA), rule


FILLED = ("id", "n", "given", "stated", "computed", "price", "of", "share", "limit", "ceiling")

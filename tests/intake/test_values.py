from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evaluator.domain.bid import Scalar, State
from evaluator.domain.finding import Rule, finding
from evaluator.domain.money import Money
from evaluator.domain.question import Kind, Option
from evaluator.domain.text import Text
from evaluator.i18n.words import message
from evaluator.intake.cells import Cell
from evaluator.intake.values import Asked, Parsed, parse

HOURS = Asked(Kind.DURATION, "hour")
YES_NO = Asked(
    Kind.YES_NO, options=(Option(key="yes", text=Text("是", "Yes")), Option(key="no", text=Text("否", "No")))
)
COLOURS = tuple(Option(key=key, text=Text(zh, key)) for key, zh in (("red", "红"), ("blue", "蓝"), ("green", "绿")))


def read(text: str, asked: Asked, kind: str = "text", number_format: str = "") -> Parsed:
    return parse(Cell(4, 4, text, kind, number_format), asked)  # type: ignore[arg-type]  # a cell's kind, given as a plain text


@pytest.mark.parametrize(
    ("text", "hours"),
    [("4", 4), ("4h", 4), ("24小时", 24), ("30 min", Decimal("0.5")), ("90分钟", Decimal("1.5")), ("４ 小时", 4),
     ("不超过4小时", 4), ("≤ 4 hours", 4), ("within 2 hours", 2), ("2小时以内", 2), ("0.5 个小时", Decimal("0.5"))],
)  # fmt: skip
def test_durations_in_both_languages_are_read_in_the_unit_asked(text: str, hours: Decimal) -> None:
    assert read(text, HOURS).value == hours


@pytest.mark.parametrize("text", ["3个工作日", "2天", "4-8小时", "约4小时", "1 week"])
def test_a_duration_that_can_be_read_two_ways_is_left_to_a_person(text: str) -> None:
    found = read(text, HOURS)

    assert found.state is State.AMBIGUOUS
    assert found.value is None
    assert found.readings


@pytest.mark.parametrize(
    ("text", "asked", "offered"),
    [("2或4", HOURS, [Decimal(2), Decimal(4)]), ("2小时 或者 4小时", HOURS, [Decimal(2), Decimal(4)]),
     ("30 or 60", Asked(Kind.NUMBER), [Decimal(30), Decimal(60)]),
     ("2026-12-05或2026-12-08", Asked(Kind.DATE), [date(2026, 12, 5), date(2026, 12, 8)])],
)  # fmt: skip
def test_of_two_amounts_or_days_both_are_offered(text: str, asked: Asked, offered: list[Scalar]) -> None:
    found = read(text, asked)

    assert (found.value, [one.value for one in found.readings]) == (None, offered)


def test_words_without_an_amount_are_no_number() -> None:
    found = read("尽快", HOURS)

    assert found.state is State.AMBIGUOUS
    assert [rule for rule, _ in found.rules] == [Rule.NOT_A_NUMBER]


@pytest.mark.parametrize(
    ("text", "kind", "code", "percent"),
    [("99.9%", "text", "", "99.9"), ("0.999", "number", "0.0%", "99.9"), ("99.9", "number", "", "99.9"),
     ("99.95", "text", "", "99.95"), ("5‰", "text", "", "0.5"), ("99.9％", "text", "", "99.9")],
)  # fmt: skip
def test_percent_is_read_with_its_sign_or_its_number_format(text: str, kind: str, code: str, percent: str) -> None:
    assert read(text, Asked(Kind.PERCENT, "%"), kind, code).value == Decimal(percent)


def test_a_bare_fraction_under_a_percent_heading_offers_both_readings() -> None:
    found = read("0.999", Asked(Kind.PERCENT, "%"), "number")

    assert [reading.value for reading in found.readings] == [Decimal("99.9"), Decimal("0.999")]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [("￥1,200.50", "1200.50", "CNY"), ("120万元", "1200000", "CNY"), ("1.2 亿元", "120000000.0", "CNY"),
     ("3,50,00,000", "35000000", "CNY"), ("人民币 300 元整", "300", "CNY")],
)  # fmt: skip
def test_money_is_read_with_marks_and_chinese_scales(text: str, amount: str, currency: str) -> None:
    assert read(text, Asked(Kind.MONEY)).value == Money(Decimal(amount), currency)


def test_money_in_another_currency_keeps_it_and_says_so() -> None:
    found = read("US$ 500", Asked(Kind.MONEY))

    assert found.value == Money(Decimal(500), "USD")
    assert Rule.CURRENCY_OTHER in [rule for rule, _ in found.rules]


def test_a_decimal_comma_is_not_guessed() -> None:
    found = read("1,5", Asked(Kind.NUMBER))

    assert [reading.value for reading in found.readings] == [Decimal("1.5"), Decimal(15)]


@pytest.mark.parametrize(
    ("text", "key"), [("是", "yes"), ("支持", "yes"), ("Y", "yes"), ("是 / Yes", "yes"), ("无", "no"), ("不支持", "no")]
)
def test_yes_and_no_have_their_usual_words(text: str, key: str) -> None:
    assert read(text, YES_NO).value == key


def test_yes_with_a_condition_is_no_plain_yes() -> None:
    found = read("是，但需付费", YES_NO)

    assert found.state is State.AMBIGUOUS
    assert [reading.value for reading in found.readings] == ["yes", "no"]


def test_several_choices_come_back_in_published_order() -> None:
    assert read("蓝；red", Asked(Kind.MULTI_CHOICE, options=COLOURS)).value == ("red", "blue")


@pytest.mark.parametrize("text", ["2026-03-01", "2026年3月1日", "2026/3/1", "2026.03.01"])
def test_dates_are_read_as_written_in_china(text: str) -> None:
    assert read(text, Asked(Kind.DATE)).value == date(2026, 3, 1)


def test_a_date_of_two_readings_and_an_impossible_one_are_left_to_a_person() -> None:
    assert len(read("3/4/2026", Asked(Kind.DATE)).readings) == 2
    assert read("2026年11年24日", Asked(Kind.DATE)).state is State.AMBIGUOUS


@pytest.mark.parametrize("text", ["", " ", "—", "待定", "TBD", "请选择"])
def test_placeholders_are_no_answers(text: str) -> None:
    assert read(text, HOURS).state is State.UNANSWERED


def test_not_applicable_zero_no_and_blank_are_four_things() -> None:
    states = [read(text, HOURS).state for text in ("N/A", "0", "")]

    assert states == [State.NOT_APPLICABLE, State.ANSWERED, State.UNANSWERED]
    assert read("0", HOURS).value == 0
    assert read("否", YES_NO).value == "no"


def test_error_values_and_uncalculated_formulas_are_damage_not_blanks() -> None:
    assert read("#REF!", HOURS, "error").state is State.DAMAGED
    assert parse(Cell(4, 4, "", "text", "", True, True), HOURS).state is State.DAMAGED


def test_characters_that_hide_are_taken_out_and_counted() -> None:
    found = read("ok\u202e\u200b", Asked(Kind.TEXT))

    assert found.value == "ok"
    assert dict(found.rules[0][1]) == {"n": 2}


@pytest.mark.parametrize("code", ['0.0"%"', r"0.0\%"])
def test_a_percent_sign_that_a_number_format_only_prints_multiplies_nothing(code: str) -> None:
    assert parse(Cell(4, 4, "99.9", "number", code), Asked(Kind.PERCENT, "%")).value == Decimal("99.9")


@pytest.mark.parametrize(
    ("asked", "code", "value"),
    [
        (HOURS, '0"分钟"', Decimal("0.5")),
        (HOURS, '0.0 "h"', Decimal(30)),
        (Asked(Kind.NUMBER), '0"人"', Decimal(30)),
        (Asked(Kind.NUMBER), "+#,##0;-#,##0", Decimal(30)),
        (Asked(Kind.MONEY), "_ [$¥-804]* #,##0.00_ ;_ * \\-#,##0.00_ ", Money(Decimal(30), "CNY")),
        (Asked(Kind.MONEY), '#,##0.00"万元"', Money(Decimal(300_000), "CNY")),
        (Asked(Kind.MONEY), '0.0,"万"', Money(Decimal(30), "CNY")),
    ],
)
def test_a_unit_that_only_the_number_format_writes_counts_as_if_it_stood_in_the_cell(
    asked: Asked, code: str, value: object
) -> None:
    found = read("30", asked, "number", code)

    assert (found.state, found.value, found.rules) == (State.ANSWERED, value, ())


def test_another_currency_in_the_number_format_is_told() -> None:
    found = read("-1200.5", Asked(Kind.MONEY), "number", '"US$"#,##0.00')

    assert (found.value, found.verbatim) == (Money(Decimal("-1200.5"), "USD"), "US$-1200.5")
    assert [rule for rule, _ in found.rules] == [Rule.CURRENCY_OTHER]


@pytest.mark.parametrize(("asked", "code"), [(HOURS, '0"件"'), (Asked(Kind.NUMBER), "0%"), (Asked(Kind.MONEY), "0%")])
def test_a_number_shown_in_a_unit_that_was_not_asked_for_is_left_to_a_person(asked: Asked, code: str) -> None:
    found = read("30", asked, "number", code)

    assert (found.state, found.value) == (State.AMBIGUOUS, None)
    assert [rule for rule, _ in found.rules] == [Rule.NOT_A_NUMBER]


PERSONS = {"person": Text("人", "people")}


@pytest.mark.parametrize(
    ("text", "asked", "zh", "en"),
    [
        ("约 92%", Asked(Kind.PERCENT, "%"), "“约 92%”不是确定的数字，约为 92%。", "it is about 92%."),
        ("4-8小时", HOURS, "可能是 4 小时或 8 小时。", "it may mean 4 hours or 8 hours."),
        ("1-2天", HOURS, "可能是 24 小时、8 小时、48 小时或 16 小时。", "24 hours, 8 hours, 48 hours or 16 hours."),
        ("3个工作日", Asked(Kind.DURATION, "day"), "单位与题目不同，约为 3 天。", "not in the unit asked for: it is about 3 days."),
        ("1年", HOURS, "单位与题目不同，不能换算。", "it cannot be converted."),
        ("0.999", Asked(Kind.PERCENT, "%"), "可能是 99.9%或 0.999%。", "it may mean 99.9% or 0.999%."),
        ("约40", Asked(Kind.NUMBER, "person", units=PERSONS), "约为 40 人。", "it is about 40 people."),
        ("100万字节", Asked(Kind.NUMBER), "填写一个数字。", "Enter one number."),
        ("soon", HOURS, "填写一个数字（单位：小时）。", "Enter one number (unit: hours)."),
        ("面议", Asked(Kind.MONEY), "填写一个数字（单位：CNY）。", "Enter one number (unit: CNY)."),
    ],
)  # fmt: skip
def test_the_sentence_says_each_reading_with_its_unit(text: str, asked: Asked, zh: str, en: str) -> None:
    rule, params = read(text, asked).rules[-1]
    found = finding(rule, None, **dict(params))

    assert zh in message(found, "zh")
    assert en in message(found, "en")


def test_each_option_of_a_multiple_choice_can_be_the_reading_of_an_unclear_answer() -> None:
    found = read("purple", Asked(Kind.MULTI_CHOICE, options=COLOURS))

    assert [reading.value for reading in found.readings] == [("red",), ("blue",), ("green",)]

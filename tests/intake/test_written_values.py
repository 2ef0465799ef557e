"""Values as vendors of every habit write them: read where they are certain, offered where they are not, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evaluator.domain.bid import State
from evaluator.domain.finding import Rule
from evaluator.domain.money import Money
from evaluator.domain.question import Kind
from evaluator.domain.text import Text
from evaluator.intake.cells import Cell
from evaluator.intake.values import Asked, Parsed, parse

MONEY, PERCENT, DATE = Asked(Kind.MONEY), Asked(Kind.PERCENT, "%"), Asked(Kind.DATE)
HOURS, DAYS, MONTHS = (Asked(Kind.DURATION, unit) for unit in ("hour", "day", "month"))
CASES = Asked(Kind.NUMBER, "case", units={"case": Text("个", "cases")})
YEARS = Asked(Kind.NUMBER, "year_count", units={"year_count": Text("年", "years")})


def read(text: str, asked: Asked, kind: str = "text", code: str = "") -> Parsed:
    return parse(Cell(4, 4, text, kind, code), asked)  # type: ignore[arg-type]  # a cell's kind, given as a plain text


def offered(found: Parsed) -> list[str]:
    """What a person may choose from; there is no value meanwhile."""
    assert (found.state, found.value) == (State.AMBIGUOUS, None)
    assert found.rules
    return [str(reading.value) for reading in found.readings]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("3,50,00,000", 35_000_000), ("120万", 1_200_000), ("1.2 亿元", 120_000_000), ("壹佰贰拾万", 1_200_000),
     ("壹佰贰拾万元整", 1_200_000), ("人民币壹佰贰拾万元整", 1_200_000), ("一百二十万元", 1_200_000),
     ("叁拾元伍角整", Decimal("30.5")), ("１２０万元", 1_200_000), ("120万 ", 1_200_000), ("120 万 元", 1_200_000),
     ("CNY 1.2 million", 1_200_000)],
)  # fmt: skip
def test_money_in_chinese_indian_and_full_width_figures(text: str, amount: int | Decimal) -> None:
    assert read(text, MONEY).value == Money(Decimal(amount))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("不低于300RMB", 300), ("不超过300元", 300), ("300元起", 300), ("约120万元", 1_200_000), ("120万元/年", 1_200_000),
     ("每年另议", None), ("免费", 0), ("free of charge", 0), ("一百五", None)],
)  # fmt: skip
def test_a_price_with_a_bound_a_period_or_no_figure_waits_for_a_person(text: str, amount: int | None) -> None:
    assert offered(read(text, MONEY)) == ([] if amount is None else [str(Money(Decimal(amount)))])


@pytest.mark.parametrize(
    ("number", "code", "value"),
    [("120", '#,##0"万元"', Money(Decimal(1_200_000))), ("120", "[$$-409]#,##0.00", Money(Decimal(120), "USD")),
     ("120", '"US$"#,##0', Money(Decimal(120), "USD")), ("120", "¥#,##0.00", Money(Decimal(120))),
     ("120", "[$€-407] #,##0", Money(Decimal(120), "EUR")), ("1200000", '0!.0,"万"', Money(Decimal(1_200_000))),
     ("1200000", '#,##0.0,"K"', Money(Decimal(1_200_000))), ("120", "General", Money(Decimal(120)))],
)  # fmt: skip
def test_money_is_in_the_unit_and_currency_that_its_number_format_prints(number: str, code: str, value: Money) -> None:
    assert read(number, MONEY, "number", code).value == value


@pytest.mark.parametrize("text", ["9.3美金", "US$9.3", "USD 9.3"])
def test_words_for_another_currency_are_kept_and_told(text: str) -> None:
    found = read(text, MONEY)

    assert found.value == Money(Decimal("9.3"), "USD")
    assert Rule.CURRENCY_OTHER in [rule for rule, _ in found.rules]


@pytest.mark.parametrize(
    ("text", "asked", "number"),
    [("100万条", Asked(Kind.NUMBER), 1_000_000), ("三十五个", CASES, 35), ("十", CASES, 10), ("１２", CASES, 12),
     ("12 cases", CASES, 12), ("不少于10个", CASES, 10), ("10个以上", CASES, 10), ("3 年", YEARS, 3)],
)  # fmt: skip
def test_counted_things_are_read_with_their_counting_words(text: str, asked: Asked, number: int) -> None:
    assert read(text, asked).value == number


@pytest.mark.parametrize(
    ("text", "asked", "values"),
    [("10余个", CASES, ["10"]), ("10+", CASES, ["10"]), ("近10个", CASES, ["10"]), ("三五个", CASES, []),
     ("12 人", YEARS, ["12"]), ("12 项以上的大型项目", CASES, []), ("3,5", CASES, ["3.5", "35"])],
)  # fmt: skip
def test_more_or_less_and_another_unit_are_offered_not_taken(text: str, asked: Asked, values: list[str]) -> None:
    assert offered(read(text, asked)) == values


def test_a_number_format_may_count_in_another_unit() -> None:
    assert read("12", CASES, "number", '0"个"').value == 12
    assert read("12", CASES, "number", '0"万个"').value == 120_000
    assert offered(read("12", CASES, "number", '0"GB"')) == ["12"]


@pytest.mark.parametrize(
    ("text", "kind", "code", "percent"),
    [("98.5%", "text", "", "98.5"), ("98.5", "number", "", "98.5"), ("0.985", "number", "0.0%", "98.5"),
     ("９８．５％", "text", "", "98.5"), ("百分之九十八点五", "text", "", "98.5"), ("98.5 percent", "text", "", "98.5")],
)  # fmt: skip
def test_a_share_is_read_with_its_sign_in_the_cell_or_in_its_format(
    text: str, kind: str, code: str, percent: str
) -> None:
    assert read(text, PERCENT, kind, code).value == Decimal(percent)


@pytest.mark.parametrize("kind", ["text", "number"])
def test_a_bare_fraction_is_two_shares(kind: str) -> None:
    assert offered(read("0.985", PERCENT, kind)) == ["98.5", "0.985"]


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [("30分钟", HOURS, "0.5"), ("1小时30分", HOURS, "1.5"), ("1h30m", HOURS, "1.5"), ("90 min", HOURS, "1.5"),
     ("2周", DAYS, "14"), ("三年", MONTHS, "36"), ("半年", MONTHS, "6"), ("一年半", MONTHS, "18"),
     ("一个半月", MONTHS, "1.5")],
)  # fmt: skip
def test_times_are_converted_where_that_is_exact(text: str, asked: Asked, value: str) -> None:
    assert read(text, asked).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "asked", "values"),
    [("20分钟", HOURS, ["0.3333"]), ("48小时", DAYS, ["2"]), ("2天", HOURS, ["48", "16"]), ("长期", MONTHS, []),
     ("签约后30日内", DAYS, ["30"]), ("验收合格后2天", HOURS, ["48", "16"]), ("签约后另行约定", DAYS, []),
     ("7×24小时", HOURS, [])],
)  # fmt: skip
def test_times_that_are_not_exact_or_run_from_an_event_are_offered(text: str, asked: Asked, values: list[str]) -> None:
    assert offered(read(text, asked)) == values


def test_a_time_is_in_the_unit_that_its_number_format_prints() -> None:
    assert read("30", HOURS, "number", '0"分钟"').value == Decimal("0.5")
    assert read("4", HOURS, "number", '0 "h"').value == 4
    assert offered(read("2", HOURS, "number", '0"天"')) == ["48", "16"]


def test_a_foreign_sheet_states_its_unit_or_leaves_it_to_a_person() -> None:
    stated, silent = (Asked(Kind.DURATION, "hour", written=unit, foreign=True) for unit in ("分钟", ""))

    assert read("30", stated).value == Decimal("0.5")
    assert read("30", stated, "number").value == Decimal("0.5")
    assert read("2 小时", stated).value == 2
    assert offered(read("30", silent)) == ["30"]
    assert offered(read("30", silent, "number")) == ["30"]
    assert read("120", Asked(Kind.MONEY, written="万元", foreign=True), "number").value == Money(Decimal(1_200_000))


@pytest.mark.parametrize("kind", ["number", "text"])
def test_a_share_per_mille_is_converted_and_a_unit_that_nobody_knows_waits(kind: str) -> None:
    share, odd = (Asked(Kind.PERCENT, "%", written=unit, foreign=True) for unit in ("‰", "个"))
    packs = Asked(Kind.NUMBER, "case", units=CASES.units, written="百个", foreign=True)

    assert read("95", share, kind).value == Decimal("9.5")
    assert offered(read("0.95", share, kind)) == ["95", "0.095"]
    assert read("98.5%", share).value == Decimal("98.5")
    for asked in (
        odd,
        packs,
        Asked(Kind.MONEY, written="套"),
        Asked(Kind.DURATION, "hour", written="次", foreign=True),
    ):
        found = read("3", asked, kind)
        assert (found.state, [rule for rule, _ in found.rules]) == (State.AMBIGUOUS, [Rule.UNIT_AMBIGUOUS])
        assert dict(found.rules[0][1])["given"] == f"3 {asked.written}"
        assert len(found.readings) == 1


@pytest.mark.parametrize(
    "text",
    ["2026-03-04", "2026/3/4 10:00", "2026.3.4", "2026年3月4日", "20260304", "4 March 2026", "March 4, 2026", "4-Mar-2026",
     "二〇二六年三月四日"],
)  # fmt: skip
def test_a_day_is_read_in_many_orders(text: str) -> None:
    assert read(text, DATE).value == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "kind", "days"),
    [("03/04/2026", "text", ["2026-03-04", "2026-04-03"]), ("46085", "number", ["2026-03-04"]),
     ("2026年11年24日", "text", []), ("2026年2月30日", "text", []), ("2026-13-01", "text", []), ("2026年3月", "text", []),
     ("长期", "text", []), ("签约后30日内", "text", []), ("26-3-4", "text", []), ("0026-03-04", "text", []),
     ("12", "number", []), ("4 Foo 2026", "text", []), ("二〇二六年十三月四日", "text", []), ("二〇二六年二二月四日", "text", [])],
)  # fmt: skip
def test_what_is_two_days_or_none_waits_for_a_person(text: str, kind: str, days: list[str]) -> None:
    assert offered(read(text, DATE, kind)) == days

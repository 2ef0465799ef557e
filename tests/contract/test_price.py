"""The price that the contract takes over adds up, line by line, to what was evaluated."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from evaluator.contract.price import price_facts
from evaluator.domain.bid import Answer, Row, State
from evaluator.domain.finding import Source
from evaluator.domain.money import Money, Rate
from evaluator.domain.text import Text
from evaluator.scoring.price import evaluated_price
from tests import drafts, tiny


def facts(made, **changes):
    buying = drafts.tender(**changes)
    return price_facts(evaluated_price(made, tiny.method(), buying), made, buying)


def extra(amount: int) -> Answer:
    rows = (Row("R1", {"price": drafts.cell("REQPRICE/R1/price", Money(Decimal(amount)), "Prices", "C4")}),)
    return Answer(item="REQPRICE", state=State.ANSWERED, source=Source("ada.xlsx", "0" * 64, "Prices", "A3"), rows=rows)


def test_a_must_row_that_costs_extra_is_a_line_of_its_own_so_that_the_table_adds_up():
    found = facts(drafts.bid(REQPRICE=extra(300)))

    assert found is not None
    assert sum(row.amount.amount for row in found.rows if row.amount) == found.total.amount == Decimal(2300)
    assert (found.rows[-1].id, found.rows[-1].title, found.rows[-1].source.cell) == (
        "R1",
        Text("R1 Leads（中）", "R1 Leads"),
        "C4",
    )


def test_without_a_stated_total_the_first_unit_price_is_the_source():
    found = facts(drafts.bid())

    assert found is not None
    assert (found.stated, found.total_source().cell, found.group_source("all").cell) == (None, "D4", "D4")


def test_the_cell_of_the_vendor_s_own_total_is_the_source_where_there_is_one():
    stated = drafts.cell("TOTAL", Money(Decimal(2000)), "Prices", "G20")
    made = drafts.replace(drafts.bid(), stated_total=stated)

    found = facts(made)

    assert found is not None
    assert (found.stated, found.total_source().cell) == (Money(Decimal(2000)), "G20")


def test_amounts_of_another_currency_are_rounded_to_cents():
    bid = tiny.bid("Bo")
    rows = tuple(
        Row(key, {"unit_price": tiny.answer(f"PRICE/{key}/unit_price", Money(Decimal(amount), "USD"))})
        for key, amount in (("L1", 100), ("L2", 500))
    )
    table = drafts.replace(bid.answers["PRICE"], rows=rows)
    made = drafts.replace(bid, currency="USD", answers={**bid.answers, "PRICE": table})

    found = facts(made, rates=(Rate("USD", Decimal("7.123"), "2026-01-01", "bank"),))

    assert found is not None
    assert found.total == Money(Decimal("14246.00"))
    assert Fraction(found.rows[0].unit_price.amount) == Fraction(71230, 100)


def test_an_open_price_has_no_facts():
    assert facts(tiny.bid("Bo", prices=(100, None))) is None


def test_the_subtotals_add_up_to_the_total_with_the_extra_charges_as_one_of_them():
    with_extra, without = facts(drafts.bid(REQPRICE=extra(300))), facts(drafts.bid())

    assert with_extra is not None
    assert without is not None
    assert with_extra.groups["requirements"] == Money(Decimal(300))
    assert sum(part.amount for part in with_extra.groups.values()) == with_extra.total.amount
    assert (without.groups["requirements"], without.group_source("requirements").cell) == (Money(Decimal(0)), "D4")

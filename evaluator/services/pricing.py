"""The price of one bid as the contract takes it over: lines, groups and total in the tender's currency, each with its cell."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from evaluator.contract.price import PriceFacts, PriceRow
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Source
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.tender import Tender
from evaluator.intake.questionnaire import PRICES_ID
from evaluator.scoring.price import evaluated_price

CENT = Decimal("0.01")


def price_facts(bid: Bid, method: Method, tender: Tender) -> PriceFacts | None:
    """Price facts of a bid; None while a unit price is open."""
    price = evaluated_price(bid, method, tender)
    if price.total is None:
        return None
    currency = tender.currency
    rows = tuple(
        PriceRow(
            id=line.line.id, title=line.line.title, unit=line.line.unit, group=line.line.group,
            quantity=line.line.quantity, unit_price=money(line.unit_price, currency),
            amount=money(line.amount, currency), tax_rate=_tax(bid, line.line.id), source=line.source,
        )
        for line in price.lines
    )  # fmt: skip
    groups = {
        key: money(sum((line.amount for line in price.lines if line.line.group == key), Fraction(0)), currency)
        for key in method.price.groups
    }
    stated = bid.stated_total
    return PriceFacts(
        total=money(price.total, currency),
        source=stated.source if stated is not None and isinstance(stated.value, Money) else Source(),
        rows=rows,
        groups=groups,
        tax_basis=tender.tax_basis,
        stated=stated.value if stated is not None and isinstance(stated.value, Money) else None,
    )


def money(amount: Fraction, currency: str) -> Money:
    """An exact amount as money, rounded half up to cents where it has more.

    >>> str(money(Fraction(1, 3), "CNY"))
    'CNY 0.33'
    """
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return Money(exact.quantize(CENT, "ROUND_HALF_UP"), currency)


def _tax(bid: Bid, line: str) -> Decimal | None:
    cell = bid.find(f"{PRICES_ID}/{line}/tax_rate")
    return cell.value if cell is not None and isinstance(cell.value, Decimal) else None

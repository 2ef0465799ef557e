"""The price facts that a draft takes over from the evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Literal

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Source
from evaluator.domain.money import Money
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import PRICES_ID, REQUIREMENT_PRICES_ID
from evaluator.scoring.price import EvaluatedPrice

CENT = Decimal("0.01")
HALF_CENT = Decimal("0.005")
EXTRAS = "requirements"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """One line of the price as evaluated; ``source`` is the cell of the vendor's unit price."""

    id: str
    title: Text
    unit: Text
    group: str
    quantity: Decimal
    unit_price: Money | None = None
    amount: Money | None = None
    tax_rate: Decimal | None = None
    source: Source = Source()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFacts:
    """The price of one bid, recomputed from its unit prices over the stated years, in the tender's currency.

    ``source`` is the cell of the vendor's own total and ``stated`` what stands there; where the vendor stated none, the
    first unit price is the source. ``priced`` is the sum of the price lines, which the vendor's own total is held against:
    extra charges for must requirements are priced on another sheet.
    """

    total: Money
    source: Source
    rows: tuple[PriceRow, ...]
    groups: Mapping[str, Money] = field(default_factory=dict)
    tax_basis: Literal["included", "excluded"] = "included"
    stated: Money | None = None
    priced: Money | None = None

    @property
    def differs(self) -> bool:
        """Whether the vendor's own total is not the sum of its price lines; half a cent is rounding."""
        if self.stated is None or self.priced is None:
            return False
        return self.stated.currency == self.priced.currency and abs(self.stated.amount - self.priced.amount) > HALF_CENT

    def total_source(self) -> Source:
        """The cell that the total is traced to."""
        return self.source if self.source.cell else self._first_priced("")

    def group_source(self, group: str) -> Source:
        """The cell of the first price of a group; of the total where nothing of the group is priced."""
        found = self._first_priced(group)
        return found if found.cell else self.total_source()

    def _first_priced(self, group: str) -> Source:
        return next((row.source for row in self.rows if row.source.cell and group in ("", row.group)), Source())


def price_facts(price: EvaluatedPrice, bid: Bid, tender: Tender | None) -> PriceFacts | None:
    """The facts of a recomputed price; None while a unit price is open. Another currency's amounts round to cents."""
    if price.total is None:
        return None
    currency = tender.currency if tender else "CNY"
    groups: dict[str, Fraction] = {}
    for line in price.lines:
        groups[line.line.group] = groups.get(line.line.group, Fraction(0)) + line.amount
    groups[EXTRAS] = sum((amount for _, amount in price.extras), Fraction(0))
    stated = bid.stated_total
    return PriceFacts(
        total=_money(price.total, currency),
        source=stated.source if stated and isinstance(stated.value, Money) else Source(),
        rows=(*_lines(price, bid, currency), *_extras(price, bid, tender, currency)),
        groups={key: _money(amount, currency) for key, amount in groups.items()},
        tax_basis=tender.tax_basis if tender else "included",
        stated=stated.value if stated and isinstance(stated.value, Money) else None,
        priced=_money(sum((line.amount for line in price.lines), Fraction(0)), currency),
    )


def _lines(price: EvaluatedPrice, bid: Bid, currency: str) -> Iterator[PriceRow]:
    for priced in price.lines:
        rate = bid.find(f"{PRICES_ID}/{priced.line.id}/tax_rate")
        yield PriceRow(
            id=priced.line.id, title=priced.line.title, unit=priced.line.unit, group=priced.line.group,
            quantity=priced.line.quantity, unit_price=_money(priced.unit_price, currency),
            amount=_money(priced.amount, currency), source=priced.source,
            tax_rate=rate.value if rate and isinstance(rate.value, Decimal) else None,
        )  # fmt: skip


def _extras(price: EvaluatedPrice, bid: Bid, tender: Tender | None, currency: str) -> Iterator[PriceRow]:
    """Must rows that cost extra: they count in the total, so the table must show them."""
    wanted = {row.id: row for row in tender.requirements} if tender else {}
    for key, amount in price.extras:
        cell = bid.find(f"{REQUIREMENT_PRICES_ID}/{key}/price")
        text = wanted[key].text if key in wanted else Text(key, key)
        yield PriceRow(
            id=key, title=Text(f"{key} {text.zh}", f"{key} {text.en or text.zh}"), unit=Text("项", "item"),
            group=EXTRAS, quantity=Decimal(1), unit_price=_money(amount, currency),
            amount=_money(amount, currency), source=cell.source if cell else Source(),
        )  # fmt: skip


def _money(amount: Fraction, currency: str) -> Money:
    exact = Context(prec=40).divide(Decimal(amount.numerator), Decimal(amount.denominator))
    cents = exact.quantize(CENT, ROUND_HALF_UP)
    return Money(exact if Fraction(exact) == amount and exact != cents else cents, currency)

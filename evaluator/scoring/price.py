"""Evaluated prices recomputed from unit prices, and their values by the published formula over admissible bids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Answer, Bid, State
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.method import Method, PriceDeduction, PriceLine, PriceRule
from evaluator.domain.money import Money
from evaluator.domain.question import rounded
from evaluator.domain.tender import Tender
from evaluator.intake.questionnaire import CURRENCY_CELL, PRICES_ID, REQUIREMENT_PRICES_ID, unit_prices
from evaluator.intake.words import NO_CURRENCY, currency_code
from evaluator.scoring.price_deduction import deduction_bounds
from evaluator.scoring.price_formulas import compared, exact_value, open_bounds
from evaluator.scoring.values import Value, exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePrice:
    """One priced line in the tender's currency: unit price × the buyer's quantity."""

    line: PriceLine
    unit_price: Fraction
    amount: Fraction
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatedPrice:
    """A bid's price as the buyer recomputes it; ``total`` is None while a unit price is open.

    ``known`` is the sum of the lines that are settled: the price can only be higher. ``deducted`` are the least and the most
    that a policy takes off it where prices are compared, as fractions of the price.
    """

    vendor: str
    total: Fraction | None
    known: Fraction
    lines: tuple[LinePrice, ...]
    extras: tuple[tuple[str, Fraction], ...]
    findings: tuple[Finding, ...]
    deducted: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))

    @property
    def compared(self) -> Fraction | None:
        """The price that is compared with the others; None while it, or what is deducted from it, is open."""
        least, most = self.deducted
        return None if self.total is None or least != most else self.total * (1 - most)

    @property
    def floor(self) -> Fraction:
        """The least at which the bid can come to be compared."""
        return self.known * (1 - self.deducted[1])


def evaluated_price(bid: Bid, method: Method, tender: Tender | None) -> EvaluatedPrice:
    """The price of a bid over the buyer's fixed quantities, extra prices of must rows added."""
    findings: list[Finding] = []
    rate = _rates(bid, tender, findings)
    lines: list[LinePrice] = []
    is_open = rate is None
    for line in unit_prices(method, tender):
        cell = bid.find(f"{PRICES_ID}/{line.id}/unit_price")
        price = _amount(cell, rate, findings)
        if cell is None or price is None:
            is_open = True
            continue
        if price == 0:
            findings.append(finding(Rule.PRICE_ZERO, cell.source, vendor=bid.vendor, item=cell.item, id=line.id))
        amount = price * Fraction(line.quantity)
        lines.append(LinePrice(line=line, unit_price=price, amount=amount, source=cell.source))
    extras, unclear = _extras(bid, tender, rate, findings)
    known = sum((line.amount for line in lines), Fraction(0))
    if not is_open:
        _compare_total(bid, known, rate, findings)
    known += sum((amount for _, amount in extras), Fraction(0))
    found = EvaluatedPrice(
        vendor=bid.vendor, total=None if is_open or unclear or known <= 0 else known, known=known, lines=tuple(lines),
        extras=tuple(extras), findings=tuple(findings), deducted=deduction_bounds(method.price.deduction, bid),
    )  # fmt: skip
    return replace(found, findings=(*found.findings, *_deducted(found, bid, method.price.deduction)))


def _deducted(price: EvaluatedPrice, bid: Bid, rule: PriceDeduction) -> Iterator[Finding]:
    """That a price is compared lower than it was offered, with the reply that says so."""
    if price.compared is not None and price.compared != price.total:
        reply = bid.find(rule.question)
        yield finding(
            Rule.PRICE_DEDUCTED, reply.source if reply else None, vendor=bid.vendor, item=rule.question, id=rule.question,
            price=f"{float(price.total or 0):,.2f}", compared=f"{float(price.compared):,.2f}",
            share=f"{float(price.deducted[0] * 100):g}%",
        )  # fmt: skip


def added_cost(bid: Bid, method: Method, tender: Tender | None) -> tuple[Fraction | None, list[Finding]]:
    """What a bid's own answers add to its price over the life of what is bought, None while one holds no amount.

    Each answer counts in the unit of its question, money in the tender's currency, times the published amount for a unit.
    """
    findings: list[Finding] = []
    rate = _rates(bid, tender, findings)
    total: Fraction | None = Fraction(0)
    for question, unit in method.award.costs().items():
        cell = bid.find(question)
        amount = (
            _quantity(cell, findings) if cell and isinstance(cell.value, Decimal) else _amount(cell, rate, findings)
        )
        total = None if total is None or amount is None else total + amount * unit
    return total, findings


def _quantity(cell: Answer, findings: list[Finding]) -> Fraction | None:
    if cell.open or not isinstance(cell.value, Decimal):
        return None
    if cell.value < 0:
        findings.append(finding(Rule.PRICE_NEGATIVE, cell.source, item=cell.item, given=cell.verbatim))
        return None
    return Fraction(cell.value)


Rates = Mapping[str, Fraction]


def _rates(bid: Bid, tender: Tender | None, findings: list[Finding]) -> Rates | None:
    """What one unit of each currency is worth in the tender's; None where the bid's own currency has no rate."""
    home = tender.currency if tender else "CNY"
    known = {rate.currency: Fraction(rate.value) for rate in (tender.rates if tender else ())} | {home: Fraction(1)}
    stated = currency_code(bid.currency) if bid.currency else home
    if stated in known:
        return known
    if stated != NO_CURRENCY:  # intake has told of a cover that names no currency
        cover = bid.find(CURRENCY_CELL[0])
        source = cover.source if cover else Source()
        findings.append(finding(Rule.RATE_MISSING, source, vendor=bid.vendor, currency=stated))
    return None


def _amount(cell: Answer | None, rate: Rates | None, findings: list[Finding]) -> Fraction | None:
    # A confirmed "no answer" is no price of zero either: the line stays open and the bid cannot be ranked.
    if cell is None or cell.open or rate is None or not isinstance(cell.value, Money):
        return None
    if cell.value.currency not in rate:
        findings.append(finding(Rule.RATE_MISSING, cell.source, item=cell.item, currency=cell.value.currency))
        return None
    if cell.value.amount < 0:
        findings.append(finding(Rule.PRICE_NEGATIVE, cell.source, item=cell.item, given=cell.verbatim))
        return None
    return Fraction(cell.value.amount) * rate[cell.value.currency]


def _extras(
    bid: Bid, tender: Tender | None, rate: Rates | None, findings: list[Finding]
) -> tuple[list[tuple[str, Fraction]], bool]:
    """Extra prices of must rows, and whether one is written that cannot be counted yet; a blank costs nothing extra."""
    extras, unclear = [], False
    for row in tender.requirements if tender else ():
        cell = bid.find(f"{REQUIREMENT_PRICES_ID}/{row.id}/price")
        if row.kind != "must" or cell is None or (cell.value is None and not _written(cell)):
            continue
        amount = _amount(cell, rate, findings)
        unclear = unclear or amount is None
        if amount:
            extras.append((row.id, amount))
    return extras, unclear


def _written(cell: Answer) -> bool:
    return cell.open and cell.state is not State.UNANSWERED


def _compare_total(bid: Bid, computed: Fraction, rate: Rates | None, findings: list[Finding]) -> None:
    stated = bid.stated_total
    if stated is None or not isinstance(stated.value, Money):
        return
    amount = _amount(stated, rate, findings)
    # Half a cent: vendors round their own total to cents.
    if amount is not None and abs(amount - computed) > Fraction(1, 200):
        shown, ours = f"{float(amount):,.2f}", f"{float(computed):,.2f}"
        findings.append(
            finding(Rule.TOTAL_DIFFERS, stated.source, vendor=bid.vendor, item=stated.item, stated=shown, computed=ours)
        )


def price_value(rule: PriceRule, price: Fraction, prices: Sequence[Fraction], grain: int) -> Fraction:
    """Value of an evaluated price among the admissible ones.

    >>> from evaluator.domain.text import Text
    >>> rule = PriceRule(formula="lowest_ratio", lines=(), years=1, groups={})
    >>> str(price_value(rule, Fraction(55000), [Fraction(50000), Fraction(55000)], 4))
    '9091/10000'
    """
    return rounded(exact_value(rule, price, prices), grain)


def price_values(
    rule: PriceRule, prices: Mapping[str, EvaluatedPrice], admissible: Sequence[str], grain: int
) -> dict[str, Value]:
    """Value, or bounds, of each admissible bid's price while the price of another is open."""
    known = [total for vendor in admissible if (total := prices[vendor].compared) is not None]
    floors = [prices[vendor].floor for vendor in admissible if prices[vendor].compared is None]
    values: dict[str, Value] = {}
    for vendor in admissible:
        total = prices[vendor].compared
        if total is None:
            values[vendor] = Value(Fraction(0), Fraction(1), "basis.open")
            continue
        low, high = (rounded(end, grain) for end in open_bounds(rule, total, known, floors))
        shown = {name: f"{float(amount):,.2f}" for name, amount in compared(rule, total, known).items()}
        made = exactly(high, f"basis.{rule.formula}", **shown)
        values[vendor] = made if low == high else Value(low, high, "basis.price_open", made.params)
    return values


def abnormally_low(
    rule: PriceRule, prices: Mapping[str, Fraction], ceiling: Fraction | None, estimate: Fraction | None = None
) -> list[tuple[str, str, Fraction, Fraction]]:
    """Bids that trigger the abnormally-low question: (vendor, compared with, share of it, the limit); never excluded.

    ``prices`` are the admissible bids' as they were offered. Where no ceiling was set, what is compared with it is compared
    with the ``estimate``.
    """
    low, found = rule.abnormally_low, []
    for vendor, price in prices.items():
        for key, base in _bases(vendor, prices, ceiling, estimate).items():
            limit = getattr(low, LIMIT_OF[key])
            if limit is None or not base:
                continue
            edge = base * Fraction(limit) / 100
            if price < edge or (low.at_limit and price == edge):
                found.append((vendor, key, price / base, Fraction(limit) / 100))
    return found


LIMIT_OF = {
    "mean": "below_mean", "others": "below_others", "second": "below_second", "next": "below_next",
    "ceiling": "below_ceiling", "budget": "below_ceiling", "estimate": "below_estimate",
}  # fmt: skip


def _bases(
    vendor: str, prices: Mapping[str, Fraction], ceiling: Fraction | None, estimate: Fraction | None
) -> dict[str, Fraction | None]:
    """What a price is compared with, None where it is not there to compare; "next" is the nearest price above it."""
    price, others = prices[vendor], [amount for name, amount in prices.items() if name != vendor]
    lowest = bool(others) and price <= min(others)
    return {
        "mean": (price + sum(others)) / (len(others) + 1) if others else None,
        "others": sum(others, Fraction(0)) / len(others) if others else None,
        "second": min(others) if lowest else None,
        "next": min((amount for amount in others if amount > price), default=None),
        "ceiling": ceiling,
        "budget": estimate if ceiling is None else None,
        "estimate": estimate,
    }

"""Evaluated prices side by side: the groups of price lines, the sum, the vendor's own total, the points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evaluator.domain.bid import Bid
from evaluator.domain.method import NO_QUESTION, LeafJudge
from evaluator.domain.money import Money
from evaluator.domain.ranking import Result, Status
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.values import show_plain
from evaluator.scoring.price import EvaluatedPrice, evaluated_price
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.ranking import of_whom, ordered, value_cell
from evaluator.ui.views.trail import money


def note(state: TenderState, lang: Lang) -> str:
    """Currency, tax basis and years of the prices."""
    tax = t(f"ranking.price.tax_{state.tender.tax_basis}", lang)
    years = show_plain(state.pack.method.price.years)
    return t("ranking.price.note", lang, currency=state.tender.currency, tax=tax, years=years)


def columns(state: TenderState, lang: Lang) -> list[Column]:
    """Vendor, price and its value, each group of lines, extras of must rows where anybody asks them, the own total."""
    groups = state.pack.method.price.groups.values()
    extra = [Column(t("ranking.price.extras", lang), "number")] if _extras(_prices(state)) else []
    return [
        Column(t("ranking.col.vendor", lang), head=True, width=10),
        Column(t("ranking.price.total", lang), "number"),
        *([Column(t("ranking.price.compared", lang), "number")] if _deducts(state) else []),
        Column(t("ranking.price.value", lang), "heat", note=t("ranking.of", lang, top="100")),
        *(Column(group.show(lang), "number") for group in groups),
        *extra,
        Column(t("ranking.price.stated", lang), "number"),
    ]


def rows(state: TenderState, lang: Lang) -> list[Row]:
    """One row for each bid whose prices came in, in the order of the ranking."""
    bids = {bid.vendor: bid for bid in state.evaluation.bids}
    prices = _prices(state)
    extras = _extras(prices)
    return [
        _row(state, result, (bids[result.vendor], prices[result.vendor]), lang, extras=extras)
        for result in ordered(state.evaluation.ranking)
        if result.vendor in prices
    ]


def _row(state: TenderState, result: Result, offer: tuple[Bid, EvaluatedPrice], lang: Lang, *, extras: bool) -> Row:
    bid, price = offer
    known = {line.line.id for line in price.lines}
    cells = []
    for group in state.pack.method.price.groups:
        wanted = [line.id for line in state.pack.method.price.lines if line.group == group]
        sum_ = sum((line.amount for line in price.lines if line.line.group == group), Fraction(0))
        cells.append(Cell(money(sum_)) if known.issuperset(wanted) else Cell(t("parts.open", lang), tone="open"))
    if extras:
        cells.append(Cell(money(sum((amount for _, amount in price.extras), Fraction(0)))))
    is_open = Cell(t("parts.open", lang), tone="open")
    total = is_open if price.total is None else Cell(money(price.total), strong=True)
    leaf = next(leaf for leaf in state.pack.method.leaves() if leaf.judge is LeafJudge.PRICE)
    excluded = result.status is Status.EXCLUDED
    value = value_cell(result.node(leaf.key), lang, pale=excluded)
    deducted = [is_open if price.compared is None else Cell(money(price.compared))] if _deducts(state) else []
    line = [Cell(result.vendor, note=of_whom(result, lang)), total, *deducted, value, *cells, _stated(bid, price, lang)]
    return Row(line, "excluded" if excluded else "")


def _stated(bid: Bid, price: EvaluatedPrice, lang: Lang) -> Cell:
    """The vendor's own total, marked where it is not the sum of its lines."""
    stated = bid.stated_total
    if stated is None or not isinstance(stated.value, Money):
        return Cell("–", tone="soft")
    lines = sum((line.amount for line in price.lines), Fraction(0))
    differs = any(found.item == stated.item for found in price.findings) and lines != Fraction(stated.value.amount)
    return Cell(
        money(stated.value), tone="warn" if differs else "", note=t("ranking.price.differs", lang) if differs else ""
    )


def _prices(state: TenderState) -> dict[str, EvaluatedPrice]:
    """The evaluated price of each bid that came in."""
    method, tender = state.pack.method, state.tender
    return {bid.vendor: evaluated_price(bid, method, tender) for bid in state.evaluation.bids if bid.answers}


def _extras(prices: Mapping[str, EvaluatedPrice]) -> bool:
    """Whether anybody asks a price for a must row beyond the basic edition."""
    return any(price.extras for price in prices.values())


def _deducts(state: TenderState) -> bool:
    """Whether a policy takes something off prices where they are compared."""
    return state.pack.method.price.deduction.question != NO_QUESTION

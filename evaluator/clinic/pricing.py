"""Prices at the edge: none, one that is negative, one of next to nothing, and a bid that is alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from evaluator.clinic.found import Check, Found, Trap, found, percent
from evaluator.clinic.tried import Tried
from evaluator.domain.bid import Answer, Bid, Row
from evaluator.domain.finding import Rule
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.ranking import Ranking, Status
from evaluator.domain.tender import Tender
from evaluator.intake.questionnaire import PRICES_ID
from evaluator.robustness.board import first, leaf_shares
from evaluator.robustness.case import leaders
from evaluator.scoring.evaluate import evaluate
from evaluator.scoring.index_rules import price_points_count
from evaluator.scoring.price import abnormally_low, price_value
from evaluator.scoring.price_formulas import ABSOLUTE

ONE = Fraction(1)
TOKEN = Fraction(1, 100)
_IMPOSSIBLE = {"zero": Decimal(0), "negative": Decimal(-100)}
# In so many of the tenders tried, a bid that asks next to nothing may win for all its quality, and nobody has to ask why.
LEAST_WON = Fraction(10, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What became of prices at the edge.

    ``tried`` are the kinds of impossible price (``zero``, ``negative``) of which ``ranked`` still gave the bid a place. Of
    ``tenders`` the worst bid won ``won`` of them for a hundredth of the lowest price, and ``asked`` were asked to explain.
    ``alone`` is what the price of a bid without rivals is worth; None under an index that takes no points for price.
    """

    tried: tuple[str, ...]
    ranked: tuple[str, ...]
    tenders: int
    won: int
    asked: int
    alone: Fraction | None


def edges(method: Method, tender: Tender, tenders: Sequence[Tried], reference: Fraction) -> Edges:
    """The method's own evaluation of bids whose prices are at the edge."""
    several = [one for one in tenders if len(one.ranked) > 1]
    example = next((one for one in several if one.case is not None), None)
    kinds = {} if example is None else _IMPOSSIBLE
    ranked = tuple(kind for kind, amount in kinds.items() if example is not None and _gets_in(example, amount))
    tokens = [_token(method, tender, one) for one in several]
    return Edges(
        tried=tuple(kinds), ranked=ranked, tenders=len(tokens), won=sum(won for won, _ in tokens),
        asked=sum(won and asked for won, asked in tokens),
        alone=price_value(method.price, reference, [reference], method.grain) if price_points_count(method) else None,
    )  # fmt: skip


def edge_traps(method: Method, tender: Tender, told: Edges) -> Iterator[Found]:
    """What a price at the edge can do."""
    for kind in told.ranked:
        yield found(Check.PRICES, Trap.ZERO_RANKED, kind=kind)
    unasked = told.won - told.asked
    if told.tenders and Fraction(unasked, told.tenders) >= LEAST_WON:
        share = percent(Fraction(unasked, told.tenders))
        yield found(Check.PRICES, Trap.TOKEN_UNASKED, won=str(unasked), tenders=str(told.tenders), share=share)
    if told.alone is None or method.price.formula in ABSOLUTE:
        return
    if told.alone == ONE and tender.ceiling is None:
        yield found(Check.PRICES, Trap.ALONE_FULL)
    if told.alone < ONE:
        yield found(Check.PRICES, Trap.ALONE_SHORT, points=percent(told.alone))


def _gets_in(one: Tried, amount: Decimal) -> bool:
    """Whether the first bid is still ranked once every unit price of it is an impossible one."""
    case = one.whole()
    bids = [_priced(bid, lambda _: amount) if bid.vendor == one.first[0] else bid for bid in case.bids]
    ranking: Ranking = evaluate(case.method, case.tender, bids, case.judged).ranking
    return ranking.of(one.first[0]).status is Status.RANKED


def _priced(bid: Bid, other: Callable[[Decimal], Decimal]) -> Bid:
    """The bid at other unit prices."""
    table = bid.answers[PRICES_ID]
    rows = tuple(Row(row.key, {name: _asked(cell, other) for name, cell in row.cells.items()}) for row in table.rows)
    return replace(bid, answers={**bid.answers, PRICES_ID: replace(table, rows=rows)})


def _asked(cell: Answer, other: Callable[[Decimal], Decimal]) -> Answer:
    if not isinstance(cell.value, Money):
        return cell
    return replace(cell, value=Money(other(cell.value.amount), cell.value.currency))


def _token(method: Method, tender: Tender, one: Tried) -> tuple[bool, bool]:
    """Whether the bid with the least for everything but its price wins with a hundredth of the lowest price, and is asked."""
    shares = {leaf: share for leaf, share in leaf_shares(method).items() if leaf != one.priced}
    rest = {
        vendor: sum((share * own[leaf] for leaf, share in shares.items()), Fraction(0))
        for vendor, own in one.leaves.items()
    }
    worst = min(rest, key=lambda vendor: rest[vendor])
    if one.quick is None:
        return _token_anew(one, worst)
    prices = {**one.quick.prices, worst: min(one.quick.prices.values()) * TOKEN}
    keys = one.quick.with_price(worst, prices[worst])
    ceiling, estimate = (Fraction(limit) if limit else None for limit in (tender.ceiling, tender.estimate))
    triggers = abnormally_low(method.price, prices, ceiling, estimate)
    return worst in first(keys), any(vendor == worst for vendor, *_ in triggers)


def _token_anew(one: Tried, worst: str) -> tuple[bool, bool]:
    """The same by the official evaluation, where no sum tells it."""
    case = one.whole()
    prices = {result.vendor: result.price for result in case.ranking.ranked() if result.price}
    part = min(prices.values()) * TOKEN / prices[worst]
    share = Decimal(part.numerator) / Decimal(part.denominator)
    bids = [_priced(bid, lambda asked: asked * share) if bid.vendor == worst else bid for bid in case.bids]
    found = evaluate(case.method, case.tender, bids, case.judged)
    asked = any(one.rule is Rule.ABNORMALLY_LOW and one.vendor == worst for one in found.findings)
    return worst in leaders(found.ranking), asked

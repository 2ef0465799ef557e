"""Bids that nobody has made: answers drawn from each question's own kind, options and anchors, prices that rise with quality.

Every bid has a quality drawn around 0.72 with a spread of 0.10; each of its answers lies around that quality with a spread
of 0.15. Its price lies around a reference with a spread of 15 %, of which half is correlated with quality. Whoever hands in
a bid has read the gates: of 100 answers to a gate 99 are ones that it accepts, where the scale has any. Every second bid has
a right to a policy's deduction; an amount without a scale that a life-cycle cost counts adds about a tenth of the reference.
All of this is supposed, so that rates found on these bids compare methods and formulas and say nothing about a market.

The draws use nothing but the basic operations of IEEE arithmetic, so that a seed gives the same bids on any machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from random import Random
from typing import Final

from evaluator.clinic.drawing import Draw
from evaluator.domain.bid import Answer, Bid, Row, Scalar, State
from evaluator.domain.finding import Source
from evaluator.domain.method import Combine, Method, PriceRule
from evaluator.domain.money import Money
from evaluator.domain.question import Judge, Kind, Question, Range
from evaluator.domain.score import Score, Scorecard
from evaluator.domain.tender import BuyerProfile, Requirement, Tender
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import PRICES_ID, REQUIREMENTS_ID, unit_prices

PANEL: Final = "clinic"
MOST_BIDS: Final = 26
_MUST_MISSED = 0.995
_ENTITLED = 0.5
# What the worst and the best answer to one question on costs add to the price, as shares of the reference.
_ADDED = (Fraction(15, 100), Fraction(5, 100))
_NOBODY = BuyerProfile(name=Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One generated tender: its bids, named by letters, and the panel's scores of them."""

    bids: tuple[Bid, ...]
    card: Scorecard


def as_tried(method: Method, tender: Tender | None) -> tuple[Method, Tender]:
    """Method and tender as bids are tried on them: cards count as they are, whoever is on the panel and however it agrees.

    A requirement list that is still to be written is supposed to hold ten rows, half of them musts.
    """
    plain = tender or Tender(id="", name=Text(), buyer=_NOBODY, pack=method.key)
    rows = plain.requirements or tuple(
        Requirement(id=f"R{n}", module=Text(), text=Text(), kind="must" if n % 2 else "should") for n in range(1, 11)
    )
    combine = Combine.MEAN if method.combine is Combine.CONSENSUS else method.combine
    return replace(method, combine=combine), replace(plain, evaluators=(), assignments={}, requirements=rows)


def tenders(method: Method, tender: Tender, *, count: int, bids: int, seed: int) -> Iterator[Drawn]:
    """So many tenders of so many bids each; each tender has its own seed, so that the first of them are always the same."""
    reference = reference_price(method.price, tender)
    asked = _counting(method)
    for number in range(count):
        draw = Draw(Random(f"clinic/{seed}/{number}"))  # noqa: S311 - reproducible on purpose; nothing is kept secret by it
        made = [_bid(method, tender, (chr(ord("A") + place), asked), draw, reference) for place in range(bids)]
        scores = tuple(score for _, own in made for score in own)
        yield Drawn(bids=tuple(bid for bid, _ in made), card=Scorecard(evaluator=PANEL, scores=scores))


def reference_price(rule: PriceRule, tender: Tender | None) -> Fraction:
    """What a bid of middling quality asks: what the method or the tender itself lets one expect, else a million.

    >>> str(reference_price(PriceRule(formula="lowest_ratio", lines=(), years=1, groups={}), None))
    '1000000'
    """
    if rule.formula == "linear" and rule.best is not None and rule.worst is not None:
        return (Fraction(rule.best) + Fraction(rule.worst)) / 2
    if rule.formula in ("discount_mean", "discount_power") and rule.base_price is not None:
        return Fraction(rule.base_price) * 17 / 20
    if tender is not None and tender.ceiling:
        return Fraction(tender.ceiling) * 4 / 5
    if tender is not None and tender.estimate:
        return Fraction(tender.estimate)
    return Fraction(1_000_000)


def _counting(method: Method) -> tuple[Question, ...]:
    """The questions whose answers decide about places: by a gate, by points, or by what they do to the price."""
    rule = method.price.deduction
    ids = {question.id for question in method.auto_questions()} | {rule.question, rule.share, *method.award.costs()}
    return tuple(question for question in method.questions if question.gate is not None or question.id in ids)


def _bid(
    method: Method, tender: Tender, what: tuple[str, Sequence[Question]], draw: Draw, reference: Fraction
) -> tuple[Bid, list[Score]]:  # fmt: skip
    vendor, asked = what
    lean = draw.normal()
    draw.quality = min(max(0.72 + 0.10 * lean, 0.0), 1.0)
    answers = {question.id: _answer(method, question, draw, tender.currency, reference) for question in asked}
    if method.requirements is not None and tender.requirements:
        rows = [(row.id, "response", _reply(row.kind, draw)) for row in tender.requirements]
        answers[REQUIREMENTS_ID] = _table(REQUIREMENTS_ID, rows)
    answers[PRICES_ID] = _prices(method, tender, draw, reference, lean)
    scores = [
        Score(
            evaluator=PANEL, vendor=vendor, criterion=leaf.key, points=draw.one_of(sorted(level.points for level in leaf.levels))
        )
        for leaf in method.panel_leaves()
    ]  # fmt: skip
    return Bid(vendor=vendor, files=(), answers=answers, currency=tender.currency), scores


def _answer(method: Method, question: Question, draw: Draw, currency: str, reference: Fraction) -> Answer:
    if question.kind is Kind.TABLE:
        kinds = {column.key: column.kind for column in question.columns}
        rows = [
            (item.row, item.column, _typed(draw.amount(item.range, kinds[item.column]), kinds[item.column], currency))
            for item in question.items
        ]
        return _table(question.id, rows)
    return _cell(question.id, _typed(_drawn(method, question, draw, reference), question.kind, currency))


def _drawn(method: Method, question: Question, draw: Draw, reference: Fraction) -> Scalar:
    """The value of one answer; of one that only moves the price and has no scale, on one that is supposed."""
    deduction, unit = method.price.deduction, method.award.costs().get(question.id)
    if question.judge is not Judge.INFO or question.range is not None:
        return draw.answer(question)
    if question.id == deduction.question:
        return "yes" if draw.share() < _ENTITLED else "no"
    if question.id == deduction.share:
        return draw.amount(Range(worst=Decimal(0), best=Decimal(100)), question.kind)
    if unit is not None:
        dear, cheap = (reference * part / unit for part in _ADDED)
        scale = Range(worst=_coarse(dear), best=_coarse(cheap))
        return draw.amount(scale, question.kind)
    return draw.answer(question)


def _coarse(amount: Fraction) -> Decimal:
    """An amount as a person would write an anchor: three digits of it."""
    return Context(prec=3).divide(Decimal(amount.numerator), Decimal(amount.denominator))


def _typed(value: Scalar, kind: Kind, currency: str) -> Scalar:
    """An amount of money in the tender's currency, as intake reads one; any other value as it is."""
    return Money(value, currency) if kind is Kind.MONEY and isinstance(value, Decimal) else value


def _reply(kind: str, draw: Draw) -> str:
    reached = draw.around()
    if kind == "must" and draw.share() < _MUST_MISSED:
        reached = max(reached, 0.3)
    return "meets" if reached >= 0.55 else "custom" if reached >= 0.4 else "partial" if reached >= 0.25 else "no"


def _prices(method: Method, tender: Tender, draw: Draw, reference: Fraction, lean: float) -> Answer:
    """Unit prices whose sum over the buyer's quantities lies around the reference, each line asking for an equal part."""
    level = max(1 + 0.15 * (0.5 * lean + 0.75**0.5 * draw.normal()), 0.3)
    lines = unit_prices(method, tender)
    counted = [line for line in lines if line.quantity > 0] or list(lines)
    rows = []
    for line in lines:
        own = reference / len(counted) / (Fraction(line.quantity) or 1)
        asked = Decimal(round(own * Fraction(level * max(1 + 0.05 * draw.normal(), 0.5)) * 100)) / 100
        rows.append((line.id, "unit_price", Money(max(asked, Decimal("0.01")), tender.currency)))
    return _table(PRICES_ID, rows)


def _cell(item: str, value: Scalar) -> Answer:
    return Answer(item=item, state=State.ANSWERED, source=Source(), verbatim=str(value), value=value)


def _table(item: str, cells: Sequence[tuple[str, str, Scalar]]) -> Answer:
    rows: dict[str, Mapping[str, Answer]] = {}
    for row, column, value in cells:
        rows[row] = {**rows.get(row, {}), column: _cell(f"{item}/{row}/{column}", value)}
    made = tuple(Row(key, own) for key, own in rows.items())
    return Answer(item=item, state=State.ANSWERED, source=Source(), rows=made)

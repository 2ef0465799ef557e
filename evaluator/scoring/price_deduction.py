"""What a policy takes off a price before prices are compared; the price as offered stays what is paid."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Answer, Bid
from evaluator.domain.method import NO_QUESTION, PriceDeduction

Bounds = tuple[Fraction, Fraction]


def deduction_bounds(rule: PriceDeduction, bid: Bid) -> Bounds:
    """The least and the most of a price that is deducted, as fractions of it; both are equal once the replies are known.

    A reply that a person has confirmed to be missing deducts nothing.
    """
    most = Fraction(rule.percent or 0) / 100
    if rule.question == NO_QUESTION:
        return Fraction(0), Fraction(0)
    reply = bid.find(rule.question)
    if _waits(reply):
        return Fraction(0), most
    if reply is None or reply.value != "yes":
        return Fraction(0), Fraction(0)
    if rule.share == NO_QUESTION:
        return most, most
    share = bid.find(rule.share)
    if _waits(share):
        return Fraction(0), most
    part = Fraction(0) if share is None or not isinstance(share.value, Decimal) else Fraction(share.value) / 100
    known = most * min(max(part, Fraction(0)), Fraction(1))
    return known, known


def _waits(reply: Answer | None) -> bool:
    return reply is None or reply.open

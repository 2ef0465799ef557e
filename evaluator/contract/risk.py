"""What the buyer risks on a term that is blank or departs from its position, and how far the two are apart."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from evaluator.domain.contract import TermStatus, TermValue
from evaluator.domain.money import Money


class Risk(StrEnum):
    """How much hangs on a term that is not settled."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def risk(value: TermValue) -> Risk | None:
    """The risk of a term as it stands; None where the vendor's value fits or the buyer's own stands.

    A blank or a worse offer weighs heavily on a substantive or notable term; a better offer only wants a decision.
    """
    if value.status is TermStatus.DEVIATES and value.direction == "positive":
        return Risk.LOW
    if value.status in (TermStatus.BLANK, TermStatus.DEVIATES):
        return Risk.HIGH if value.term.substantive or value.term.notable else Risk.MEDIUM
    return None


def gap(value: TermValue) -> Decimal | None:
    """How much more than the buyer's figure the vendor offers, or is agreed, where both are figures and they differ."""
    ours = value.position.value if value.position else None
    theirs = value.value.amount if isinstance(value.value, Money) else value.value
    if not isinstance(ours, Decimal) or not isinstance(theirs, Decimal):
        return None
    return theirs - ours or None

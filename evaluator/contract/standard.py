"""The library's standard text: every term at the buyer's position or blank, nothing of any vendor."""

from __future__ import annotations

from dataclasses import replace

from evaluator.contract.known import Known
from evaluator.contract.terms import fill_terms
from evaluator.domain.bid import Bid
from evaluator.domain.contract import TermStatus, TermValue


def standard_terms(known: Known) -> tuple[TermValue, ...]:
    """A value for every term as it stands before any vendor has answered; the buyer's own facts are filled in."""
    silent = Bid(vendor="", files=(), answers={})
    return tuple(_at_position(value) for value in fill_terms(replace(known, bid=silent, price=None)))


def _at_position(value: TermValue) -> TermValue:
    """A term that vendors are asked about, at the value that the buyer would have; words alone are no value."""
    if value.status is not TermStatus.BLANK or value.position is None or value.position.value is None:
        return value
    return replace(value, status=TermStatus.POSITION, value=value.position.value)

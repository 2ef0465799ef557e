"""Least weights of price that a law sets, as far as its text was read.

Order 87 of China's Ministry of Finance (财政部令第87号), article 55: in comprehensive scoring the price of goods weighs at
least 30 %. A floor of 10 % for services is widely told; nobody here has read it, so that it is said to be
unverified wherever it is named. A method can set its own floor (``price_minimum_share``), which the lock enforces.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from evaluator.clinic.found import Check, Found, Trap, found, percent
from evaluator.clinic.tried import price_share
from evaluator.domain.method import Method

GOODS: Final = Fraction(30, 100)
SERVICES_UNVERIFIED: Final = Fraction(10, 100)


def floor_traps(method: Method, *, gov: bool) -> Iterator[Found]:
    """The price below the floor of its award route; only government procurement has one that was read."""
    share = price_share(method)
    if gov and share < GOODS:
        yield found(
            Check.FLOORS,
            Trap.FLOOR_GOODS,
            given=percent(share),
            floor=percent(GOODS),
            services=percent(SERVICES_UNVERIFIED),
        )

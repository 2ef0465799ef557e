"""Amounts of money: Decimal with a currency, never float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code); the tax basis is the tender's.

    >>> str(Money(Decimal("1200.50"), "CNY"))
    'CNY 1,200.50'
    """

    amount: Decimal
    currency: str = "CNY"

    def __str__(self) -> str:
        """Currency code, thousands marked, two decimals at least."""
        exponent = self.amount.normalize().as_tuple().exponent
        places = max(2, -exponent if isinstance(exponent, int) else 2)
        return f"{self.currency} {self.amount:,.{places}f}"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units of the tender's currency one unit of ``currency`` is worth, and who says so when."""

    currency: str
    value: Decimal
    date: str
    source: str

"""Typed values as words: durations with their unit, money with currency and tax, percent, dates, chosen options."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evaluator.contract.numerals import LARGEST, capitals
from evaluator.contract.words import Quantity, Words, own
from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermKind
from evaluator.domain.finding import Phrase
from evaluator.domain.money import Money
from evaluator.domain.question import Kind, Option
from evaluator.domain.text import Text

_PERCENT = {TermKind.PERCENT.value, Kind.PERCENT.value}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value is: a kind of term or question, its unit, the replies it chooses from, and for money the tax basis."""

    kind: str
    unit: str = ""
    options: tuple[Option, ...] = ()
    tax: str = ""


def render(value: Scalar | Text, shape: Shape) -> Words:
    """The words of a value in both languages; vendor's own text stays in its own.

    >>> render(Decimal("99.90"), Shape("percent"))
    (Phrase(key='term.percent', params=(('amount', '99.9'),)),)
    >>> render(Decimal(15), Shape("duration", "working_day"))
    (Quantity(amount='15', unit='working_day'),)
    """
    if isinstance(value, Text):
        return (value,)
    if isinstance(value, Money):
        return (_money(value, shape.tax),)
    if isinstance(value, Decimal):
        return (_number(value, shape),)
    if isinstance(value, date):
        return (Phrase(f"term.date.{value.month}", (("year", str(value.year)), ("day", str(value.day)))),)
    if isinstance(value, tuple):
        return _chosen(value, shape.options)
    text = option_text(value, shape.options)
    return (text,) if text else (own(value),)


def plain_number(amount: Decimal) -> str:
    """A number in full with its thousands marked, without trailing zeros.

    >>> plain_number(Decimal("1E+4")), plain_number(Decimal("0.050"))
    ('10,000', '0.05')
    """
    whole, _, rest = f"{amount:,f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def option_text(key: str, options: tuple[Option, ...]) -> Text | None:
    """The text of the reply with this key."""
    return next((option.text for option in options if option.key == key), None)


def in_capitals(money: Money) -> str:
    """The amount in Chinese capitals; empty for another currency or a sum too large for words."""
    return capitals(money.amount) if money.currency == "CNY" and 0 <= money.amount <= LARGEST else ""


def _number(value: Decimal, shape: Shape) -> Phrase | Quantity:
    if shape.kind in _PERCENT:
        return Phrase("term.percent", (("amount", plain_number(value)),))
    if shape.kind == TermKind.MONEY.value:
        return _money(Money(value), shape.tax)
    return Quantity(plain_number(value), shape.unit)


def _money(money: Money, tax: str) -> Phrase:
    exponent = money.amount.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    params = [("amount", f"{money.amount:,.{places}f}")]
    words = in_capitals(money) if tax else ""
    if money.currency != "CNY":
        params.append(("currency", money.currency))
    if words:
        params.append(("capitals", words))
    coin = "cny" if words else "yuan" if money.currency == "CNY" else "other"
    return Phrase(f"term.money.{coin}.{tax or 'bare'}", tuple(params))


def _chosen(keys: tuple[str, ...], options: tuple[Option, ...]) -> Words:
    texts = [option_text(key, options) for key in keys]
    if not texts or None in texts:
        return (own("; ".join(keys)),)
    found = [text for text in texts if text]
    return (Text("、".join(text.zh for text in found), ", ".join(text.en for text in found)),)

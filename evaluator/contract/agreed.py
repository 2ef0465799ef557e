"""Agreed values of terms: read from a person's words by the rules that intake uses, and set over what the vendor said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from evaluator.contract.printing import Printer
from evaluator.contract.sanitise import clean
from evaluator.domain.agreed import Agreed
from evaluator.domain.bid import Scalar
from evaluator.domain.contract import Term, TermKind, TermStatus, TermValue
from evaluator.domain.money import Money
from evaluator.domain.question import Kind
from evaluator.domain.text import Text
from evaluator.intake.settling import typed
from evaluator.intake.values import Asked

Why = Literal["", "empty", "value", "line", "long", "table"]
_KINDS = {
    TermKind.MONEY: Kind.MONEY, TermKind.DURATION: Kind.DURATION, TermKind.PERCENT: Kind.PERCENT,
    TermKind.NUMBER: Kind.NUMBER, TermKind.DATE: Kind.DATE, TermKind.YES_NO: Kind.YES_NO,
}  # fmt: skip
_SIGNED = (Kind.MONEY, Kind.DURATION, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class Read:
    """The value that a person's words give a term, or why they give none."""

    value: Scalar | Text | None = None
    why: Why = ""


def over(value: TermValue, agreed: Mapping[str, Agreed]) -> TermValue:
    """The term with its agreed value where there is one; what the vendor said and its cell stay beside it."""
    entry = agreed.get(value.term.id)
    if entry is None or value.term.kind is TermKind.TABLE:
        return value
    return replace(value, status=TermStatus.AGREED, value=entry.value, direction="", agreed=entry, was=value.value)


def asked_of_term(term: Term, printer: Printer, currency: str, units: Mapping[str, Text]) -> Asked:
    """What a value of this term is expected to be, as a question would ask for it."""
    options = tuple({option.key: option for option in reversed(printer.shape(term).options)}.values())[::-1]
    if options:
        chosen = Kind.MULTI_CHOICE if term.kind is TermKind.LIST else Kind.CHOICE
        # Both wordings of a reply are read: the contract's own and the question's.
        return Asked(chosen, "", printer.shape(term).options, currency, units)
    return Asked(_KINDS.get(term.kind, Kind.TEXT), printer.unit(term), (), currency, units)


def read_agreed(term: Term, asked: Asked, words: Text) -> Read:
    """The value that words give a term: an amount, a day or a reply once, free text in each language it was given in.

    >>> days = Term(id="d", group="g", label=Text(), kind=TermKind.DURATION, fill="question:D", demands=(), unit="day")
    >>> read_agreed(days, Asked(Kind.DURATION, "day"), Text("15 天")).value
    Decimal('15')
    >>> read_agreed(days, Asked(Kind.DURATION, "day"), Text("soon"))
    Read(value=None, why='value')
    """
    if term.kind is TermKind.TABLE:
        return Read(why="table")
    given = [one for one in (words.zh.strip(), words.en.strip()) if one]
    if not given:
        return Read(why="empty")
    if asked.kind is Kind.TEXT:
        return _text(term, words)
    values = [typed(one, asked) for one in given]
    if None in values or len(set(values)) > 1 or _below_zero(values[0], asked):
        return Read(why="value")
    return Read(values[0])


def read_scalar(term: Term, asked: Asked, value: Scalar | Text) -> Read:
    """The value of a tender file's entry: a number in the term's unit, or words as `read_agreed` takes them."""
    if isinstance(value, Text):
        return read_agreed(term, asked, value)
    if isinstance(value, str):
        return read_agreed(term, asked, Text(value))
    found = typed(value, asked) if asked.kind is not Kind.TEXT and term.kind is not TermKind.TABLE else None
    return Read(found) if found is not None and not _below_zero(found, asked) else Read(why="value")


def _below_zero(value: Scalar | None, asked: Asked) -> bool:
    amount = value.amount if isinstance(value, Money) else value
    return asked.kind in _SIGNED and isinstance(amount, Decimal) and amount < 0


def _text(term: Term, words: Text) -> Read:
    """Free text: in one language it stays in it, and the draft says that the other one is missing."""
    one_line = term.kind not in (TermKind.TEXT, TermKind.LIST)
    cleaned = [clean(one, one_line=one_line) for one in (words.zh, words.en)]
    notes = {note for one in cleaned for note in one.notes}
    if "joined" in notes:
        return Read(why="line")
    if "shortened" in notes:
        return Read(why="long")
    zh, en = (one.text for one in cleaned)
    if not zh and not en:
        return Read(why="empty")
    return Read(Text(zh, en) if zh and en else zh or en)

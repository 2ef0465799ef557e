"""The buyer's position beside the vendor's value: what the draft prints as ours, and whether theirs departs from it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evaluator.domain.bid import Scalar
from evaluator.domain.contract import Position, Term
from evaluator.domain.money import Money
from evaluator.domain.question import Option
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text


def stated(key: str, tender: Tender | None) -> Scalar | Text | None:
    """What the tender file says under this key; None where it is silent.

    >>> stated("payment_days", None) is None
    True
    """
    value = tender.terms.get(key) if tender else None
    if isinstance(value, Text):
        return value if value.zh or value.en else None
    if isinstance(value, int):
        return Decimal(value)
    return value or None


def effective(position: Position | None, term: Term, tender: Tender | None) -> Position | None:
    """The position as it holds in this tender: the tender's own fact replaces the pack's value.

    Words that name the pack's figure say nothing true of another: where that differs, the figure stands alone.
    """
    fact = stated(term.id, tender)
    if position is None or fact is None:
        return position
    if isinstance(fact, Text):
        return replace(position, text=fact, value=None)
    figure = fact if isinstance(fact, Decimal) else str(fact)
    return position if figure == position.value else replace(position, text=Text(), value=figure)


def ours(position: Position) -> Scalar | Text:
    """The value that the draft prints as the buyer's: typed where there is one, else the position's words."""
    return position.value if position.value is not None else position.text


def departs(value: Scalar, position: Position, options: tuple[Option, ...] = ()) -> bool:
    """Whether a vendor's value is worse than the position allows.

    Amounts compare as numbers, replies by the points they earn; replies without points run from least to most.

    >>> from evaluator.domain.text import Text
    >>> uptime = Position(term="availability", text=Text(), owner="it", value=Decimal("99.9"), compare="at_least")
    >>> departs(Decimal("99.5"), uptime), departs(Decimal("99.95"), uptime)
    (True, False)
    """
    wanted = position.value
    if wanted is None or position.compare == "none":
        return False
    if isinstance(value, tuple):
        return str(wanted) not in value
    given, limit = _rank(value, options), _rank(wanted, options)
    if position.compare == "equal" or given is None or limit is None:
        amount = value.amount if isinstance(value, Money) else value
        return amount != wanted
    return given > limit if position.compare == "at_most" else given < limit


def _rank(value: Scalar, options: tuple[Option, ...]) -> Decimal | None:
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, Decimal):
        return value
    chosen = next((option for option in options if option.key == value), None)
    if chosen is None:
        return None
    if all(option.value is not None for option in options):
        return chosen.value
    return Decimal(options.index(chosen))

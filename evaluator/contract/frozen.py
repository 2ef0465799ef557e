"""What is a change of substance: neither what the bid says nor a point of which nobody has spoken."""

from __future__ import annotations

from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermStatus, TermTable, TermValue
from evaluator.domain.text import Text


def changes_substance(value: TermValue, agreed: Scalar | Text) -> bool:
    """Whether an agreed value changes the substance of a contract; ``value`` is the term as tender and bid leave it.

    A point that neither of them speaks of may be filled, and what the bid says may be confirmed.
    """
    unspoken = value.status is TermStatus.BLANK and value.position is None and not value.verbatim
    if unspoken or not value.term.substantive:
        return False
    return agreed != value.value or isinstance(value.value, TermTable)

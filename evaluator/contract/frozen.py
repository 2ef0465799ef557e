"""What may still change once the award is made: in a tender and in government procurement nothing of substance."""

from __future__ import annotations

from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermStatus, TermTable, TermValue
from evaluator.domain.tender import Route
from evaluator.domain.text import Text


def substantive_change_refused(route: Route, value: TermValue, agreed: Scalar | Text) -> str:
    """Key of the sentence that refuses an agreed value of this term by this route; empty where it may be agreed.

    ``value`` is the term as tender and bid leave it. A point that neither of them speaks of may be filled, and what the
    bid says may be confirmed: neither changes the substance.
    """
    if route == "negotiated" or not value.term.substantive:
        return ""
    if value.status is TermStatus.BLANK and value.position is None and not value.verbatim:
        return ""
    return "" if agreed == value.value and not isinstance(value.value, TermTable) else f"substantive_{route}"

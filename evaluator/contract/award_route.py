"""What a formal award leaves open: no substance after it, and a last day to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from evaluator.contract.frozen import of_substance
from evaluator.domain.contract import Term
from evaluator.domain.law import Citation, LawBook
from evaluator.domain.method import Method
from evaluator.domain.tender import Route

SIGNING_DAYS: Final = 30
_FROZEN_BY: Final = {"tender": "BL-46", "gov": "GP-46"}


def frozen_by(term: Term, method: Method, route: Route, day: str, book: LawBook) -> Citation | None:
    """The article that forbids changing this term once the contract is awarded; None where it may be negotiated.

    A term is frozen by its substance, in the routes that award by tender documents and bid alone.
    """
    key = _FROZEN_BY.get(route)
    return book.find(key, day) if key and of_substance(term, method) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """The last day to sign, counted from the notice of award; both days in ISO form, empty where nobody has awarded yet."""

    citation: Citation
    notice: str = ""
    last: str = ""

    def left(self, today: date) -> int:
        """Days from a day to the last one, below zero once it is past."""
        return (date.fromisoformat(self.last) - today).days


def signing(route: Route, notice: str, book: LawBook) -> Signing | None:
    """The last day to sign in this route, or None where the law sets none.

    The day of the notice does not count. A last day on a holiday is not moved: signing before it is in time either way.

    >>> from evaluator.domain.law import Act, Provision
    >>> from evaluator.domain.text import Text
    >>> one = Provision(key="BL-46", article="46", summary=Text(), valid_from="2000-01-01")
    >>> book = LawBook((Act(title=Text(), source="", checked_on="", provisions=(one,)),))
    >>> signing("tender", "2026-03-02", book).last, signing("negotiated", "2026-03-02", book)
    ('2026-04-01', None)
    """
    key = _FROZEN_BY.get(route)
    found = book.find(key, notice) if key else None
    if found is None:
        return None
    last = (date.fromisoformat(notice) + timedelta(days=SIGNING_DAYS)).isoformat() if notice else ""
    return Signing(citation=found, notice=notice, last=last)

"""The law of a draft: gates, loose words, what statutes ask for, articles out of force, and the day by which to sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evaluator.adapters.law_files import bundled_law
from evaluator.contract.award_route import Signing, frozen_by, signing
from evaluator.contract.checked import Checked
from evaluator.contract.draft import Draft
from evaluator.contract.gates import gates
from evaluator.contract.known import Known
from evaluator.contract.law import InForce, article, stale
from evaluator.contract.points import Point
from evaluator.contract.printing import Printer
from evaluator.contract.statutes import PanelState, statutes, unlawful
from evaluator.contract.wording import loose_words
from evaluator.domain.award import Selection
from evaluator.domain.contract import Term, TermValue
from evaluator.domain.method import Method
from evaluator.domain.tender import Route, Tender
from evaluator.domain.text import Text
from evaluator.i18n.days import zone_of
from evaluator.intake.bids import vendor_key
from evaluator.services.problem import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """What the law says of one draft: points for counsel, lists of what it must hold, and until when it is to be signed."""

    points: tuple[Point, ...] = ()
    statutes: tuple[PanelState, ...] = ()
    signing: Signing | None = None


def legal(
    facts: Known, values: tuple[TermValue, ...], drawn: tuple[Draft, Printer], law: InForce, notice: str = ""
) -> Legal:
    """The law of a draft; ``notice`` is the day of the award, empty where nobody has awarded yet."""
    draft, printer = drawn
    by_id = {value.term.id: value for value in values}
    printed = frozenset(row.term for row in draft.annex)
    panels = statutes(draft, by_id, law)
    checked = Checked(known=facts, values=by_id, printed=printed, printer=printer, law=law)
    found = [*gates(checked), *unlawful(panels), *loose_words(by_id, printed)]
    found += stale(facts.library, law, frozenset(one.id for one in draft.articles))
    until = signing(facts.tender.route, notice, law.book) if facts.tender else None
    return Legal(points=tuple(found), statutes=panels, signing=until)


def legal_summary(found: Legal, tender: Tender | None, checked_on: str) -> Mapping[str, Any]:
    """The same as plain JSON: the route with its last day, and each list with the state of every item."""
    until = found.signing
    return {
        "law_checked_on": checked_on,
        "route": {
            "route": tender.route if tender else None,
            "frozen_by": _both(article(until.citation)) if until else None,
            "notice": (until.notice or None) if until else None,
            "sign_by": (until.last or None) if until else None,
        },
        "statutes": [
            {
                "key": one.panel.key, "title": _both(one.panel.title), "article": _both(one.article),
                "items": [
                    {"key": state.item.key, "title": _both(state.item.title), "state": state.held.value, "open": list(state.open)}
                    for state in one.items
                ],
            }
            for one in found.statutes
        ],
    }  # fmt: skip


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def award_day(selection: Selection | None, vendor: str, tender: Tender | None) -> str:
    """The day on which this vendor was chosen, where the tender is; empty where it was not, or nobody says when."""
    if selection is None or vendor_key(selection.vendor) != vendor_key(vendor) or not selection.at:
        return ""
    at = datetime.fromisoformat(selection.at)
    zone = zone_of(tender.deadline) if tender else None
    return (at.astimezone(zone) if at.tzinfo and zone else at).date().isoformat()


def change_refused(term: Term, route: Route, method: Method, day: str = "") -> Refused | None:
    """The refusal of a change to this term once the contract is awarded, naming the article; None where it may change.

    ``day`` is the ISO day on which the change is made, empty for the law as it stands now.
    """
    found = frozen_by(term, method, route, day, bundled_law())
    return Refused("change_after_award", term=term.label, law=article(found)) if found else None

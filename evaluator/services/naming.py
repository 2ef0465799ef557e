"""What vendors are called where people score and compare them: under the labels of the scorecards, where the method says so.

Names stand again once the technical scores are locked: nothing that they could sway can change any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from evaluator.domain.method import Criterion
from evaluator.domain.text import Lang
from evaluator.intake.anonymity import Mask, aliases
from evaluator.services.state import TenderState

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Names:
    """Vendors as one page calls them: ``labels`` by name, in their own order; none where names are shown.

    >>> hidden = Names({"Bo": "Vendor A", "Ada": "Vendor B"})
    >>> hidden.of("Ada"), hidden.sort(["Ada", "Bo"], str), Names().of("Ada")
    ('Vendor B', ['Bo', 'Ada'], 'Ada')
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    cover: Callable[[str], str] = str

    @property
    def hidden(self) -> bool:
        """Whether labels stand for names."""
        return bool(self.labels)

    def of(self, vendor: str) -> str:
        """What a vendor is called."""
        return self.labels.get(vendor, vendor)

    def sort(self, things: Iterable[Thing], vendor: Callable[[Thing], str]) -> list[Thing]:
        """Things of vendors in the order of the labels, since that of the names would tell some of them."""
        order = {name: number for number, name in enumerate(self.labels)}
        return sorted(things, key=lambda thing: order.get(vendor(thing), len(order)))


def names_on(state: TenderState, leaves: Iterable[Criterion], lang: Lang) -> Names:
    """How a page that shows these sub-criteria calls the vendors: one anonymous among them hides the names on all of it."""
    if "technical_locked" in state.stages or not any(leaf.anonymous for leaf in leaves):
        return Names()
    bids = [bid for bid in state.evaluation.bids if bid.answers]  # those on a scorecard: the labels are the same
    known = aliases([bid.vendor for bid in bids], state.tender)
    return Names({alias.vendor: alias.label.show(lang) for alias in known}, Mask(known, bids, lang))


def names_to(state: TenderState, evaluator: str, lang: Lang) -> Names:
    """The same for all that an evaluator scores."""
    return names_on(state, state.assigned(evaluator), lang)


def names_to_panel(state: TenderState, lang: Lang) -> Names:
    """The same for all that people score, as the chair sees it."""
    return names_on(state, state.pack.method.panel_leaves(), lang)

"""What of a tender a person may see: independent scores first, prices by role, and no bid before its time.

An evaluator sees nobody else's scores before submitting all of their own, the lead of a panel no less; drafts are seen by
their author alone. What is hidden is left out where it is read, so that no page, file or ranking can hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from evaluator.services.commands import POLICY, Actor, Role
from evaluator.services.held import ScoreEntry
from evaluator.store.declarations import ALONE, Standing
from evaluator.store.people import fold
from evaluator.store.stages import MONEY

if TYPE_CHECKING:
    from evaluator.services.state import TenderState


@dataclass(frozen=True, slots=True)
class Sight:
    """A person's view: the scores given under ``name`` and, with ``others``, those that everybody else submitted.

    ``name`` is spelled as the panel spells it; ``chair`` sees what is being agreed. ``prices`` is what the person's roles
    allow once prices are open; ``bids`` is false for who may not see a bid yet. ``hidden`` are the vendors, by folded
    name, of whom nothing is shown: of all of them before the person has ``declared``, and then of those in which there is
    an interest.
    """

    name: str = ""
    drafts: bool = False
    others: bool = True
    chair: bool = False
    prices: bool = True
    bids: bool = True
    hidden: frozenset[str] = frozenset()
    declared: bool = True

    def sees(self, entry: ScoreEntry) -> bool:
        """Whether the points and the reason of a score are shown."""
        if self.drafts or (entry.agreed and self.chair and self.others):
            return True
        if entry.evaluator == self.name and not entry.agreed:
            return True
        return self.others and entry.state == "submitted"

    def shown(self, entries: tuple[ScoreEntry, ...]) -> tuple[ScoreEntry, ...]:
        """The scores as this person sees them: of a hidden one that it was given, and no more."""
        return tuple(one if self.sees(one) else _masked(one) for one in entries)


WHOLE: Final = Sight(drafts=True)


def _masked(one: ScoreEntry) -> ScoreEntry:
    return replace(
        one, points=None, reason="", evidence="", second_reason="", reopened=None, masked=one.points is not None
    )


def sight_of(actor: Actor, whole: TenderState, stands: Standing = ALONE) -> Sight:
    """What this person, who stands so to its vendors, may see of a tender; where nobody signs in, one person sees all.

    Whoever may still score sees no others: a member of the panel until all is submitted, and where no panel is named
    everybody whose role scores, until the technical scores are locked.
    """
    if not actor.sign_in:
        return WHOLE
    opened, locked = "prices_opened" in whole.stages, "technical_locked" in whole.stages
    name = own_name(whole.panel(), actor.name)
    scores = bool(POLICY["score.draft"] & actor.roles)
    if locked:
        others = True
    elif scores and (name in whole.panel() or not whole.tender.evaluators):
        others = whole.submitted(name)
    else:
        others = Role.LEAD in actor.roles
    return Sight(
        name=name,
        others=others,
        chair=Role.LEAD in actor.roles,
        prices=bool(MONEY & actor.roles),
        bids=stands.declared and (opened or bool(POLICY["bid.read"] & actor.roles)),
        hidden=stands.hidden,
        declared=stands.declared,
    )


def own_name(panel: Iterable[str], account: str) -> str:
    """A person's name as the panel spells it, else as the account does.

    >>> own_name(("LEA Example", "Tim"), "Lea  Example"), own_name((), "Ann")
    ('LEA Example', 'Ann')
    """
    return next((name for name in panel if fold(name) == fold(account)), account)


PRICE_PAGES: Final = frozenset({"ranking", "robustness", "shortlist", "contract"})
BID_PAGES: Final = frozenset({"desk", "bids", "scores", "consensus"}) | PRICE_PAGES


def closed(actor: Actor, page: str, *, opened: bool) -> str:
    """Why a page would show this person a false picture, as the end of a ``people.closed_to`` key; empty where it does not.

    >>> closed(Actor("Tim", frozenset({Role.TECHNICAL}), "s"), "ranking", opened=True)
    'prices'
    """
    if not actor.sign_in:
        return ""
    if page in BID_PAGES and not opened and not POLICY["bid.read"] & actor.roles:
        return "bids"
    return "prices" if page in PRICE_PAGES and not MONEY & actor.roles else ""

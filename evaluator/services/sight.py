"""What of a tender a person may see: independent scores first, prices by role, and no bid before its time.

An evaluator sees nobody else's scores before submitting all of their own, the lead of a panel no less; drafts are seen by
their author alone. What is hidden is left out where it is read, so that no page, file or ranking can hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from evaluator.services.commands import Actor, Role
from evaluator.services.held import ScoreEntry
from evaluator.store.declarations import ALONE, Standing
from evaluator.store.stages import MONEY

if TYPE_CHECKING:
    from evaluator.services.state import TenderState


@dataclass(frozen=True, slots=True)
class Sight:
    """A person's view: the scores given under ``name`` and, with ``others``, those that everybody else submitted.

    ``prices`` is what the person's roles allow once prices are open; ``bids`` is false for who may not see a bid yet.
    ``hidden`` are the vendors, by folded name, of whom nothing is shown: of all of them before the person has
    ``declared``, and then of those in which there is an interest.
    """

    name: str = ""
    drafts: bool = False
    others: bool = True
    prices: bool = True
    bids: bool = True
    hidden: frozenset[str] = frozenset()
    declared: bool = True

    def sees(self, entry: ScoreEntry) -> bool:
        """Whether the points and the reason of a score are shown."""
        if self.drafts or (entry.evaluator == self.name and not entry.agreed):
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
    """What this person, who stands so to its vendors, may see of a tender; where nobody signs in, one person sees all."""
    if not actor.sign_in:
        return WHOLE
    opened, locked = "prices_opened" in whole.stages, "technical_locked" in whole.stages
    mine = actor.name in whole.panel() and bool(whole.assigned(actor.name))
    others = whole.submitted(actor.name) if mine and not locked else locked or Role.LEAD in actor.roles
    return Sight(
        name=actor.name,
        others=others,
        prices=bool(MONEY & actor.roles),
        bids=stands.declared and (opened or actor.roles != {Role.AUDITOR}),
        hidden=stands.hidden,
        declared=stands.declared,
    )

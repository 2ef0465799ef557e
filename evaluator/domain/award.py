"""What follows from a ranking: who goes on, and whom a person chose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """The bids that go on, best first.

    ``minimum`` is in points of 100, None under a rule without totals; ``below`` are bids inside the places that miss it.
    ``cut`` is the place of the last one (None when nobody goes on). ``tied`` are the bids beyond ``top`` that stay because
    they share that place. ``provisional`` is true while an unsettled bid can still change the places.
    """

    vendors: tuple[str, ...]
    top: int
    minimum: Decimal | None
    cut: int | None = None
    tied: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of the committee that decided: name, role in the house (may be empty), and who chaired it."""

    name: str
    role: str = ""
    chair: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A person's choice of a vendor; ``second_reason`` says why, where the choice is not the first-placed bid.

    ``at`` is the moment in ISO 8601 with its zone. ``ranking`` is the fingerprint of the ranking that it rests on.
    """

    vendor: str
    reason: str
    by: str
    at: str
    second_reason: str = ""
    ranking: str = ""
    members: tuple[Member, ...] = ()

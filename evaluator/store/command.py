"""Who asks for what: the actor with his roles, and the command that becomes one transaction and one event."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a tender."""

    LEAD = "lead"
    TECHNICAL = "technical_evaluator"
    PRICE = "price_evaluator"
    OBSERVER = "observer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles held in the tender at hand."""

    name: str
    roles: frozenset[Role]

    @property
    def role(self) -> str:
        """The roles as the event log states them.

        >>> Actor("Ada", frozenset({Role.PRICE, Role.LEAD})).role
        'lead,price_evaluator'
        """
        return ",".join(sorted(self.roles))


LOCAL = Actor("local", frozenset(Role))


@dataclass(frozen=True, slots=True)
class Command:
    """One wish to change something.

    ``command_id`` is minted when the page is drawn and sent with the wish, so that a double click is one command.
    ``tender_id`` is empty for what all tenders share. ``request`` is the digest of the wish's content: the same id with
    other content is refused instead of answered with the earlier outcome.
    """

    actor: Actor
    command_id: str
    tender_id: str
    action: str
    reason: str = ""
    request: str = ""


def new_command_id() -> str:
    """A command id that no other command has."""
    return str(uuid.uuid4())


def new_id() -> str:
    """A row id that no other row has."""
    return uuid.uuid4().hex

"""Who asks for what: the actor with his roles, and the command that becomes one transaction and one event."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a tender; an administrator and a member are what they are for all tenders.

    A member is whoever is signed in; an administrator keeps the accounts and sees no bid.
    """

    LEAD = "lead"
    TECHNICAL = "technical_evaluator"
    PRICE = "price_evaluator"
    OBSERVER = "observer"
    AUDITOR = "auditor"
    ADMIN = "administrator"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles held in the tender at hand.

    ``sign_in`` is the id of the sign-in through which the person works: where accounts are kept, name and roles are read
    from it anew at each command, and what a page was drawn with counts for nothing.
    """

    name: str
    roles: frozenset[Role]
    sign_in: str = ""

    @property
    def role(self) -> str:
        """The roles as the event log states them.

        >>> Actor("Ada", frozenset({Role.PRICE, Role.LEAD})).role
        'lead,price_evaluator'
        """
        return ",".join(sorted(self.roles - {Role.MEMBER}))


LOCAL = Actor("local", frozenset(Role))
# Whoever may run commands where the database is: keeps accounts, and reads no bid.
CONSOLE = Actor("console", frozenset({Role.ADMIN}))
# The door of the app itself, where nobody has been recognised yet: it opens and ends sign-ins, and does nothing else.
DOOR = Actor("door", frozenset({Role.MEMBER}))


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

"""People who work on the seeded tender with accounts of their own, signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evaluator.services import accounts, declaring, signing_in
from evaluator.services.commands import CONSOLE, Actor, new_command_id
from evaluator.store.store import Store
from tests.ui.seeding import EVALUATORS, TENDER

FIRST, SECOND, LATE = EVALUATORS
Team = Mapping[str, Actor]
Staffed = Callable[..., tuple[Store, Team]]


def enter(store: Store, name: str, person: str) -> Actor:
    signing_in.set_password(store, accounts.invite(store, CONSOLE, new_command_id(), person), "correct horse battery")
    actor = signing_in.who(store, signing_in.sign_in(store, name, "correct horse battery"))
    assert actor is not None
    return actor


def free_of_interests(store: Store, actor: Actor, **interests: str) -> None:
    """The person declares on all vendors that there are."""
    asked = declaring.asked(store, actor, TENDER)
    declaring.declare(store, actor, new_command_id(), TENDER, asked, interests, confidential=True)

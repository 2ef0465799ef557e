"""Who an actor is at this instant: read from the database at every command and every read, never from a page.

Where no account is kept, one person works alone on this machine and an actor is taken as given. From the first account on
an actor counts only through a sign-in that has not ended, of an account that is not closed, with the roles of this moment.
"""

from __future__ import annotations

from evaluator.store import people
from evaluator.store.command import CONSOLE, DOOR, Actor, Role
from evaluator.store.errors import SignedOut
from evaluator.store.transaction import Snapshot


def acting(snapshot: Snapshot, actor: Actor, tender_id: str) -> Actor:
    """The actor with name and roles as they stand; `SignedOut` for whoever is not signed in."""
    if not actor.sign_in:
        if actor in (CONSOLE, DOOR) or not people.any_account(snapshot):
            return actor
        raise SignedOut("no account was named")
    row = people.sign_in_at(snapshot, actor.sign_in)
    if row is None or row.ended_at is not None or row.ends_at <= snapshot.now:
        raise SignedOut("the sign-in has ended")
    person = people.find(snapshot, row.person_id)
    if person is None or person.state != "active":
        raise SignedOut("the account is closed")
    return Actor(person.name, _roles(snapshot, person.id, tender_id), actor.sign_in)


def _roles(snapshot: Snapshot, person_id: str, tender_id: str) -> frozenset[Role]:
    everywhere = people.roles_of(snapshot, person_id, "")
    if not tender_id:
        return everywhere | {Role.MEMBER}
    return people.roles_of(snapshot, person_id, tender_id) | (everywhere & {Role.ADMIN})

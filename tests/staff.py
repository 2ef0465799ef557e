"""People with accounts in the seeded tender, signed in: a lead, its evaluators, and one of each other role."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from evaluator.services import accounts, declaring, signing_in
from evaluator.services.commands import CONSOLE, Actor, Role, new_command_id
from evaluator.store.store import Store
from tests.ui.seeding import EVALUATORS, TENDER

FIRST, SECOND, LATE = EVALUATORS
Team = Mapping[str, Actor]
Staffed = Callable[..., tuple[Store, Team]]
PASSWORD = "correct horse battery"
ROLES = {
    "Lea": Role.LEAD, **dict.fromkeys(EVALUATORS, Role.TECHNICAL), "Pia": Role.PRICE, "Olga": Role.OBSERVER,
    "Aud": Role.AUDITOR,
}  # fmt: skip


def hash_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are hashed at once: what hashing costs is not what is tested here."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(signing_in, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def staff(
    store: Store, tender_id: str = TENDER, roles: Mapping[str, Role] = ROLES, *, declared: bool = True
) -> dict[str, Actor]:
    """Everybody by name, Ann the administrator aside; where ``declared`` they are free of interests."""
    accounts.add_person(store, CONSOLE, new_command_id(), "Ann", roles=[Role.ADMIN])
    ids = {name: accounts.add_person(store, CONSOLE, new_command_id(), name) for name in roles}
    first, *others = roles
    accounts.set_roles(store, CONSOLE, new_command_id(), tender_id, ids[first], [roles[first]], 0)
    team = {first: enter(store, first, ids[first])}
    for name in others:
        accounts.set_roles(store, team[first], new_command_id(), tender_id, ids[name], [roles[name]], 0)
        team[name] = enter(store, name, ids[name])
    for actor in team.values() if declared else ():
        free_of_interests(store, actor, tender_id)
    return team


def enter(store: Store, name: str, person: str) -> Actor:
    """The actor of a person who follows a link, sets a password and signs in with it."""
    signing_in.set_password(store, accounts.invite(store, CONSOLE, new_command_id(), person), PASSWORD)
    actor = signing_in.who(store, signing_in.sign_in(store, name, PASSWORD))
    assert actor is not None
    return actor


def free_of_interests(store: Store, actor: Actor, tender_id: str = TENDER, **interests: str) -> None:
    """The person declares on all vendors that there are."""
    asked = declaring.asked(store, actor, tender_id)
    declaring.declare(store, actor, new_command_id(), tender_id, asked, interests, confidential=True)

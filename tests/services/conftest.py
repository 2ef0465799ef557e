"""The sample tender with every stage done, for tests that only look at it; and one with people who sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evaluator.services import accounts, signing_in
from evaluator.services.commands import CONSOLE, LOCAL, Role, new_command_id
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from tests.services.teams import Staffed, Team, enter, free_of_interests
from tests.ui.seeding import EVALUATORS, TENDER, seeded


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = seeded(tmp_path_factory.mktemp("seeded"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def state(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are hashed at once: what hashing costs is not what is tested here."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(signing_in, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def staffed(cheap_passwords: None, tmp_path: Path) -> Iterator[Staffed]:
    """A seeded tender and its people, signed in: a lead, the evaluators, and one of each other role, free of interests."""
    opened: list[Store] = []

    def start(
        until: str, prepare: Callable[[Store], None] = lambda _: None, *, declared: bool = True
    ) -> tuple[Store, Team]:
        store = seeded(tmp_path / until, until)
        prepare(store)
        opened.append(store)
        roles = {
            "Lea": Role.LEAD, **dict.fromkeys(EVALUATORS, Role.TECHNICAL), "Pia": Role.PRICE, "Olga": Role.OBSERVER,
            "Aud": Role.AUDITOR,
        }  # fmt: skip
        accounts.add_person(store, CONSOLE, new_command_id(), "Ann", roles=[Role.ADMIN])
        ids = {name: accounts.add_person(store, CONSOLE, new_command_id(), name) for name in roles}
        accounts.set_roles(store, CONSOLE, new_command_id(), TENDER, ids["Lea"], [Role.LEAD], 0)
        team = {"Lea": enter(store, "Lea", ids["Lea"])}
        for name, role in list(roles.items())[1:]:
            accounts.set_roles(store, team["Lea"], new_command_id(), TENDER, ids[name], [role], 0)
            team[name] = enter(store, name, ids[name])
        for actor in team.values() if declared else ():
            free_of_interests(store, actor)
        return store, team

    yield start
    for store in opened:
        store.close()

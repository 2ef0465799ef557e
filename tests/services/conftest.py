"""The sample tender with every stage done, for tests that only look at it; and one with people who sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evaluator.services.commands import LOCAL
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from tests.staff import Staffed, Team, hash_at_once, staff
from tests.ui.seeding import TENDER, seeded


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
    """Passwords that are hashed at once."""
    hash_at_once(monkeypatch)


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
        return store, staff(store, declared=declared)

    yield start
    for store in opened:
        store.close()

"""The sample tender with every stage done, for tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evaluator.services.commands import LOCAL
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, seeded


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = seeded(tmp_path_factory.mktemp("seeded"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def state(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)

"""Prices are opened once the deadline has passed, or before it for a reason that is kept and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from evaluator.services import awarding, exports, stages
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import change_tender
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, VENDORS, seeded

BEFORE, AFTER = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 7, tzinfo=UTC)  # the deadline is on the 5th


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = seeded(tmp_path, "technical", clock=lambda: BEFORE)
    yield made
    made.close()


def state(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def unseal(store: Store, reason: str = "") -> None:
    stages.open_prices(store, LOCAL, new_command_id(), TENDER, reason)


def test_before_the_deadline_prices_are_opened_only_for_a_reason(store: Store) -> None:
    with pytest.raises(Refused, match="opened_early"):
        unseal(store, " ")
    assert "prices_opened" not in state(store).stages

    unseal(store, "all six are in")

    assert "prices_opened" in state(store).stages
    assert state(store).opened_reason == "all six are in"


@pytest.mark.parametrize("deadline", ["2026-12-05", "2026-12-05T17:00", "2026-12-05T17:00+08:00"])
def test_after_the_deadline_no_reason_is_asked(store: Store, deadline: str) -> None:
    change_tender(store, LOCAL, "due", TENDER, state(store).ver, {"deadline": deadline}, "as announced")
    assert stages.before_deadline(store, deadline)
    store.clock = lambda: AFTER

    unseal(store)

    assert state(store).opened_reason == ""
    assert not stages.before_deadline(store, deadline)


def test_a_tender_without_a_deadline_has_none_to_wait_for(store: Store) -> None:
    change_tender(store, LOCAL, "due", TENDER, state(store).ver, {"deadline": ""}, "bids are asked by phone")

    unseal(store)

    assert "prices_opened" in state(store).stages


def test_the_recommendation_says_why_prices_were_opened_early(store: Store) -> None:
    unseal(store, "all six are in")
    awarding.select_vendor(store, LOCAL, "choose", TENDER, VENDORS[0].name, "highest total", "better plan")

    ticket = exports.mint(store, LOCAL, TENDER, "recommendation", lang="both", form="docx")
    with ZipFile(BytesIO(exports.build(store, LOCAL, ticket)[2])) as paper:
        assert "all six are in" in paper.read("word/document.xml").decode()

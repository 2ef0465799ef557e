"""A download link serves its own person, for ten minutes, while the tender stands as it stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evaluator.services.commands import LOCAL, Actor, NotAllowed, new_command_id, service
from evaluator.services.tickets import LIFETIME, Redeemed, StaleTicket, UnknownTicket, mint_ticket, redeem
from evaluator.store import tenders, vendors
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@service("tender.create")
def start(tx: Transaction) -> None:
    """A tender."""
    tenders.create(tx, {})


@service("vendor.save")
def add(tx: Transaction, name: str) -> str:
    """A vendor."""
    return vendors.add(tx, name, name)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store.open(sqlite_url(tmp_path), clock)
    start(opened, LOCAL, new_command_id(), "t1")
    yield opened
    opened.close()


def _mint(store: Store, command_id: str = "") -> str:
    return mint_ticket(
        store, LOCAL, command_id or new_command_id(), "t1", "draft", {"lang": "zh"}, store.revision("t1")
    )


def test_a_ticket_gives_back_what_it_was_made_for_as_often_as_the_browser_asks(store: Store) -> None:
    token = _mint(store)

    assert redeem(store, LOCAL, token) == redeem(store, LOCAL, token) == Redeemed("draft", {"lang": "zh"}, "t1", 1)
    assert [event.action for event in store.events("t1")[1:]] == ["ticket.mint", "ticket.redeem", "ticket.redeem"]


def test_tickets_and_downloads_leave_the_revision_alone(store: Store) -> None:
    redeem(store, LOCAL, _mint(store))

    assert store.revision("t1") == 1


def test_a_token_is_long_random_and_stored_only_as_its_hash(store: Store, tmp_path: Path) -> None:
    token, other = _mint(store), _mint(store)

    assert re.fullmatch(r"[\w-]{43}", token)
    assert token != other
    store.close()
    assert all(token.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_double_click_gives_two_links_that_work(store: Store) -> None:
    command = new_command_id()

    first, second = _mint(store, command), _mint(store, command)

    assert redeem(store, LOCAL, first) == redeem(store, LOCAL, second)


def test_another_person_is_refused_and_the_attempt_is_logged(store: Store) -> None:
    token = _mint(store)

    with pytest.raises(NotAllowed, match=r"ticket\.redeem") as refused:
        redeem(store, Actor("Mallory", LOCAL.roles), token)

    assert refused.value.key == "store.ticket_other"
    event = store.events("t1")[-1]
    assert (event.action, event.actor, event.entity) == ("access.denied", "Mallory", "ticket.redeem")


def test_a_ticket_runs_out_after_ten_minutes(store: Store, clock: Clock) -> None:
    token = _mint(store)
    clock.now += LIFETIME
    redeem(store, LOCAL, token)

    clock.now += timedelta(microseconds=1)

    with pytest.raises(StaleTicket, match="draft"):
        redeem(store, LOCAL, token)
    assert timedelta(minutes=10) == LIFETIME


def test_a_ticket_of_an_earlier_state_gives_nothing(store: Store) -> None:
    token = _mint(store)
    add(store, LOCAL, new_command_id(), "t1", "Ada")

    with pytest.raises(StaleTicket, match="draft"):
        redeem(store, LOCAL, token)


@pytest.mark.parametrize("token", ["", "x", "A" * 43])
def test_an_invented_token_is_unknown(store: Store, token: str) -> None:
    with pytest.raises(UnknownTicket, match=r"^[0-9a-f]{8}$"):
        redeem(store, LOCAL, token)


def test_refusals_are_the_errors_that_the_export_route_tells_apart() -> None:
    assert issubclass(NotAllowed, PermissionError)
    assert issubclass(UnknownTicket, LookupError)
    assert issubclass(StaleTicket, TimeoutError)

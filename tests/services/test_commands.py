"""Every service checks the role, runs one transaction and writes one event; every refusal is in the log."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.services.commands import (
    LOCAL,
    POLICY,
    Actor,
    NotAllowed,
    Role,
    new_command_id,
    permit,
    query,
    service,
)
from evaluator.store import files, tenders, vendors
from evaluator.store.engine import sqlite_url
from evaluator.store.errors import CommandReused, Sealed
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

AUDITOR = Actor("Ada", frozenset({Role.AUDITOR}))


@service("tender.create")
def start(tx: Transaction, name: str, *, reason: str = "") -> str:
    """A tender."""
    tenders.create(tx, {"name": name, "reason": reason})
    return name


@service("vendor.save")
def add(tx: Transaction, name: str, points: Decimal = Decimal(0)) -> str:
    """A vendor."""
    return vendors.add(tx, name, f"{name} {points}")


@service("bid.receive")
def receive(tx: Transaction, new: NewFile) -> str:
    """A file."""
    return files.receive(tx, new)


@query("price.read")
def original(snapshot: Snapshot, tender_id: str, file_id: str) -> bytes:
    """A file's bytes."""
    return files.content(snapshot, tender_id, file_id)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(sqlite_url(tmp_path))
    start(opened, LOCAL, new_command_id(), "t1", "CRM", reason="budget approved")
    yield opened
    opened.close()


def test_a_service_writes_one_event_with_its_action_and_reason(store: Store) -> None:
    (event,) = store.events("t1")

    assert (event.action, event.actor, event.reason, event.changed) == (
        "tender.create",
        "local",
        "budget approved",
        True,
    )
    assert event.role == "administrator,auditor,lead,observer,price_evaluator,technical_evaluator"


def test_the_same_wish_sent_twice_is_one(store: Store) -> None:
    command = new_command_id()

    first = add(store, LOCAL, command, "t1", "Ada", points=Decimal("1.0"))
    again = add(store, LOCAL, command, "t1", "Ada", Decimal("1.0"))

    assert first == again
    assert len(store.events("t1")) == 2


def test_another_wish_under_the_same_id_is_refused_and_not_swallowed(store: Store) -> None:
    command = new_command_id()
    add(store, LOCAL, command, "t1", "Ada")

    with pytest.raises(CommandReused, match=command):
        add(store, LOCAL, command, "t1", "Bo")


def test_without_the_role_nothing_happens_but_the_attempt_is_logged(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"vendor\.save"):
        add(store, AUDITOR, new_command_id(), "t1", "Ada")

    event = store.events("t1")[-1]
    assert (event.action, event.entity, event.actor, event.role) == ("access.denied", "vendor.save", "Ada", "auditor")
    assert (event.changed, dict(event.note)) == (False, {"refusal": "NotAllowed"})
    with store.read() as snapshot:
        assert vendors.every(snapshot, "t1") == ()


def test_a_refused_command_may_be_sent_again_once_it_is_allowed(store: Store) -> None:
    command = new_command_id()
    with pytest.raises(NotAllowed, match=r"vendor\.save"):
        add(store, AUDITOR, command, "t1", "Ada")

    add(store, Actor("Ada", frozenset({Role.LEAD})), command, "t1", "Ada")

    assert [event.action for event in store.events("t1")] == ["tender.create", "access.denied", "vendor.save"]


def test_a_look_into_the_sealed_price_is_refused_and_logged(store: Store) -> None:
    new = NewFile(name="p.xlsx", content=b"1", kind="bid", envelope="price")
    file_id = receive(store, LOCAL, new_command_id(), "t1", new)

    with pytest.raises(Sealed, match="t1"):
        original(store, LOCAL, "t1", file_id)

    event = store.events("t1")[-1]
    assert (event.action, event.entity, dict(event.note)) == ("access.denied", "price.read", {"refusal": "Sealed"})
    assert store.revision("t1") == 2


def test_reading_writes_no_event(store: Store) -> None:
    new = NewFile(name="t.xlsx", content=b"1", kind="bid", envelope="technical")
    file_id = receive(store, LOCAL, new_command_id(), "t1", new)

    assert original(store, LOCAL, "t1", file_id) == b"1"
    assert len(store.events("t1")) == 2


def test_an_action_without_a_policy_can_not_become_a_service() -> None:
    with pytest.raises(LookupError, match=r"tender\.burn"):
        service("tender.burn")
    with pytest.raises(LookupError, match=r"tender\.burn"):
        query("tender.burn")


@pytest.mark.parametrize("role", Role)
def test_every_role_may_do_exactly_what_the_policy_says(role: Role) -> None:
    actor = Actor("Ada", frozenset({role}))

    for action, roles in POLICY.items():
        if role in roles:
            permit(actor, action)
        else:
            with pytest.raises(NotAllowed, match=action):
                permit(actor, action)


def test_only_the_lead_opens_prices_and_auditors_see_no_bid() -> None:
    assert POLICY["price.open"] == {Role.LEAD}
    assert Role.AUDITOR not in POLICY["bid.read"]
    assert Role.TECHNICAL not in POLICY["price.read"]


def test_the_local_person_may_do_everything() -> None:
    for action in POLICY:
        permit(LOCAL, action)

"""A role taken away between drawing a page and a click on it: no service does anything, whatever it is asked."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evaluator import services
from evaluator.services import accounts, exports, signing_in
from evaluator.services.commands import CONSOLE, POLICY, Actor, NotAllowed, Role, new_command_id
from evaluator.services.state import load
from evaluator.services.tickets import redeem
from evaluator.store import people
from evaluator.store import store as stores
from evaluator.store.errors import SignedOut
from evaluator.store.store import Store
from tests.staff import hash_at_once, staff
from tests.store.injected import contents
from tests.ui.seeding import TENDER, seeded

# What is asked before anybody is signed in, and of the whole house by whoever is: no role in a tender opens it.
DOORS = {"sign_in.open", "sign_in.end"}
# Asked by `state.load` itself, which is no function of a snapshot.
LOADED = {"tender.read"}
LOG = {"event", "head"}


@dataclass(frozen=True)
class Service:
    """A function made by `service` or `query`: its action, whether it writes, and its parameters after the tender."""

    call: Callable[..., Any]
    action: str
    writes: bool
    params: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.call.__module__.rpartition('.')[2]}.{self.call.__name__}"

    def ask(self, store: Store, actor: Actor, tender_id: str = TENDER) -> object:
        """Called with words for every parameter: who may not act is told so before anybody looks at them."""
        command = (new_command_id(),) if self.writes else ()
        return self.call(store, actor, *command, tender_id, **dict.fromkeys(self.params, "x"))


def every_service() -> Iterator[Service]:
    """The services of all modules, found by what `service` and `query` leave around the function."""
    for module in pkgutil.iter_modules(services.__path__, f"{services.__name__}."):
        for found in vars(importlib.import_module(module.name)).values():
            work = getattr(found, "__wrapped__", None)
            if work is None or not inspect.isfunction(found) or found.__module__ != module.name:
                continue
            outer = inspect.getclosurevars(found).nonlocals
            if "action" in outer and "work" in outer:
                writes = "signature" in outer
                yield Service(found, outer["action"], writes, tuple(inspect.signature(work).parameters)[2 - writes :])


SERVICES = tuple(every_service())
IN_TENDER = [one for one in SERVICES if one.action not in DOORS and Role.MEMBER not in POLICY[one.action]]


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, dict[str, Actor]]]:
    """A tender whose prices are open, and its people as their pages were drawn: each actor holds every role there."""
    hash_at_once(monkeypatch)
    store = seeded(tmp_path)
    team = staff(store)
    everything = frozenset(Role)
    yield store, {name: Actor(name, everything, actor.sign_in) for name, actor in team.items()}
    store.close()


def person(store: Store, name: str) -> str:
    return accounts.find_person(store, CONSOLE, name)


def take_roles(store: Store, team: dict[str, Actor], name: str) -> None:
    with store.read() as snapshot:
        ver = people.memberships(snapshot, TENDER)[person(store, name)].ver
    accounts.set_roles(store, team["Lea"], new_command_id(), TENDER, person(store, name), [], ver)


def without_log(store: Store) -> dict[str, list[str]]:
    return {table: rows for table, rows in contents(store).items() if table not in LOG}


def test_the_services_are_found() -> None:
    asked = {one.action for one in SERVICES}

    assert asked | LOADED <= set(POLICY)
    assert len({one.name for one in SERVICES}) == len(SERVICES) > 100
    assert {"price.open", "score.draft", "score.submit", "ticket.redeem", "selection.make", "people.join"} <= asked


def test_after_the_role_is_gone_no_service_does_anything(drawn: tuple[Store, dict[str, Actor]]) -> None:
    store, team = drawn
    take_roles(store, team, "Pia")
    before, revision = without_log(store), store.revision(TENDER)

    for one in IN_TENDER:
        seen = store.events(TENDER)[-1].seq
        with pytest.raises(NotAllowed):
            one.ask(store, team["Pia"])
        denied = store.events(TENDER, after=seen)
        assert [(event.action, event.actor, event.entity) for event in denied] == [
            ("access.denied", "Pia", one.action)
        ], one.name

    with pytest.raises(NotAllowed):
        load(store, team["Pia"], TENDER)
    assert without_log(store) == before
    assert store.revision(TENDER) == revision
    assert store.audit().faults == ()
    print(f"{len(IN_TENDER)} services refused whoever's role is gone")


def test_after_the_sign_in_has_ended_no_service_does_anything(drawn: tuple[Store, dict[str, Actor]]) -> None:
    store, team = drawn
    accounts.close_person(store, CONSOLE, new_command_id(), person(store, "Olga"))
    before = without_log(store)

    for one in SERVICES:
        if one.action not in DOORS:
            with pytest.raises(SignedOut):
                one.ask(store, team["Olga"])

    assert without_log(store) == before


def test_each_role_is_asked_for_by_each_service_as_the_policy_says(drawn: tuple[Store, dict[str, Actor]]) -> None:
    store, team = drawn
    roles = {"Lea": Role.LEAD, "Pia": Role.PRICE, "Olga": Role.OBSERVER, "Aud": Role.AUDITOR}

    for name, role in roles.items():
        for one in IN_TENDER:
            # An auditor reads bids from the opening of prices on.
            if role not in POLICY[one.action] and (role, one.action) != (Role.AUDITOR, "bid.read"):
                with pytest.raises(NotAllowed, match=one.action):
                    one.ask(store, team[name])


def test_a_link_drawn_before_gives_nothing_after(drawn: tuple[Store, dict[str, Actor]]) -> None:
    store, team = drawn
    token = exports.mint(store, team["Pia"], TENDER, "shortlist", lang="en")
    take_roles(store, team, "Pia")

    for follow in (lambda: redeem(store, team["Pia"], token), lambda: exports.build(store, team["Pia"], token)):
        with pytest.raises((NotAllowed, TimeoutError)):
            follow()
    assert [event.action for event in store.events(TENDER)[-2:]] == ["access.denied"] * 2


def test_a_build_that_trusts_the_page_lets_them_all_pass(
    drawn: tuple[Store, dict[str, Actor]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, team = drawn
    take_roles(store, team, "Pia")
    monkeypatch.setattr(stores, "acting", lambda _snapshot, actor, _tender: actor)

    asked = [one for one in IN_TENDER if one.writes]
    for one in asked:
        with suppress(Exception):  # past the door it falls over the words that stand for its arguments
            one.ask(store, team["Pia"])

    denied = [event for event in store.events(TENDER) if event.action == "access.denied"]
    assert len(denied) < len(asked) // 5


def test_who_signed_out_is_recognised_by_no_page(drawn: tuple[Store, dict[str, Actor]]) -> None:
    store, _ = drawn
    token = signing_in.sign_in(store, "Olga", "correct horse battery")
    signing_in.sign_out(store, token)

    assert signing_in.who(store, token) is None

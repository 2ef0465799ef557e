"""People who score, submit, reopen, lock, open and lose their roles in any order: the store does what a small model says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from evaluator.services import accounts, bids, commands, exports, reopening, scores, stages
from evaluator.services.commands import CONSOLE, Actor, NotAllowed, Role, new_command_id
from evaluator.services.methods import lock_method
from evaluator.services.problem import Refused
from evaluator.services.tenders import TenderForm, start_form
from evaluator.store import files, vendors
from evaluator.store import scores as kept
from evaluator.store.command import Command
from evaluator.store.errors import Conflict, Immutable, Sealed
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from tests import TORTURE, many
from tests.staff import enter, free_of_interests, hash_at_once

EXAMPLES, STEPS = many(5, 40), many(20, 40)
FORM = TenderForm(name="CRM", pack="services_cn", buyer_name="ACME", languages=("en",), lang="en")
LEAD, JUDGES = "Lea", ("Eva", "Finn")
EVERYBODY = (LEAD, *JUDGES)
CANARY = b"81553"
done: Counter[str] = Counter()
who, judge = st.sampled_from(EVERYBODY), st.sampled_from(JUDGES)


class Panel(RuleBasedStateMachine):
    """A tender with one vendor, a lead and two evaluators; beside it what should be so."""

    store: Store
    team: dict[str, Actor]
    ids: dict[str, str]

    @initialize()
    def begin(self) -> None:
        lead = self.team[LEAD]
        self.tender = start_form(self.store, lead, new_command_id(), FORM)
        lock_method(self.store, lead, new_command_id(), self.tender, reason="ready")

        def ready(tx: Any) -> list[str]:
            vendor = vendors.add(tx, "Ada", "ada")
            price = NewFile(name="p.xlsx", content=CANARY, kind="bid", envelope="price", vendor_id=vendor)
            return [vendor, files.receive(tx, price)]

        command = Command(lead, new_command_id(), self.tender, "bid.receive")
        self.vendor, self.file = self.store.run(command, ready)
        self.roles: dict[str, Role | None] = {LEAD: Role.LEAD, **dict.fromkeys(JUDGES)}
        self.vers = dict.fromkeys(JUDGES, 0)
        self.given: dict[str, tuple[int, str, int]] = {}  # points, state and revision, by evaluator
        self.locked = self.opened = False
        for name in JUDGES:
            self.give(name, Role.TECHNICAL)
        for actor in self.team.values():
            free_of_interests(self.store, actor, self.tender)

    def give(self, name: str, role: Role | None) -> None:
        roles = [role] if role else []
        lead = self.team[LEAD]
        accounts.set_roles(self.store, lead, new_command_id(), self.tender, self.ids[name], roles, self.vers[name])
        self.vers[name] += 1
        self.roles[name] = role

    def expect(self, act: Callable[[], object], refusal: type[Exception] | None, name: str) -> None:
        """Done or refused as the model says; one event for each change and for each refusal of access, else none."""
        before = self.store.events(self.tender)[-1].seq
        if refusal is None:
            act()
        else:
            with pytest.raises(refusal):
                act()
        told = [event.action for event in self.store.events(self.tender, after=before)]
        denied = refusal is not None and issubclass(refusal, PermissionError)
        assert len(told) == (refusal is None or denied), (name, told)
        assert (told == ["access.denied"]) is denied, (name, told)
        done[f"{name} {refusal.__name__ if refusal else 'done'}"] += 1

    def allowed(self, name: str, *roles: Role) -> bool:
        return self.roles[name] in roles

    @rule(name=who, evaluator=judge, points=st.integers(0, 5), stale=st.booleans())
    def draft(self, name: str, evaluator: str, points: int, stale: bool) -> None:
        there, state, ver = self.given.get(evaluator, (-1, "draft", 0))
        row = ("fit", self.vendor, Decimal(points), "why", "", ver + stale)
        refusal: type[Exception] | None = None
        if not self.allowed(name, Role.LEAD, Role.TECHNICAL) or name != evaluator:
            refusal = NotAllowed
        elif self.locked:
            refusal = Refused
        elif there == points:
            pass  # what already stands so is no change
        elif state == "submitted":
            refusal = Immutable
        elif stale:
            refusal = Conflict
        else:
            self.given[evaluator] = points, "draft", ver + 1
        actor = self.team[name]
        self.expect(
            lambda: scores._save(self.store, actor, new_command_id(), self.tender, evaluator, (row,)), refusal, "draft"
        )

    @rule(name=who, evaluator=judge, stale=st.booleans())
    def submit(self, name: str, evaluator: str, stale: bool) -> None:
        if (found := self.given.get(evaluator)) is None or found[1] == "submitted":
            return
        refusal: type[Exception] | None = None
        if not self.allowed(name, Role.LEAD, Role.TECHNICAL) or name != evaluator:
            refusal = NotAllowed
        elif self.locked:
            refusal = Refused
        elif stale:
            refusal = Conflict
        else:
            self.given[evaluator] = found[0], "submitted", found[2] + 1
        actor, vers = self.team[name], {self.row(evaluator): found[2] + stale}
        self.expect(
            lambda: scores._submit(self.store, actor, new_command_id(), self.tender, evaluator, vers), refusal, "submit"
        )

    @rule(name=who, evaluator=judge)
    def reopen(self, name: str, evaluator: str) -> None:
        if (found := self.given.get(evaluator)) is None or found[1] == "draft":
            return
        refusal = NotAllowed if not self.allowed(name, Role.LEAD) else Refused if self.locked else None
        if refusal is None:
            self.given[evaluator] = found[0], "draft", found[2] + 1
        actor, vers = self.team[name], {self.row(evaluator): found[2]}
        self.expect(
            lambda: reopening._reopen(self.store, actor, new_command_id(), self.tender, vers, "look again"),
            refusal,
            "reopen",
        )

    @rule(name=who)
    def lock(self, name: str) -> None:
        refusal = None if self.allowed(name, Role.LEAD) else NotAllowed
        self.locked |= refusal is None
        actor = self.team[name]
        self.expect(
            lambda: stages._lock_technical(self.store, actor, new_command_id(), self.tender, ""), refusal, "lock"
        )

    @rule(name=who)
    def open(self, name: str) -> None:
        refusal = NotAllowed if not self.allowed(name, Role.LEAD) else None if self.locked else Refused
        self.opened |= refusal is None
        actor = self.team[name]
        self.expect(
            lambda: stages.open_prices(self.store, actor, new_command_id(), self.tender, "all are in"), refusal, "open"
        )

    @rule(name=who)
    def look_at_the_price(self, name: str) -> None:
        before = len(self.store.events(self.tender))
        if self.allowed(name, Role.LEAD) and self.opened:
            assert exports._bytes(self.store, self.team[name], self.tender, self.file, cards=True)[1] == CANARY
        else:
            refusal = Sealed if self.roles[name] else NotAllowed
            with pytest.raises(refusal):
                exports._bytes(self.store, self.team[name], self.tender, self.file, cards=True)
            assert len(self.store.events(self.tender)) == before + 1
            done[f"look {refusal.__name__}"] += 1

    @rule(name=who)
    def withdraw(self, name: str) -> None:
        refusal = None if self.allowed(name, Role.LEAD) else NotAllowed
        actor = self.team[name]
        self.expect(
            lambda: bids.withdraw_file(self.store, actor, new_command_id(), self.tender, self.file, "by mistake"),
            refusal,
            "withdraw",
        )

    @rule(name=judge, role=st.sampled_from([Role.TECHNICAL, Role.TECHNICAL, Role.OBSERVER, None]))
    def change_role(self, name: str, role: Role | None) -> None:
        self.give(name, role)

    def row(self, evaluator: str) -> str:
        with self.store.read() as snapshot:
            return kept.every(snapshot, self.tender, evaluator)[0].id

    @invariant()
    def what_is_kept_is_what_the_model_says(self) -> None:
        with self.store.read() as snapshot:
            there = {
                row.evaluator: (int(row.points or 0), row.state, row.ver) for row in kept.every(snapshot, self.tender)
            }
        assert there == self.given

    def teardown(self) -> None:
        assert self.store.audit().faults == ()


@pytest.fixture
def house(store: Store, monkeypatch: pytest.MonkeyPatch) -> type[Panel]:
    """The machine on an open store, with its people signed in."""
    hash_at_once(monkeypatch)
    accounts.add_person(store, CONSOLE, new_command_id(), "Ann", roles=[Role.ADMIN])
    ids = {LEAD: accounts.add_person(store, CONSOLE, new_command_id(), LEAD, roles=[Role.LEAD])}
    ids |= {name: accounts.add_person(store, CONSOLE, new_command_id(), name) for name in JUDGES}
    team = {name: enter(store, name, person) for name, person in ids.items()}
    return type("HousePanel", (Panel,), {"store": store, "team": team, "ids": ids})


def run(machine: type[Panel]) -> None:
    """The same steps each time in the short form; a failure is told as it was met, which says enough and costs little."""
    sized = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, derandomize=TORTURE == 1, database=None,
        phases=(Phase.generate,), report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=sized)


def test_whatever_order_people_act_in_the_store_does_what_the_model_says(house: type[Panel]) -> None:
    done.clear()

    run(house)

    print(f"{done.total()} steps: {dict(sorted(done.items()))}")
    assert done.total() > EXAMPLES


def test_a_build_that_asks_for_no_role_is_found(house: type[Panel], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "permit", lambda *_: None)

    with pytest.raises(BaseException, match="DID NOT RAISE"):
        run(house)

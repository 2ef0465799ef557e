"""Accounts and roles: who works here, who may do what in which tender, and links with which a person sets a password.

From the first account on nobody works without one. An administrator keeps accounts and appoints leads, never itself; the
lead of a tender says who takes part in it. Neither takes the last administrator or the last lead away.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from evaluator.services.commands import Actor, Role, query, service
from evaluator.services.limits import NAME, demand_short
from evaluator.services.problem import Refused
from evaluator.store import people, tenders
from evaluator.store.people import PersonRow, fold
from evaluator.store.store import Store, stamp
from evaluator.store.transaction import Snapshot, Transaction

LINK_LASTS: Final = timedelta(days=3)
EVERYWHERE: Final = frozenset({Role.ADMIN, Role.LEAD})
# The names under which the program itself acts.
_NOBODY: Final = frozenset({"local", "console", "door", "本机用户"})
IN_TENDER: Final = frozenset({Role.LEAD, Role.TECHNICAL, Role.PRICE, Role.OBSERVER, Role.AUDITOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account as others see it, with its roles in the tender that was asked for (outside tenders where none was).

    ``email`` is there for administrators only, ``ready`` says that the person can sign in, ``ver`` is the roles' revision.
    """

    id: str
    name: str
    email: str
    active: bool
    ready: bool
    roles: frozenset[Role]
    ver: int


def add_person(
    store: Store, actor: Actor, command_id: str, name: str, email: str = "", roles: Collection[Role] = ()
) -> str:
    """Id of a new account that cannot sign in yet; ``roles`` are those outside tenders. The first is an administrator."""
    demand_short(NAME, name, email)
    if not name.strip():
        raise Refused("person_unnamed")
    if email.strip() and "@" not in email:
        raise Refused("person_email", given=email.strip())
    _demand_known(roles, EVERYWHERE)
    if {*roles} >= EVERYWHERE:
        raise Refused("administrator_sees_no_bid")
    return _add(store, actor, command_id, "", name, email, tuple(sorted(roles)))


@service("people.save")
def _add(tx: Transaction, name: str, email: str, roles: tuple[str, ...]) -> str:
    if not people.any_account(tx) and Role.ADMIN not in roles:
        raise Refused("first_administrator")
    if fold(name) in _NOBODY:
        raise Refused("person_reserved", name=name.strip())
    if people.named(tx, name) or (email.strip() and people.named(tx, email)):
        raise Refused("person_there", name=name.strip())
    person_id = people.add(tx, name, email)
    people.give_roles(tx, person_id, [Role(role) for role in roles], 0)
    return person_id


def invite(store: Store, actor: Actor, command_id: str, person_id: str) -> str:
    """The secret of a link with which the person sets a password within three days, once; earlier links stop working.

    The secret is given here and kept nowhere; a repeated command makes another link.
    """
    token = secrets.token_urlsafe(32)
    _invite(store, actor, command_id, "", person_id, people.fingerprint(token), stamp(store.clock() + LINK_LASTS))
    return token


@service("people.save")
def _invite(tx: Transaction, person_id: str, token_sha256: str, ends_at: str) -> None:
    row = _the(tx, person_id)
    if row.state != "active":
        raise Refused("person_closed")
    if row.issuer is not None:  # else whoever keeps accounts could come in as this person
        raise Refused("person_provider")
    people.invite(tx, person_id, token_sha256, ends_at)


def close_person(store: Store, actor: Actor, command_id: str, person_id: str) -> None:
    """The account is closed and every sign-in of it ended; the next click of that person is refused."""
    _close(store, actor, command_id, "", person_id)


@service("people.save")
def _close(tx: Transaction, person_id: str) -> None:
    row = _the(tx, person_id)
    if row.state == "active":
        _demand_other_administrator(tx, person_id)
        people.change(tx, row, state="closed")
        people.end_all(tx, person_id)
        people.spend_links(tx, person_id)


def reopen_person(store: Store, actor: Actor, command_id: str, person_id: str) -> None:
    """A closed account is open again, with its roles; a lock for wrong passwords is lifted, too."""
    _reopen(store, actor, command_id, "", person_id)


@service("people.save")
def _reopen(tx: Transaction, person_id: str) -> None:
    people.change(tx, _the(tx, person_id), state="active", failures=0, locked_until=None)


def set_roles(
    store: Store, actor: Actor, command_id: str, tender_id: str, person_id: str, roles: Collection[Role], ver: int
) -> None:
    """A person has these roles and no others in a tender, or outside tenders where ``tender_id`` is empty.

    ``ver`` is the revision that the page was drawn with, 0 where the person had no roles there.
    """
    _demand_known(roles, IN_TENDER if tender_id else EVERYWHERE)
    if {Role.ADMIN, Role.LEAD} <= {*roles}:
        raise Refused("administrator_sees_no_bid")
    if tender_id:
        _join(store, actor, command_id, tender_id, person_id, tuple(sorted(roles)), ver)
    else:
        _employ(store, actor, command_id, "", person_id, tuple(sorted(roles)), ver)


@service("people.save")
def _employ(tx: Transaction, person_id: str, roles: tuple[str, ...], ver: int) -> None:
    _the(tx, person_id)
    if Role.ADMIN not in roles:
        _demand_other_administrator(tx, person_id)
    elif people.tenders_of(tx, person_id):
        raise Refused("administrator_sees_no_bid")
    people.give_roles(tx, person_id, [Role(role) for role in roles], ver)


@service("people.join")
def _join(tx: Transaction, person_id: str, roles: tuple[str, ...], ver: int) -> None:
    person, actor, held = _the(tx, person_id), tx.command.actor, people.memberships(tx, tx.tender_id)
    before = frozenset(held[person_id].roles) if person_id in held else frozenset()
    if tenders.find(tx, tx.tender_id) is None:
        raise Refused("no_method")
    if roles and Role.ADMIN in people.roles_of(tx, person_id, ""):
        raise Refused("administrator_sees_no_bid")
    if Role.LEAD not in actor.roles and ({*roles} ^ before != {Role.LEAD} or person.name == actor.name):
        raise Refused("administrator_leads")
    active = {row.id for row in people.every(tx) if row.state == "active"} - {person_id}
    others = [row for row in held.values() if row.person_id in active and Role.LEAD in row.roles]
    if Role.LEAD in before and Role.LEAD not in roles and not others:
        raise Refused("last_lead")
    tx.about(f"person:{person_id}", name=person.name, roles=list(roles))
    people.give_roles(tx, person_id, [Role(role) for role in roles], ver)


def people_of(store: Store, actor: Actor, tender_id: str = "") -> tuple[Person, ...]:
    """All accounts by name, with their roles in a tender or outside tenders."""
    return _people(store, actor, tender_id)


@query("people.read")
def _people(snapshot: Snapshot, tender_id: str) -> tuple[Person, ...]:
    held, full = people.memberships(snapshot, tender_id), Role.ADMIN in snapshot.actor.roles
    return tuple(
        Person(
            id=row.id, name=row.name, email=(row.email or "") if full else "", active=row.state == "active",
            ready=row.password is not None or row.issuer is not None,
            roles=frozenset(Role(role) for role in held[row.id].roles) if row.id in held else frozenset(),
            ver=held[row.id].ver if row.id in held else 0,
        )
        for row in people.every(snapshot)
    )  # fmt: skip


def find_person(store: Store, actor: Actor, name: str) -> str:
    """Id of the account with this name or address; `Refused` where there is none."""
    return _find(store, actor, "", name)


@query("people.read")
def _find(snapshot: Snapshot, _: str, name: str) -> str:
    row = people.named(snapshot, name)
    if row is None:
        raise Refused("person_unknown", name=name.strip())
    return row.id


def join_creator(tx: Transaction) -> None:
    """Whoever starts a tender leads it, where accounts are kept."""
    row = people.sign_in_at(tx, tx.command.actor.sign_in)
    if row is not None:
        people.give_roles(tx, row.person_id, [Role.LEAD], 0)


def _the(snapshot: Snapshot, person_id: str) -> PersonRow:
    row = people.find(snapshot, person_id)
    if row is None:
        raise Refused("person_unknown", name=person_id)
    return row


def _demand_other_administrator(tx: Transaction, person_id: str) -> None:
    held = people.memberships(tx, "")
    if person_id not in held or Role.ADMIN not in held[person_id].roles:
        return
    active = {row.id for row in people.every(tx) if row.state == "active"}
    if not any(Role.ADMIN in row.roles for key, row in held.items() if key != person_id and key in active):
        raise Refused("last_administrator")


def _demand_known(roles: Collection[Role], allowed: frozenset[Role]) -> None:
    if strange := sorted({*roles} - allowed):
        raise Refused("role_elsewhere", role=strange[0])

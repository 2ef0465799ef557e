"""Declarations as rows, and what follows from them for whoever looks: which vendors are hidden from a person.

A declaration is for the vendors and rounds of its moment. A vendor or a round that comes later asks for one anew, and an
interest that was declared once stands in all that follow. Without accounts there is one person, and nothing is declared.
Vendors are told apart by their folded names, since an invited one has no row before a bid of it has come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from evaluator.intake.bids import vendor_key
from evaluator.store import people, rows, tenders, vendors
from evaluator.store.accounts import declaration
from evaluator.store.command import Actor, Role
from evaluator.store.tables import round_
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """What a person declared: the vendors and rounds there were, and the interests, in words, by vendor."""

    id: str
    ver: int
    person_id: str
    number: int
    vendors: list[str]
    rounds: list[str]
    interests: dict[str, str]
    at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to the vendors of a tender, by their folded names.

    ``interests`` are those declared; ``hidden`` are the vendors of whom nothing is shown, ``ids`` those of them that have
    rows: all of them before the person has ``declared`` on the present ones, then those with an interest, none of them for
    a lead, who runs the tender.
    """

    declared: bool = True
    interests: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


ALONE: Final = Standing()


def every(snapshot: Snapshot, tender_id: str) -> tuple[DeclarationRow, ...]:
    """All declarations of a tender, each person's in their order."""
    return rows.every(snapshot, DeclarationRow, declaration, declaration.c.tender_id == tender_id)


def latest(snapshot: Snapshot, tender_id: str) -> dict[str, DeclarationRow]:
    """The declaration that counts, by person."""
    return {row.person_id: row for row in every(snapshot, tender_id)}


def present(snapshot: Snapshot, tender_id: str) -> dict[str, str]:
    """The names of the vendors there are to declare on, by folded name: those invited and those who have sent something."""
    invited = {vendor_key(name): name for name in tenders.invited(snapshot, tender_id)}
    return {**invited, **{row.folded: row.name for row in vendors.every(snapshot, tender_id)}}


def covers(snapshot: Snapshot, tender_id: str, row: DeclarationRow | None) -> bool:
    """Whether a declaration is for all that is there now; without vendors there is nothing to declare."""
    there = present(snapshot, tender_id)
    if row is None:
        return not there
    return there.keys() <= {*row.vendors} and begun(snapshot, tender_id) <= {*row.rounds}


def begun(snapshot: Snapshot, tender_id: str) -> set[str]:
    """The rounds that have begun, by id, those of vendors who are hidden from whoever looks among them."""
    return {*snapshot.connection.execute(sa.select(round_.c.id).where(round_.c.tender_id == tender_id)).scalars()}


def person_of(snapshot: Snapshot, actor: Actor) -> str:
    """Id of the account that acts, empty without one."""
    signed = people.sign_in_at(snapshot, actor.sign_in) if actor.sign_in else None
    return signed.person_id if signed else ""


def standing(snapshot: Snapshot, actor: Actor, tender_id: str) -> Standing:
    """How whoever acts stands to the vendors, at this instant; nobody but a person with an account declares."""
    person = person_of(snapshot, actor) if tender_id else ""
    if not person:
        return ALONE
    row = latest(snapshot, tender_id).get(person)
    interests, declared = row.interests if row else {}, covers(snapshot, tender_id, row)
    if not declared:
        hidden = frozenset(present(snapshot, tender_id))
    else:
        hidden = frozenset() if Role.LEAD in actor.roles else frozenset(interests)
    ids = frozenset(one.id for one in vendors.every(snapshot, tender_id) if one.folded in hidden) if hidden else hidden
    return Standing(declared, interests, hidden, ids)


def interests(snapshot: Snapshot, tender_id: str) -> dict[str, frozenset[str]]:
    """The vendors, by folded name, in which a person has an interest, by the person's name."""
    held = {key: row.interests for key, row in latest(snapshot, tender_id).items() if row.interests}
    return {row.name: frozenset(held[row.id]) for row in people.every(snapshot) if row.id in held} if held else {}


def declare(tx: Transaction, person_id: str, interests: Mapping[str, str]) -> None:
    """The person's next declaration, on the vendors and rounds that are there."""
    before = latest(tx, tx.tender_id).get(person_id)
    values = {
        "person_id": person_id, "number": before.number + 1 if before else 1,
        "vendors": sorted(present(tx, tx.tender_id)),
        "rounds": sorted(begun(tx, tx.tender_id)), "interests": dict(interests), "at": tx.now,
    }  # fmt: skip
    rows.insert(tx, declaration, values)

"""Declarations of interest and confidentiality: made by each person with an account before a bid opens to them.

Asked anew when a vendor is added or a round begins. An interest stands once it is declared: whoever has one does not see
or score that vendor, and a lead who has one still runs the tender and does not score it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.domain.text import Text
from evaluator.services.commands import Actor, query, service
from evaluator.services.limits import WORDS, demand_short
from evaluator.services.problem import Refused
from evaluator.store import declarations, people
from evaluator.store.declarations import DeclarationRow
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person is asked to declare on: ``vendors`` are names by key, ``interests`` the words of those that stand.

    ``due`` says that no declaration of theirs covers the present vendors and rounds.
    """

    vendors: Mapping[str, str]
    interests: Mapping[str, str]
    due: bool
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What somebody with a role in the tender has declared; ``at`` is empty where nothing was.

    ``interests`` are words by the vendors' names, ``current`` says that it covers the present vendors and rounds.
    """

    name: str
    at: str
    number: int
    current: bool
    interests: Mapping[str, str]


def asked(store: Store, actor: Actor, tender_id: str) -> Asked:
    """What this person has declared and is asked; nothing of whoever works without an account."""
    return _asked(store, actor, tender_id)


@query("declaration.read")
def _asked(snapshot: Snapshot, tender_id: str) -> Asked:
    person = declarations.person_of(snapshot, snapshot.actor)
    row = declarations.latest(snapshot, tender_id).get(person)
    return Asked(
        vendors=declarations.present(snapshot, tender_id), interests=row.interests if row else {},
        due=bool(person) and not declarations.covers(snapshot, tender_id, row), at=row.at if row else "",
    )  # fmt: skip


def declare(
    store: Store, actor: Actor, command_id: str, tender_id: str, drawn: Asked, interests: Mapping[str, str],
    *, confidential: bool,
) -> None:  # fmt: skip
    """The person keeps the tender confidential and has these interests, in words by the vendors' keys, and no others.

    ``drawn`` is what the page asked: `Refused` where a vendor has come since, and where an interest is not described.
    """
    demand_short(WORDS, *interests.values())
    if not confidential:
        raise Refused("confidential_missing")
    for key, words in interests.items():
        if not words.strip():
            raise Refused("interest_unsaid", vendor=_plain(drawn.vendors.get(key, key)))
    _declare(
        store, actor, command_id, tender_id, tuple(drawn.vendors), {key: one.strip() for key, one in interests.items()}
    )


@service("declaration.save")
def _declare(tx: Transaction, drawn: tuple[str, ...], interests: Mapping[str, str]) -> None:
    person, names = declarations.person_of(tx, tx.actor), declarations.present(tx, tx.tender_id)
    if not person:
        raise Refused("declared_alone")
    if new := [name for key, name in names.items() if key not in drawn]:
        raise Refused("declaration_stale", vendor=_plain(new[0]))
    before = declarations.latest(tx, tx.tender_id).get(person)
    stands = {**(before.interests if before else {}), **{key: one for key, one in interests.items() if key in names}}
    declarations.declare(tx, person, stands)
    tx.about(f"declaration:{person}", name=tx.by, kind="interest" if stands else "none")


def declared(store: Store, actor: Actor, tender_id: str) -> tuple[Declared, ...]:
    """What everybody with a role in the tender has declared, by name: for its lead and its auditor."""
    return _declared(store, actor, tender_id)


@query("declaration.read_all")
def _declared(snapshot: Snapshot, tender_id: str) -> tuple[Declared, ...]:
    held, members = declarations.latest(snapshot, tender_id), people.memberships(snapshot, tender_id)
    there = [row for row in people.every(snapshot) if row.id in held or (row.id in members and members[row.id].roles)]
    return tuple(_told(snapshot, tender_id, row.name, held.get(row.id)) for row in there)


def _told(snapshot: Snapshot, tender_id: str, name: str, row: DeclarationRow | None) -> Declared:
    names, words = declarations.present(snapshot, tender_id), row.interests if row else {}
    return Declared(
        name=name, at=row.at if row else "", number=row.number if row else 0,
        current=declarations.covers(snapshot, tender_id, row),
        interests={names.get(key, key): said for key, said in words.items()},
    )  # fmt: skip


def _plain(name: str) -> Text:
    return Text(name, name)

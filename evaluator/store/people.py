"""People as rows: accounts by id, name, address or provider; their sign-ins, links and roles.

Which of them may do something is decided in `evaluator.store.acting` and the services; here rows are only kept.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from evaluator.store import rows
from evaluator.store.accounts import invitation, membership, person, sign_in
from evaluator.store.command import Role
from evaluator.store.transaction import Snapshot, Transaction

Way = Literal["password", "provider"]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An account; ``password`` is its argon2 hash, None before one is set; ``issuer`` and ``subject`` name it at a provider."""

    id: str
    ver: int
    name: str
    email: str | None
    issuer: str | None
    subject: str | None
    password: str | None
    state: str
    failures: int
    locked_until: str | None


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A sign-in that lasts until ``ends_at`` unless it was ended before."""

    id: str
    ver: int
    person_id: str
    ends_at: str
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """A link with which one person sets a password, once."""

    id: str
    ver: int
    person_id: str
    ends_at: str
    used_at: str | None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A person's roles in one tender; with an empty ``tender_id`` those outside tenders."""

    ver: int
    tender_id: str
    person_id: str
    roles: list[str]


def fold(name: str) -> str:
    """A name as it is compared: two people cannot differ by width, case or spaces alone.

    >>> fold(" Ａda   Lovelace")
    'ada lovelace'
    """
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def fingerprint(token: str) -> str:
    """What is kept of a secret that a browser holds."""
    return hashlib.sha256(token.encode()).hexdigest()


def any_account(snapshot: Snapshot) -> bool:
    """Whether accounts are kept here: then nobody works without one."""
    return snapshot.connection.execute(sa.select(sa.exists().where(person.c.id.is_not(None)))).scalar_one()


def every(snapshot: Snapshot) -> tuple[PersonRow, ...]:
    """All accounts, closed ones too, by name."""
    return rows.every(snapshot, PersonRow, person)


def find(snapshot: Snapshot, person_id: str) -> PersonRow | None:
    """The account with this id."""
    return rows.one(snapshot, PersonRow, person, person.c.id == person_id)


def named(snapshot: Snapshot, name: str) -> PersonRow | None:
    """The account whose name or address this is."""
    where = sa.or_(person.c.folded == fold(name), person.c.email == name.strip().casefold())
    return rows.one(snapshot, PersonRow, person, where)


def known_to(snapshot: Snapshot, issuer: str, subject: str) -> PersonRow | None:
    """The account that a provider's person has."""
    return rows.one(snapshot, PersonRow, person, person.c.issuer == issuer, person.c.subject == subject)


def add(tx: Transaction, name: str, email: str = "", *, provider: tuple[str, str] | None = None) -> str:
    """Id of a new account without a password; the command's tender is empty."""
    issuer, subject = provider or (None, None)
    values = {
        "name": " ".join(name.split()), "email": email.strip().casefold() or None, "issuer": issuer, "subject": subject,
        "password": None, "state": "active", "failures": 0, "locked_until": None, "created_at": tx.now,
        "created_by": tx.by, "folded": fold(name),
    }  # fmt: skip
    return rows.insert(tx, person, values)


def change(tx: Transaction, row: PersonRow, **values: object) -> int:
    """The account's new revision with these values."""
    return rows.update(tx, person, {"id": row.id}, values, row.ver)


def open_sign_in(tx: Transaction, person_id: str, token_sha256: str, way: Way, ends_at: str) -> str:
    """Id of a new sign-in of a person."""
    values = {
        "person_id": person_id, "token_sha256": token_sha256, "way": way, "at": tx.now, "ends_at": ends_at,
        "ended_at": None,
    }  # fmt: skip
    return rows.insert(tx, sign_in, values)


def sign_in_of(snapshot: Snapshot, token_sha256: str) -> SignInRow | None:
    """The sign-in that a browser's secret stands for, ended or not."""
    return rows.one(snapshot, SignInRow, sign_in, sign_in.c.token_sha256 == token_sha256)


def sign_in_at(snapshot: Snapshot, sign_in_id: str) -> SignInRow | None:
    """The sign-in with this id, ended or not."""
    return rows.one(snapshot, SignInRow, sign_in, sign_in.c.id == sign_in_id)


def end(tx: Transaction, row: SignInRow) -> None:
    """The sign-in is over, at once and for good."""
    rows.update(tx, sign_in, {"id": row.id}, {"ended_at": tx.now}, row.ver)


def end_all(tx: Transaction, person_id: str) -> int:
    """How many sign-ins of a person were still open; none is any more."""
    open_ = rows.every(tx, SignInRow, sign_in, sign_in.c.person_id == person_id, sign_in.c.ended_at.is_(None))
    for row in open_:
        end(tx, row)
    return len(open_)


def spend_links(tx: Transaction, person_id: str) -> None:
    """No link of the person works any more."""
    unused = (invitation.c.person_id == person_id, invitation.c.used_at.is_(None))
    for row in rows.every(tx, InvitationRow, invitation, *unused):
        use(tx, row)


def invite(tx: Transaction, person_id: str, token_sha256: str, ends_at: str) -> None:
    """The person may set a password with this secret; earlier links of theirs no longer work."""
    spend_links(tx, person_id)
    values = {"person_id": person_id, "token_sha256": token_sha256, "ends_at": ends_at, "used_at": None}
    rows.insert(tx, invitation, values)


def invited(snapshot: Snapshot, token_sha256: str) -> InvitationRow | None:
    """The link that a secret belongs to, used or not."""
    return rows.one(snapshot, InvitationRow, invitation, invitation.c.token_sha256 == token_sha256)


def use(tx: Transaction, row: InvitationRow) -> None:
    """The link is spent."""
    rows.update(tx, invitation, {"id": row.id}, {"used_at": tx.now}, row.ver)


def memberships(snapshot: Snapshot, tender_id: str) -> dict[str, MembershipRow]:
    """Who has roles in a tender (outside tenders, where it is empty), by person."""
    found = rows.every(snapshot, MembershipRow, membership, membership.c.tender_id == tender_id)
    return {row.person_id: row for row in found}


def roles_of(snapshot: Snapshot, person_id: str, tender_id: str) -> frozenset[Role]:
    """A person's roles in a tender, or outside tenders."""
    where = (membership.c.person_id == person_id, membership.c.tender_id == tender_id)
    row = rows.one(snapshot, MembershipRow, membership, *where)
    return frozenset(Role(name) for name in row.roles) if row else frozenset()


def tenders_of(snapshot: Snapshot, person_id: str) -> frozenset[str]:
    """The tenders in which a person has a role."""
    found = rows.every(snapshot, MembershipRow, membership, membership.c.person_id == person_id)
    return frozenset(row.tender_id for row in found if row.roles and row.tender_id)


def give_roles(tx: Transaction, person_id: str, roles: Collection[Role], ver: int) -> int:
    """The membership's new revision: these roles and no others in the command's tender; ``ver`` 0 for the first."""
    return rows.save(tx, membership, {"person_id": person_id}, {"roles": sorted(roles)}, ver)

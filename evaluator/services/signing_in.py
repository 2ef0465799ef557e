"""The door: a password or a provider's word becomes a sign-in that lasts half a day and can be ended at once.

Five wrong passwords lock an account for a quarter of an hour; each attempt is an event. What a browser holds is a random
secret of which the store keeps the hash; a provider's signed cookie stands for itself, so that ending the sign-in ends it
though the cookie lives on.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from evaluator.services.commands import Actor, new_command_id, service
from evaluator.services.limits import NAME, demand_short
from evaluator.services.problem import Refused
from evaluator.store import people
from evaluator.store.acting import acting
from evaluator.store.command import DOOR
from evaluator.store.errors import SignedOut
from evaluator.store.people import PersonRow, fingerprint
from evaluator.store.store import Store, stamp
from evaluator.store.transaction import Transaction

LASTS: Final = timedelta(hours=12)
LOCK: Final = timedelta(minutes=15)
WRONG_ALLOWED: Final = 5
SHORTEST, LONGEST = 12, 200
# Each hash takes tens of megabytes for a moment.
_HASHING: Final = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Provided:
    """What a provider says of a person: who it is there, the name, and an address that it has checked."""

    issuer: str
    subject: str
    name: str
    email: str = ""


def sign_in(store: Store, name: str, password: str) -> str:
    """The secret of a new sign-in; `Refused` says neither whether the name nor whether the password was wrong."""
    demand_short(NAME, name, password)
    token = secrets.token_urlsafe(32)
    hashed, until = fingerprint(token), store.clock() + LOCK
    given = _fit(store, name, password)
    came = _try(store, DOOR, new_command_id(), "", given, hashed, stamp(store.clock() + LASTS), stamp(until))
    if came != "open":  # the same words for a name nobody has, a wrong password and a locked account
        raise Refused("sign_in_wrong", n=int(LOCK.total_seconds() // 60))
    return token


def _fit(store: Store, name: str, password: str) -> tuple[str, str, str]:
    """The account, the hash that the password fits, and the one to keep from now on; as slow for a name nobody has."""
    with store.read() as snapshot:
        row = people.named(snapshot, name)
    kept = row.password if row and row.password else _nobody()
    with _HASHING:
        try:
            _hasher().verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return (row.id if row else "", "", "")
        if row is None or row.password is None:
            return "", "", ""
        return row.id, kept, _hasher().hash(password) if _hasher().check_needs_rehash(kept) else ""


@service("sign_in.open")
def _try(tx: Transaction, fit: tuple[str, str, str], token_sha256: str, ends_at: str, locked_until: str) -> str:
    person_id, fits, rehashed = fit
    row = people.find(tx, person_id) if person_id else None
    if row is None or row.state != "active":
        tx.about("person:", refused="unknown")
        return "wrong"
    tx.about(f"person:{row.id}", name=row.name)
    if row.locked_until and row.locked_until > tx.now:
        tx.about(f"person:{row.id}", refused="locked")
        return "locked"
    if not fits or fits != row.password:  # changed since it was looked at
        failures = row.failures + 1
        full = failures >= WRONG_ALLOWED
        people.change(tx, row, failures=0 if full else failures, locked_until=locked_until if full else None)
        tx.about(f"person:{row.id}", refused="password")
        return "locked" if full else "wrong"
    _welcome(tx, row, rehashed)
    people.open_sign_in(tx, row.id, token_sha256, "password", ends_at)
    return "open"


def _welcome(tx: Transaction, row: PersonRow, rehashed: str) -> None:
    """Earlier wrong passwords are forgotten, and the password kept as it is hashed today."""
    if rehashed:
        people.change(tx, row, failures=0, locked_until=None, password=rehashed)
    elif row.failures or row.locked_until:
        people.change(tx, row, failures=0, locked_until=None)


def sign_in_by_provider(store: Store, given: Provided, token: str) -> None:
    """The provider's word, known by its cookie ``token``, is a sign-in from now on.

    The account is the one that was met there before, else the one with the address that the provider has checked; nobody
    gets an account by signing in.
    """
    ends_at = stamp(store.clock() + LASTS)
    if not _provided(store, DOOR, new_command_id(), "", given, fingerprint(token), ends_at):
        raise Refused("sign_in_unknown", name=given.name or given.subject)


@service("sign_in.open")
def _provided(tx: Transaction, given: Provided, token_sha256: str, ends_at: str) -> bool:
    row = people.known_to(tx, given.issuer, given.subject)
    if row is None and given.email and (there := people.named(tx, given.email)) and there.issuer is None:
        people.change(tx, there, issuer=given.issuer, subject=given.subject)
        row = there
    if row is None or row.state != "active":
        tx.about("person:", refused="unknown", issuer=given.issuer, subject=given.subject)
        return False
    tx.about(f"person:{row.id}", name=row.name)
    people.open_sign_in(tx, row.id, token_sha256, "provider", ends_at)
    return True


def who(store: Store, token: str) -> Actor | None:
    """Whose browser holds this secret, None where it stands for no sign-in that is still open."""
    with store.read() as snapshot:
        row = people.sign_in_of(snapshot, fingerprint(token)) if token else None
        if row is None:
            return None
        try:
            return acting(snapshot, Actor("", frozenset(), row.id), "")
        except SignedOut:
            return None


def known(store: Store, token: str) -> bool:
    """Whether a provider's cookie was ever a sign-in: one that was ended is not opened again."""
    with store.read() as snapshot:
        return people.sign_in_of(snapshot, fingerprint(token)) is not None


def accounts_kept(store: Store) -> bool:
    """Whether people sign in here; else one person works alone on this machine."""
    with store.read() as snapshot:
        return people.any_account(snapshot)


def sign_out(store: Store, token: str) -> None:
    """The sign-in behind this secret is over; of one that is not open nothing happens."""
    with store.read() as snapshot:
        row = people.sign_in_of(snapshot, fingerprint(token))
    if row is not None and row.ended_at is None:
        _end(store, DOOR, new_command_id(), "", row.id)


@service("sign_in.end")
def _end(tx: Transaction, sign_in_id: str) -> None:
    row = people.sign_in_at(tx, sign_in_id)
    if row is not None and row.ended_at is None:
        people.end(tx, row)


def invited(store: Store, token: str) -> str:
    """The name of the person who may set a password with this secret; `Refused` where the link is spent or too old."""
    with store.read() as snapshot:
        link = people.invited(snapshot, fingerprint(token))
        row = people.find(snapshot, link.person_id) if link else None
        if link is None or row is None or link.used_at or link.ends_at <= snapshot.now or row.state != "active":
            raise Refused("link_spent")
    return row.name


def set_password(store: Store, token: str, password: str) -> None:
    """The person of the link has this password; the link is spent and every earlier sign-in of the person ended."""
    name = invited(store, token)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("password_length", shortest=SHORTEST, longest=LONGEST)
    own, given = people.fold(name), people.fold(password)
    if (len(own) >= 4 and own in given) or own in given.split() or len({*password}) < 4:
        raise Refused("password_weak")
    _set(store, DOOR, new_command_id(), "", fingerprint(token), _hasher().hash(password))


@service("sign_in.open")
def _set(tx: Transaction, token_sha256: str, hashed: str) -> None:
    link = people.invited(tx, token_sha256)
    if link is None or link.used_at or link.ends_at <= tx.now:
        raise Refused("link_spent")
    row = people.find(tx, link.person_id)
    if row is None or row.state != "active":
        raise Refused("link_spent")
    people.use(tx, link)
    people.change(tx, row, password=hashed, failures=0, locked_until=None)
    people.end_all(tx, row.id)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash that a name without account is compared with, so that it takes as long."""
    return _hasher().hash(secrets.token_urlsafe(16))

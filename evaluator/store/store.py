"""The store: every change is one command in one transaction that appends one event; every read is one instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import URL

from evaluator.store import events, migrations, tenders
from evaluator.store.acting import acting
from evaluator.store.audit import Audit, at, audit
from evaluator.store.canonical import exact
from evaluator.store.command import Actor, Command
from evaluator.store.engine import database_url, engines
from evaluator.store.events import Chain, Event, Repeated
from evaluator.store.faults import translated
from evaluator.store.transaction import Snapshot, Transaction

Outcome = TypeVar("Outcome")
Allow = Callable[[Actor], None]
# A refusal is written down under the name that was given, whoever that is.
DENIED = "access.denied"


def anybody(_: Actor) -> None:
    """Who may carry out a command is asked elsewhere."""


def utc_now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)


def stamp(instant: datetime) -> str:
    """An instant as text whose alphabetical order is the order in time.

    >>> stamp(datetime(2026, 3, 1, 8, tzinfo=UTC))
    '2026-03-01T08:00:00.000000Z'
    """
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Store:
    """One database, safe to use from many threads; make it with `Store.open`."""

    def __init__(self, writer: sa.Engine, reader: sa.Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._writer = writer
        self._reader = reader
        self.clock = clock

    @classmethod
    def open(cls, url: URL | str | None = None, clock: Callable[[], datetime] = utc_now) -> Store:
        """The store at ``url``, by default where the environment says, brought to the present tables."""
        writer, reader = engines(sa.make_url(url) if url else database_url())
        with translated():
            migrations.upgrade(writer)
        return cls(writer, reader, clock)

    def close(self) -> None:
        """Close all connections."""
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def write(self, command: Command, allow: Allow = anybody) -> Iterator[Transaction]:
        """One transaction: all of the block and exactly one event, or nothing at all.

        ``allow`` is asked with the actor as the database knows him at this instant, and raises where he may not.

        Raises
        ------
        SignedOut
            On entering: whoever asks is not signed in.
        Repeated
            On entering: the command was carried out before; its ``outcome`` is what it gave then.
        CommandReused
            On entering: the command id belongs to another wish.
        Archived
            On entering: the tender is read-only.
        Conflict, Immutable, Missing, NotAccepted, Unavailable
            From inside or on leaving; nothing was written.
        """
        with translated(), self._writer.begin() as connection:
            tx = Transaction(connection, command, stamp(self.clock()))
            last = events.take_turn(tx)
            if command.action != DENIED:
                place = "" if command.action == "tender.create" else command.tender_id
                tx.actor = acting(tx, command.actor, place)
                tx.command = replace(command, actor=tx.actor)
                allow(tx.actor)
            events.demand_new(tx)
            tenders.demand_open(tx)
            yield tx
            events.append(tx, last)

    def run(self, command: Command, work: Callable[[Transaction], Outcome], allow: Allow = anybody) -> Outcome:
        """What ``work`` gives, carried out once: a repeated command gives its earlier outcome and changes nothing.

        The outcome is kept in the event, so it is plain JSON: None, bool, int, str, or lists and dicts of these.
        """
        try:
            with self.write(command, allow) as tx:
                outcome = work(tx)
                tx.record.outcome = exact(outcome)
        except Repeated as earlier:
            return cast(Outcome, earlier.outcome)
        return outcome

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """One instant of the database; a write through it is refused by the database."""
        with translated(), self._reader.begin() as connection:
            yield Snapshot(connection, stamp(self.clock()))

    def revision(self, tender_id: str) -> int:
        """Number of the last event that changed the tender's work, 0 when there is none: a key for caches."""
        with self.read() as snapshot:
            return events.revision(snapshot, tender_id)

    def events(self, tender_id: str, after: int = 0, limit: int | None = None) -> tuple[Event, ...]:
        """Events of a tender in order, those behind ``after`` only, at most ``limit``."""
        with self.read() as snapshot:
            return events.read(snapshot, tender_id, after, limit)

    def audit(self) -> Audit:
        """The log, the tables against it, and the files against their hashes."""
        with translated(), self.read() as snapshot:
            return audit(snapshot)

    def hash_at(self, length: int) -> str:
        """The hash of the event with this number, empty where there is none."""
        with self.read() as snapshot:
            return at(snapshot, length)

    def verify_chain(self) -> Chain:
        """The whole event log checked; `ChainBroken` names the first event that does not fit."""
        with self.read() as snapshot:
            return events.verify(snapshot)

"""What a reader sees and what a writer does: one instant of the database, one command with all its changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from evaluator.store.canonical import Json, canonical, plain
from evaluator.store.command import LOCAL, Command
from evaluator.store.tables import ASIDE


class Snapshot:
    """The database at one instant; all reads through it agree with each other.

    Attributes
    ----------
    now : str
        That instant, UTC, as ``2026-03-01T08:00:00.000000Z``.
    actor : Actor
        Who reads, with the roles of that instant; a reader of the whole house where no service said otherwise.
    hidden : frozenset of str
        Ids of the vendors of whom this reader sees nothing: no row that belongs to one of them is read.
    """

    def __init__(self, connection: sa.Connection, now: str) -> None:
        self.connection = connection
        self.now = now
        self.actor = LOCAL
        self.hidden: frozenset[str] = frozenset()


@dataclass(slots=True)
class Change:
    """A row before and after a command, as the event log states it; ``before`` is None for a new row."""

    table: str
    row: str
    ver: int
    before: dict[str, Json] | None
    after: dict[str, Json]


@dataclass(slots=True)
class Record:
    """What a command leaves in the event log besides who asked for it: its changes, its subject and its outcome."""

    changes: dict[str, Change] = field(default_factory=dict)
    entity: str = ""
    note: dict[str, Json] = field(default_factory=dict)
    outcome: Json = None
    envelope: str | None = None

    def add(self, change: Change) -> None:
        """Keep a change; a row changed twice keeps its first before and its last after."""
        name = f"{change.table}:{change.row}"
        if earlier := self.changes.get(name):
            change = Change(change.table, change.row, change.ver, earlier.before, {**earlier.after, **change.after})
        self.changes[name] = change
        if change.after.get("envelope") == "price" or (change.before or {}).get("envelope") == "price":
            self.envelope = "price"

    @property
    def changed(self) -> bool:
        """Whether the work itself changed, and not only a ticket or a person's preference."""
        return any(change.table not in ASIDE for change in self.changes.values())


class Transaction(Snapshot):
    """One command under way: reads see its own writes; it commits whole, with its event, or not at all.

    Attributes
    ----------
    command : Command
        The wish being carried out; rows are written to its tender only.
    """

    def __init__(self, connection: sa.Connection, command: Command, now: str) -> None:
        super().__init__(connection, now)
        self.actor = command.actor
        self.command = command
        self.record = Record()

    @property
    def tender_id(self) -> str:
        """The tender of the command."""
        return self.command.tender_id

    @property
    def by(self) -> str:
        """The name of the person who asked."""
        return self.command.actor.name

    def about(self, entity: str, **note: Json) -> None:
        """Name the event's subject and add to its note, where the changed row alone does not tell it."""
        self.record.entity = entity
        self.record.note.update(note)


def logged(table: sa.Table, values: Mapping[str, object]) -> dict[str, Json]:
    """A row's values as the log may state them: long contents as a salted hash, file bytes and salts not at all."""
    shown: dict[str, Json] = {}
    for name, value in values.items():
        way = table.c[name].info.get("log")
        if way == "digest":
            # The salt of a sealed reading stays in the sealed row: without it the hash would confirm a guessed price.
            salted = f"{values.get('salt', '')}{canonical(plain(value))}"
            shown[name] = {"sha256": hashlib.sha256(salted.encode()).hexdigest()}
        elif way != "never":
            shown[name] = plain(value)
    return shown

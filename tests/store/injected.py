"""Faults put between the program and its database, and all that a database holds, to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from evaluator.store.ledger import head
from evaluator.store.store import Store
from evaluator.store.tables import METADATA

COMMIT = "COMMIT"
Contents = dict[str, list[str]]


class Cut(BaseException):
    """Ends a command as a page that is run again ends it: no ``except Exception`` on the way holds it up."""


class Broken(RuntimeError):
    """Ends a command as a fault of the program or of a library ends it."""


def contents(store: Store) -> Contents:
    """Every row of every table, the log among them, as text."""
    with store.read() as snapshot:
        return {
            table.name: sorted(str(row) for row in snapshot.connection.execute(sa.select(table)))
            for table in METADATA.sorted_tables
        }


def marks(store: Store) -> list[str]:
    """The number of rows and the sum of their revisions, of every table: no change by the program leaves them alone."""
    looks = [
        sa.select(sa.literal(table.name), sa.func.count(), sa.func.sum(table.c.ver)) for table in METADATA.sorted_tables
    ]
    with store.read() as snapshot:
        return sorted(str(row) for row in snapshot.connection.execute(sa.union_all(*looks)))


def length(store: Store) -> int:
    """How many events there are: a command that was carried out has one."""
    with store.read() as snapshot:
        return int(snapshot.connection.execute(sa.select(head.c.ver)).scalar_one())


@contextmanager
def counted(engines: tuple[sa.Engine, ...], place: int | str, fault: BaseException) -> Iterator[list[str]]:
    """The statements that are sent, commits among them; ``fault`` is raised in place of the one with this number or these words."""
    sent: list[str] = []

    def step(statement: str) -> None:
        sent.append(statement)
        if place in (len(sent), statement):
            raise fault

    def before(_c: object, _cursor: object, statement: str, _p: object, _context: object, _many: bool) -> None:
        step(statement)

    def commits(_: object) -> None:
        step(COMMIT)

    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", before)
        sa.event.listen(engine, "commit", commits)
    try:
        yield sent
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", before)
            sa.event.remove(engine, "commit", commits)


def keep_whatever_was_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build without the roll-back: what a failed command has written so far stays."""
    writer = store._writer

    @contextmanager
    def begin() -> Iterator[sa.Connection]:
        with writer.connect() as connection:
            try:
                yield connection
            finally:
                if not connection.invalidated:  # a page's own exception takes the connection with it
                    connection.commit()

    monkeypatch.setattr(writer, "begin", begin)

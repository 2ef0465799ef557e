"""Each migration that fails on its way, in a database with data in it, leaves what was there working."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL

from evaluator.store import events, migrations, vendors
from evaluator.store.command import LOCAL, Command, new_command_id
from evaluator.store.engine import engines
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction
from tests import TORTURE
from tests.store.injected import COMMIT, Broken, counted

VERSIONS = sorted(path.name[:4] for path in (Path(migrations.__file__).parent / "versions").glob("0*.py"))
NOW = "2026-03-01T08:00:00.000000Z"
Shape = dict[str, object]


@pytest.fixture
def writer(db: URL) -> Iterator[sa.Engine]:
    engine, reader = engines(db)
    yield engine
    engine.dispose()
    reader.dispose()


def everything(engine: sa.Engine) -> Shape:
    """Columns, indexes, checks and rows of every table."""
    with engine.connect() as connection:
        look = sa.inspect(connection)
        return {
            table: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in look.get_columns(table)],
                sorted(str(index["name"]) for index in look.get_indexes(table)),
                sorted(str(check["name"]) for check in look.get_check_constraints(table)),
                sorted(str(row) for row in connection.execute(sa.select(sa.table(table, sa.literal_column("*"))))),
            )
            for table in look.get_table_names()
        }


def begin(engine: sa.Engine) -> None:
    """A tender as the first version of the program wrote it."""
    with engine.begin() as connection:
        columns = "tender_id, ver, content, state, sample, created_at, created_by"
        values = f"('t1', 1, '{{}}', 'active', false, '{NOW}', 'local')"
        connection.execute(sa.text(f"INSERT INTO tender ({columns}) VALUES {values}"))


def work(engine: sa.Engine, name: str) -> None:
    """What the version before goes on doing: a row with its event in one transaction."""
    with engine.begin() as connection:
        tx = Transaction(connection, Command(LOCAL, new_command_id(), "t1", "vendor.save"), NOW)
        last = events.take_turn(tx)
        vendors.add(tx, name, name)
        events.append(tx, last)


def fails(engine: sa.Engine, target: str, place: int | str) -> int:
    """How many statements were sent by a migration that failed at one of them."""
    with counted((engine,), place, Broken()) as sent, pytest.raises(Broken):
        migrations.upgrade(engine, target=target)
    return len(sent)


def places(total: int) -> list[int]:
    """Where to fail besides the commit: at every statement in the long form, else in the middle and at the last."""
    return list(range(1, total)) if TORTURE > 1 else sorted({total // 2 + 1, total - 1})


def test_a_migration_that_fails_at_any_statement_leaves_the_version_before_it_working(
    writer: sa.Engine, db: URL
) -> None:
    migrations.upgrade(writer, target=VERSIONS[0])
    begin(writer)
    failed = 0

    for earlier, target in pairwise(VERSIONS):
        before = everything(writer)
        total = fails(writer, target, COMMIT)
        for number in places(total):
            assert everything(writer) == before, target
            fails(writer, target, number)
            failed += 1
        assert everything(writer) == before, target
        with writer.connect() as connection:
            assert migrations.version(connection) == earlier
        work(writer, f"vendor of {earlier}")
        migrations.upgrade(writer, target=target)

    print(f"{len(VERSIONS) - 1} migrations with data, {failed + len(VERSIONS) - 1} of their statements made to fail")
    store = Store.open(db)
    with store.read() as snapshot:
        assert [row.name for row in vendors.every(snapshot, "t1")] == [f"vendor of {one}" for one in VERSIONS[:-1]]
    assert store.verify_chain().length == len(VERSIONS) - 1
    store.close()


def test_a_first_migration_that_fails_at_any_statement_leaves_nothing(writer: sa.Engine) -> None:
    for number in places(fails(writer, VERSIONS[0], COMMIT)):
        fails(writer, VERSIONS[0], number)
        assert everything(writer) == {}


def test_where_each_statement_stands_at_once_half_a_migration_is_left(db: URL) -> None:
    """The control: what a database that is not told to wait for the end makes of the same failure."""
    ours, reader = engines(db)
    several = VERSIONS.index("0017")  # a migration of several tables
    migrations.upgrade(ours, target=VERSIONS[several - 1])
    before = everything(ours)
    at_once = sa.create_engine(db, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    fails(at_once, VERSIONS[several], 12)

    assert everything(ours) != before
    for engine in (ours, reader, at_once):
        engine.dispose()

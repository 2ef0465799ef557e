"""A database is brought to the present tables once, whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import URL

from evaluator.store import migrations
from evaluator.store.engine import engines
from evaluator.store.errors import NewerStore
from evaluator.store.store import Store
from evaluator.store.tables import METADATA

VERSIONS = Path(migrations.__file__).parent / "versions"
BROKEN = '''
"""Fails half way."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0013", "0012", None, None

def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("vendor", sa.Column("half", sa.Text))
    op.execute("INSERT INTO no_such_table VALUES (1)")
'''


@pytest.fixture
def writer(db: URL) -> Iterator[sa.Engine]:
    """The writing engine of an empty database."""
    engine, reader = engines(db)
    yield engine
    engine.dispose()
    reader.dispose()


def _shape(engine: sa.Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        look = sa.inspect(connection)
        return {table: [column["name"] for column in look.get_columns(table)] for table in look.get_table_names()}


def test_an_empty_database_gets_exactly_the_tables_of_the_program(writer: sa.Engine) -> None:
    assert migrations.upgrade(writer) is True

    with writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
        assert migrations.version(connection) == migrations.HEAD


def test_every_check_of_the_tables_is_in_the_database(writer: sa.Engine) -> None:
    migrations.upgrade(writer)

    with writer.connect() as connection:
        look = sa.inspect(connection)
        for table in METADATA.sorted_tables:
            named = {str(check.name) for check in table.constraints if isinstance(check, sa.CheckConstraint)}
            expected = {f"ck_{table.name}_{name}" if not name.startswith("ck_") else name for name in named}
            assert {str(check["name"]) for check in look.get_check_constraints(table.name)} == expected, table.name


def test_every_table_says_whose_it_is_and_which_revision(writer: sa.Engine) -> None:
    migrations.upgrade(writer)

    shape = _shape(writer)
    shape.pop("alembic_version")
    assert set(shape) == set(METADATA.tables)
    assert all({"tender_id", "ver"} <= set(columns) for columns in shape.values())


def test_no_column_holds_a_float() -> None:
    kinds = {type(column.type).__name__ for table in METADATA.sorted_tables for column in table.c}

    assert kinds == {"Text", "Integer", "Boolean", "LargeBinary", "Canonical", "Exact"}


def test_a_second_start_has_nothing_to_do(writer: sa.Engine) -> None:
    migrations.upgrade(writer)
    before = _shape(writer)

    assert migrations.upgrade(writer) is False
    assert _shape(writer) == before


def test_two_processes_that_start_together_migrate_once(db: URL) -> None:
    with ThreadPoolExecutor(4) as starts:
        stores = list(starts.map(lambda _: Store.open(db), range(4)))

    assert all(store.verify_chain().length == 0 for store in stores)
    for store in stores:
        store.close()


def test_the_program_stands_at_its_last_migration() -> None:
    assert sorted(path.name[:4] for path in VERSIONS.glob("0*.py"))[-1] == migrations.HEAD


def test_a_migration_that_fails_leaves_the_earlier_database_working(
    writer: sa.Engine, tmp_path: Path, db: URL, desk_on: Any
) -> None:
    store = Store.open(db)
    desk = desk_on(store)
    desk.start()
    before, folder = _shape(writer), tmp_path / "next"
    shutil.copytree(VERSIONS, folder / "versions")
    (folder / "versions" / "0013_broken.py").write_text(BROKEN, encoding="utf-8")

    with pytest.raises(sa.exc.DBAPIError, match="no_such_table"):
        migrations.upgrade(writer, folder, "0013")

    assert _shape(writer) == before
    with writer.connect() as connection:
        assert migrations.version(connection) == "0012"
    desk.do(lambda tx: None)
    assert store.verify_chain().length == 3
    store.close()


def test_a_first_migration_that_fails_leaves_an_empty_database(writer: sa.Engine, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    (folder / "versions").mkdir(parents=True)
    first = BROKEN.replace('"0013", "0012"', '"0001", None').replace(
        '    op.add_column("vendor", sa.Column("half", sa.Text))\n', ""
    )
    (folder / "versions" / "0001_broken.py").write_text(first, encoding="utf-8")

    with pytest.raises(sa.exc.DBAPIError, match="no_such_table"):
        migrations.upgrade(writer, folder, "0001")

    assert _shape(writer) == {}
    assert migrations.upgrade(writer) is True


def test_a_choice_made_before_its_ranking_was_kept_is_still_there(writer: sa.Engine) -> None:
    migrations.upgrade(writer, target="0001")
    chosen = "('s', 't', 1, 'v', 'first', '', 'local', '2026-03-01', 'active')"
    with writer.begin() as connection:
        connection.execute(sa.text("INSERT INTO tender VALUES ('t', 1, '{}', 'active', false, '', '')"))
        connection.execute(sa.text("INSERT INTO vendor VALUES ('v', 't', 1, 'Ada', 'ada', 1, 'active')"))
        columns = "id, tender_id, ver, vendor_id, reason, second_reason, by, at, state"
        connection.execute(sa.text(f"INSERT INTO selection ({columns}) VALUES {chosen}"))

    assert migrations.upgrade(writer) is True

    with writer.connect() as connection:
        assert connection.execute(sa.text("SELECT reason, ranking FROM selection")).all() == [("first", None)]


def test_a_database_of_a_newer_program_is_left_alone(writer: sa.Engine, db: URL) -> None:
    migrations.upgrade(writer)
    with writer.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerStore, match="9999"):
        Store.open(db)


def test_opening_a_store_at_head_loads_nothing_heavy(db: URL) -> None:
    Store.open(db).close()
    code = "import sys; from evaluator.store.store import Store; Store.open(sys.argv[1]).close(); print(*sys.modules)"
    address = db.render_as_string(hide_password=False)

    made = subprocess.run(
        [sys.executable, "-c", code, address], capture_output=True, text=True, check=True, env=os.environ
    )

    loaded = {name.partition(".")[0] for name in made.stdout.split()}
    assert "sqlalchemy" in loaded
    assert loaded & {"alembic", "pandas", "numpy", "streamlit", "openpyxl", "pydantic"} == set()

"""Brings a database to the present tables; a migration that fails leaves the database as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from evaluator.store.errors import NewerStore

HEAD: Final = "0018"
# Any number will do, as long as every process of the program uses the same one.
_LOCK: Final = 7_203_114


def version(connection: sa.Connection) -> str:
    """The migration a database stands at, empty for an empty database."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    found: str = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    return found


def upgrade(engine: sa.Engine, folder: Path = Path(__file__).parent, target: str = HEAD) -> bool:
    """Whether anything had to be done to bring the database to ``target``; all of it is one transaction.

    Two processes that start together do it once. Alembic is imported only when there is work for it.
    """
    with engine.begin() as connection:
        if version(connection) == target:
            return False
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            if version(connection) == target:
                return False
        _migrate(connection, folder, target)
        return True


def _migrate(connection: sa.Connection, folder: Path, target: str) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    if (found := version(connection)) and found not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerStore(found)
    # No env.py: the environment is made here, as alembic's documentation shows, in the transaction already begun.
    steps = scripts._upgrade_revs
    with EnvironmentContext(config, scripts, fn=lambda at, _: steps(target, at)) as environment:
        environment.configure(connection=connection, render_as_batch=True, transaction_per_migration=False)
        with environment.begin_transaction():
            environment.run_migrations()

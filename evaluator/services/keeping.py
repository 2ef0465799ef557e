"""A copy of the whole database while people work, and the way back from it.

PostgreSQL is backed up by its own means; here a SQLite database is copied by SQLite itself, which sees no half of a command.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

from evaluator.services.problem import Refused
from evaluator.store.engine import DATABASE, database_url, sqlite_url
from evaluator.store.events import Chain
from evaluator.store.store import Store


def back_up(out: Path) -> Chain:
    """Writes a copy of the database in use to ``out``; the length and head of its log, which was checked in the copy.

    Raises `Refused` where there is nothing to copy, the copy is there already, or the database is not SQLite.
    """
    source = _sqlite()
    if not source.is_file():
        raise Refused("backup_nothing", path=str(source))
    if out.exists():
        raise Refused("backup_there", path=str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f"{out.name}.part")
    chain = _checked_copy(source, part)
    part.replace(out)
    return chain


def restore(copy: Path, *, replace: bool = False) -> tuple[Chain, Path | None]:
    """Puts a checked copy in the place of the database in use; what was there is kept beside it under a new name.

    Raises `Refused` where the copy is no database of ours, where one is there and may not be replaced, or is in use.
    """
    folder = _sqlite().parent
    if not copy.is_file():
        raise Refused("backup_nothing", path=str(copy))
    target, aside = folder / DATABASE, None
    if target.exists() and not replace:
        raise Refused("restore_there", path=str(target))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{DATABASE}.part"
    part.unlink(missing_ok=True)
    chain = _checked_copy(copy, part)
    if target.exists():
        _demand_unused(target)
        aside = target.with_name(f"{DATABASE}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        target.replace(aside)
    part.replace(target)
    return chain, aside


def _sqlite() -> Path:
    """The file of the database in use."""
    url = database_url()
    if url.get_backend_name() != "sqlite":
        raise Refused("backup_elsewhere")
    return Path(url.database or "")


def checked(path: Path) -> Chain:
    """Length and head of the log in a database file, checked whole; `Refused` for a file that is none of ours."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as opened:
        try:
            tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        except sqlite3.DatabaseError as fault:
            raise Refused("backup_foreign", path=path.name) from fault
    if not {"event", "head", "alembic_version"} <= tables:
        raise Refused("backup_foreign", path=path.name)
    store = Store.open(sqlite_url(path.parent).set(database=str(path)))
    try:
        return store.verify_chain()
    finally:
        store.close()


def _checked_copy(source: Path, part: Path) -> Chain:
    """Length and head of the log in a copy that holds; one that does not is gone again, whatever was wrong with it."""
    with ExitStack() as undo:
        undo.callback(part.unlink, missing_ok=True)
        _copy(source, part)
        chain = checked(part)
        undo.pop_all()
    return chain


def _copy(source: Path, target: Path) -> None:
    """SQLite's own copy of a database that may be in use, in one file of its owner alone, without a log beside it."""
    os.close(os.open(target, os.O_RDWR | os.O_CREAT, 0o600))
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as there,
        closing(sqlite3.connect(target)) as here,
    ):
        try:
            there.backup(here)
        except sqlite3.DatabaseError as fault:
            raise Refused("backup_foreign", path=source.name) from fault
        here.execute("PRAGMA journal_mode=DELETE")


def _demand_unused(database: Path) -> None:
    """Raise `Refused` where a program has the database open; its write-ahead log is folded in, so that nothing stays behind."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as opened:
        try:
            opened.execute("PRAGMA locking_mode=EXCLUSIVE")
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            opened.execute("PRAGMA journal_mode=DELETE")
            opened.execute("BEGIN EXCLUSIVE")
            opened.execute("COMMIT")
        except sqlite3.OperationalError as fault:
            raise Refused("restore_in_use", path=str(database)) from fault

"""The database: SQLite in the data folder, or PostgreSQL by URL; one engine that writes and one that can only read."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from evaluator.store.errors import UnfitPlace

BUSY_SECONDS: Final = 10
DATABASE: Final = "evaluator.db"
# Their locks and shared memory do not hold what SQLite's write-ahead log needs.
NETWORK_FILE_SYSTEMS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ceph", "glusterfs"}
)


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds the store: ``EVALUATOR_DATA``, else the place where the system keeps a person's data."""
    if chosen := environment.get("EVALUATOR_DATA"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Vendor Evaluator"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Vendor Evaluator"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "vendor-evaluator"


def database_url(environment: Mapping[str, str] = os.environ) -> URL:
    """The database in use: ``EVALUATOR_DATABASE_URL``, else a SQLite file in the data folder."""
    if given := environment.get("EVALUATOR_DATABASE_URL"):
        url = make_url(given)
        if url.drivername in ("postgres", "postgresql"):
            return url.set(drivername="postgresql+psycopg")
        return url
    return sqlite_url(data_folder(environment))


def sqlite_url(folder: Path) -> URL:
    """The SQLite file of a data folder."""
    return URL.create("sqlite", database=str(folder / DATABASE))


def engines(url: URL) -> tuple[sa.Engine, sa.Engine]:
    """The engine that writes and the engine that only reads; the data folder is made, readable by its owner alone."""
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise UnfitPlace("store.url")
    _make_private(Path(url.database))
    return _sqlite(url, "BEGIN IMMEDIATE"), _sqlite(url, "BEGIN")


def _make_private(database: Path) -> None:
    folder = database.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (kind := file_system(folder)) in NETWORK_FILE_SYSTEMS:
        raise UnfitPlace("store.network", folder=str(folder), kind=kind)
    os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))


def file_system(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The kind of file system a folder is on, empty where the system does not say."""
    if not mounts.exists():
        return ""
    place, found = folder.resolve(), (0, "")
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, point, kind, *_ = line.split(" ")
        point = point.replace(r"\040", " ")
        if place.is_relative_to(point):
            found = max(found, (len(point), kind))
    return found[1]


def _sqlite(url: URL, begin: str) -> sa.Engine:
    writes = begin == "BEGIN IMMEDIATE"
    # One writing connection: writers of this process wait in line here, not in SQLite's blind retries.
    pool: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if writes else {"pool_size": 4, "max_overflow": 28}
    engine = sa.create_engine(url, pool_timeout=BUSY_SECONDS, connect_args={"timeout": BUSY_SECONDS}, **pool)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: ConnectionPoolEntry) -> None:  # sqlite3's own class, wrapped by the pool
        connection.isolation_level = None  # Python must not begin transactions of its own
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        _write_ahead(connection)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",  # else INSERT OR REPLACE slips past the triggers that keep the events
            "trusted_schema=OFF",
            f"query_only={'OFF' if writes else 'ON'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _write_ahead(connection: Any) -> None:
    """Turns the write-ahead log on.

    SQLite does not wait here: of two that turn a new database's log on together one is told at once that it is busy.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _postgresql(url: URL) -> tuple[sa.Engine, sa.Engine]:
    waits = {"options": f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC"}
    common: dict[str, Any] = {"pool_timeout": BUSY_SECONDS, "pool_pre_ping": True, "connect_args": waits}
    writer = sa.create_engine(url, isolation_level="READ COMMITTED", **common)
    reader = sa.create_engine(
        url, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}, **common
    )
    return writer, reader

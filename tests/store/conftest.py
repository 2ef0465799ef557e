"""Stores to test on: SQLite, and a private PostgreSQL of Debian's server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from evaluator.store import scores, tenders, vendors
from evaluator.store.command import LOCAL, Actor, Command, new_command_id
from evaluator.store.engine import sqlite_url
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction
from tests.tools import find

BACKENDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL server of our own on a free loopback port, gone with the tests."""
    assert find("initdb"), "PostgreSQL runs this test: install Debian's postgresql"
    programs = Path(find("initdb")).parent
    place = Path(tempfile.mkdtemp(prefix="evaluator-pg-"))
    as_owner: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(place, "postgres", "postgres")
        as_owner = {"user": "postgres", "group": "postgres", "extra_groups": []}
    quiet: dict[str, Any] = {"cwd": place, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **as_owner}
    make = [
        programs / "initdb",
        "-D",
        place / "data",
        "-U",
        "evaluator",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    subprocess.run(make, check=True, **quiet)
    port = _free_port()
    settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={place}", "fsync=off"]
    options = [part for setting in settings for part in ("-c", setting)]
    server = subprocess.Popen([programs / "postgres", "-D", place / "data", *options], **quiet)
    url = make_url(f"postgresql+psycopg://evaluator@127.0.0.1:{port}/postgres")
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)
        shutil.rmtree(place)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: URL) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    end = time.monotonic() + 30
    while True:
        try:
            with engine.connect():
                return
        except sa.exc.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture(params=BACKENDS)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "data")
        return
    server: URL = request.getfixturevalue("postgres")
    name = f"t{new_command_id().replace('-', '')}"
    keeper = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with keeper.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield server.set(database=name)
    with keeper.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def store(db: URL) -> Iterator[Store]:
    """An open store, its tables made, nothing in it."""
    opened = Store.open(db)
    yield opened
    opened.close()


class Desk:
    """Short ways to give a store commands."""

    def __init__(self, store: Store, tender_id: str = "t1") -> None:
        self.store = store
        self.tender_id = tender_id

    def do(
        self, work: Callable[[Transaction], Any], reason: str = "", action: str = "test", actor: Actor = LOCAL
    ) -> Any:
        """Carry out one new command."""
        return self.store.run(Command(actor, new_command_id(), self.tender_id, action, reason), work)

    def start(self) -> str:
        """A tender with one vendor, whose id this is."""
        self.do(lambda tx: tenders.create(tx, {"name": self.tender_id}))
        vendor: str = self.do(lambda tx: vendors.add(tx, "Ada", "ada"))
        return vendor

    def score(self, key: ScoreKey) -> scores.ScoreRow | None:
        """The score that stands on a key."""
        with self.store.read() as snapshot:
            found = scores.every(snapshot, self.tender_id, key.evaluator)
        return next((row for row in found if row.key == key), None)


@pytest.fixture
def desk_on() -> type[Desk]:
    """Makes a desk on any store."""
    return Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk on the open store."""
    return Desk(store)

"""Where the store lives, who can read it, and what SQLite is told."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL

from evaluator.store import engine
from evaluator.store.engine import data_folder, database_url, engines, file_system, sqlite_url
from evaluator.store.errors import Busy, DiskFull, UnfitPlace
from evaluator.store.faults import translated
from evaluator.store.store import Store


def test_the_data_folder_and_the_database_are_their_owners_alone(tmp_path: Path) -> None:
    Store.open(sqlite_url(tmp_path / "deep" / "data")).close()

    assert stat.S_IMODE((tmp_path / "deep" / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "deep" / "data" / "evaluator.db").stat().st_mode) == 0o600


def test_sqlite_is_told_to_be_durable_and_strict(tmp_path: Path) -> None:
    writer, reader = engines(sqlite_url(tmp_path))
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0,
        "busy_timeout": 10_000,
    }  # fmt: skip

    for side, query_only in ((writer, 0), (reader, 1)):
        with side.connect() as connection:
            for name, value in {**wanted, "query_only": query_only}.items():
                assert connection.execute(sa.text(f"PRAGMA {name}")).scalar_one() == value, name


def test_a_start_waits_for_another_that_is_making_the_same_database(tmp_path: Path) -> None:
    writer, _ = engines(sqlite_url(tmp_path))
    with closing(sqlite3.connect(tmp_path / "evaluator.db", check_same_thread=False)) as other:
        other.execute("CREATE TABLE half_made (id)")
        other.execute("BEGIN IMMEDIATE")
        done = Timer(0.2, other.rollback)
        done.start()

        with writer.connect() as connection:
            assert connection.execute(sa.text("PRAGMA journal_mode")).scalar_one() == "wal"
        done.join()
    writer.dispose()


def test_the_environment_names_the_folder_or_the_database(tmp_path: Path) -> None:
    assert data_folder({"EVALUATOR_DATA": str(tmp_path)}) == tmp_path
    assert database_url({"EVALUATOR_DATA": str(tmp_path)}).database == str(tmp_path / "evaluator.db")
    for name in ("postgres", "postgresql", "postgresql+psycopg"):
        url = database_url({"EVALUATOR_DATABASE_URL": f"{name}://lead@host/tenders"})
        assert str(url) == "postgresql+psycopg://lead@host/tenders"


@pytest.mark.parametrize(
    ("platform", "environment", "end"),
    [
        ("linux", {"XDG_DATA_HOME": "/home/ada/share"}, "/home/ada/share/vendor-evaluator"),
        ("linux", {}, ".local/share/vendor-evaluator"),
        ("darwin", {}, "Library/Application Support/Vendor Evaluator"),
        ("win32", {"LOCALAPPDATA": "/users/ada/local"}, "/users/ada/local/Vendor Evaluator"),
    ],
)
def test_without_a_word_the_data_is_where_the_system_keeps_it(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], end: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    assert data_folder(environment).as_posix().endswith(end)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "mysql://host/tenders"])
def test_a_database_that_keeps_nothing_or_is_unknown_is_refused(address: str) -> None:
    with pytest.raises(UnfitPlace, match=r"store\.url"):
        engines(sa.make_url(address))


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "file_system", lambda folder: "nfs4")

    with pytest.raises(UnfitPlace, match="nfs4") as refused:
        engines(sqlite_url(tmp_path))

    assert (refused.value.key, refused.value.params["kind"]) == ("store.network", "nfs4")


def test_the_innermost_mount_says_the_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    inner = tmp_path / "a b"
    inner.mkdir()
    point = str(inner.resolve()).replace(" ", r"\040")
    mounts.write_text(f"server:/x {point} nfs rw 0 0\n/dev/vda / ext4 rw 0 0\n", encoding="utf-8")

    assert file_system(inner / "data", mounts) == "nfs"
    assert file_system(tmp_path, mounts) == "ext4"
    assert file_system(tmp_path, tmp_path / "none") == ""


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, desk_on: Any) -> None:
    store = Store.open(sqlite_url(tmp_path))
    desk = desk_on(store)
    desk.start()
    with store._writer.begin() as connection:
        used = connection.execute(sa.text("PRAGMA page_count")).scalar_one()
        connection.execute(sa.text(f"PRAGMA max_page_count = {used}"))

    with pytest.raises(DiskFull, match="full"):
        for _ in range(200):
            desk.do(lambda tx: tx.about("note", words="x" * 1000))

    whole = store.verify_chain()
    assert whole.length >= 2
    assert whole.head == store.events("t1")[-1].hash
    store.close()


def test_a_writer_who_waits_too_long_is_told_so(db: URL, desk_on: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store, other = Store.open(db), None
    desk = desk_on(store)
    desk.start()
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    other = desk_on(Store.open(db))

    def while_held(_: Any) -> None:
        with pytest.raises(Busy, match=r"(?i)lock"):
            other.do(lambda tx: None)

    desk.do(while_held)

    other.do(lambda tx: None)
    assert store.verify_chain().length == 4
    store.close()
    other.store.close()


def test_an_unknown_fault_stays_what_it_is() -> None:
    fault = sa.exc.IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed: vendor.id"))

    with pytest.raises(sa.exc.IntegrityError, match="UNIQUE"), translated():
        raise fault

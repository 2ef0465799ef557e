"""The audit finds what was changed outside the program: in the log, in a table, in a file."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL

from evaluator.services.auditing import audited, signed_head
from evaluator.store.canonical import canonical
from evaluator.store.engine import DATABASE, sqlite_url
from evaluator.store.errors import StoreError
from evaluator.store.events import digest
from evaluator.store.store import Store
from tests.ui.seeding import seeded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    seeded(tmp_path / "data").close()
    return tmp_path / "data"


def change(folder: Path, *statements: str) -> None:
    """What somebody with the database file and no scruples does: triggers first."""
    opened = sqlite3.connect(folder / DATABASE, isolation_level=None)
    for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        opened.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        assert opened.execute(statement).rowcount > 0, statement
    opened.close()


def faults(folder: Path, earlier: dict[str, object] | None = None) -> list[str]:
    store = Store.open(sqlite_url(folder))
    try:
        return sorted({fault["rule"] for fault in audited(store, earlier)["faults"]})
    finally:
        store.close()


def test_a_tender_with_every_stage_done_is_found_whole(folder: Path) -> None:
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        (
            "row_changed",
            "UPDATE score SET points = '5' WHERE rowid = (SELECT min(rowid) FROM score WHERE points <> '5')",
        ),
        ("row_changed", "UPDATE reading SET content = replace(content, '5', '6') WHERE envelope = 'price'"),
        ("row_changed", "UPDATE stage SET at = '2020-01-01T00:00:00.000000Z' WHERE name = 'prices_opened'"),
        ("row_missing", "DELETE FROM stage WHERE name = 'prices_opened'"),
        ("row_unlogged", "INSERT INTO preference SELECT 'x', '', 1, 'Eve', 'language', 'zh'"),
        ("file_changed", "UPDATE file SET content = x'00' WHERE rowid = (SELECT min(rowid) FROM file)"),
        ("chain", "UPDATE event SET reason = 'another' WHERE seq = 3"),
        ("chain", "DELETE FROM event WHERE seq = 3"),
        ("chain", "UPDATE head SET ver = ver - 1"),
    ],
)
def test_what_is_changed_behind_the_programs_back_is_found(folder: Path, rule: str, statement: str) -> None:
    change(folder, statement)

    assert rule in faults(folder)


def test_a_log_cut_with_its_head_or_written_anew_is_found_by_a_head_signed_before(folder: Path, tmp_path: Path) -> None:
    store = Store.open(sqlite_url(folder))
    earlier = signed_head(store, tmp_path / "keys")
    store.close()
    whole = (folder / DATABASE).read_bytes()
    assert faults(folder, earlier) == []

    last = int(earlier["length"])
    change(
        folder, f"DELETE FROM event WHERE seq = {last}",
        "UPDATE head SET ver = ver - 1, hash = (SELECT hash FROM event ORDER BY seq DESC LIMIT 1)",
    )  # fmt: skip
    assert "log_cut" in faults(folder, earlier)

    (folder / DATABASE).write_bytes(whole)
    for beside in folder.glob(f"{DATABASE}-*"):
        beside.unlink()
    change(folder, f"UPDATE event SET hash = 'f' || substr(hash, 2) WHERE seq = {last}")
    forged = {**earlier, "hash": "0" * 64}
    assert faults(folder, forged)[-1] == "head_unsigned"


def write_anew(folder: Path, seq: int) -> None:
    """The whole log from an event on written again with another reason, every hash in order: it is whole in itself."""
    opened = sqlite3.connect(folder / DATABASE, isolation_level=None)
    for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        opened.execute(f'DROP TRIGGER "{name}"')
    rows = opened.execute("SELECT seq, body, prev FROM event WHERE seq >= ? ORDER BY seq", (seq,)).fetchall()
    previous = rows[0][2]
    for number, body, _ in rows:
        said = json.loads(body)
        if number == seq:
            said["reason"] = "another reason"
        written = canonical(said).encode()
        link = digest(previous, written)
        opened.execute(
            "UPDATE event SET body = ?, prev = ?, hash = ?, reason = ? WHERE seq = ?",
            (written, previous, link, said["reason"], number),
        )
        previous = link
    opened.execute("UPDATE head SET hash = ?", (previous,))
    opened.close()


def test_a_log_written_anew_from_some_event_on_is_told_by_the_signed_head_alone(folder: Path, tmp_path: Path) -> None:
    store = Store.open(sqlite_url(folder))
    earlier = signed_head(store, tmp_path / "keys")
    store.close()

    write_anew(folder, 3)

    assert faults(folder) == [], "without a head kept outside nothing tells it"
    assert faults(folder, earlier) == ["log_rewritten"]


def test_a_head_that_another_key_signed_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALUATOR_DATA", str(tmp_path / "own"))
    store = Store.open(sqlite_url(folder))
    own, foreign = signed_head(store), signed_head(store, tmp_path / "other")
    store.close()

    assert faults(folder, own) == []
    assert faults(folder, foreign) == ["head_foreign"]


def test_one_key_signs_and_is_its_owners_alone(folder: Path, tmp_path: Path) -> None:
    store = Store.open(sqlite_url(folder))
    first, second = (signed_head(store, tmp_path / "keys") for _ in range(2))
    store.close()

    assert first["key"] == second["key"]
    assert (tmp_path / "keys" / "audit.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("earlier", [{}, {"key": "x"}, {"key": "", "signature": "", "length": "1"}, {"key": 5}])
def test_what_is_no_signed_head_is_told(folder: Path, earlier: dict[str, object]) -> None:
    assert faults(folder, earlier) == ["head_unsigned"]


def test_an_audit_reads_either_database(db: URL, desk: Any) -> None:
    desk.start()
    assert audited(desk.store)["faults"] == []

    outside = sa.create_engine(db)
    with outside.begin() as connection:
        connection.execute(sa.text("UPDATE vendor SET name = 'Mallory'"))
    outside.dispose()

    assert [fault["rule"] for fault in audited(desk.store)["faults"]] == ["row_changed"]


def test_every_changed_byte_of_the_database_is_harmless_an_error_or_found(folder: Path) -> None:
    """A sample of all bytes: whichever is changed, no other content is ever shown as what the log says."""
    whole = (folder / DATABASE).read_bytes()
    store = Store.open(sqlite_url(folder))
    before = {event.seq: event.hash for event in store.events("CY-2026-CRM-01")}
    store.close()
    found = 0
    for place in range(5000, len(whole), len(whole) // 60):
        for beside in folder.glob(f"{DATABASE}*"):
            beside.unlink()
        (folder / DATABASE).write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            told = faults(folder)
        except (StoreError, sa.exc.DBAPIError, sqlite3.DatabaseError, UnicodeDecodeError, ValueError):
            told = ["unreadable"]
        found += bool(told)
        if not told:  # a free page, or what no reader looks at: the log must be the same
            store = Store.open(sqlite_url(folder))
            assert {event.seq: event.hash for event in store.events("CY-2026-CRM-01")} == before
            store.close()
    assert found > 30

"""A full disk: saves are refused in words that say so, what was acknowledged stays, and work goes on once there is room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evaluator.i18n.words import t
from evaluator.services import scores
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.store import faults, vendors
from evaluator.store import scores as kept
from evaluator.store.engine import sqlite_url
from evaluator.store.errors import DiskFull, Unavailable
from evaluator.store.store import Store
from tests import many
from tests.store.injected import contents, keep_whatever_was_written

Desk = Any
TRIES, ROOM = many(60, 2_000), many(20, 400)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A SQLite database: PostgreSQL's disk is its server's, and its tests are those of that server."""
    opened = Store.open(sqlite_url(tmp_path / "data"))
    yield opened
    opened.close()


def limit(store: Store, spare: int | None) -> None:
    """As many pages as the database has and ``spare`` more are all there is room for; None gives the disk back."""
    with closing(store._writer.raw_connection()) as raw:
        there = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={2**30 if spare is None else there + spare}")


def save(store: Store, vendor: str, number: int) -> None:
    row = ("fit", vendor, None, f"reason {number} " + "x" * 500, "", 0)
    scores._save(store, LOCAL, new_command_id(), "t1", f"E{number}", (row,))


def fill(store: Store, vendor: str) -> tuple[list[int], list[Exception]]:
    """The saves that were acknowledged, and what the others were told."""
    done, refused = [], []
    for number in range(TRIES):
        try:
            save(store, vendor, number)
        except Unavailable as fault:
            refused.append(fault)
        else:
            done.append(number)
    return done, refused


def held(store: Store) -> set[str]:
    with store.read() as snapshot:
        return {row.evaluator for row in kept.every(snapshot, "t1")}


def test_a_full_disk_refuses_clearly_and_loses_nothing(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    limit(store, ROOM)

    done, refused = fill(store, vendor)

    print(f"{len(done)} saves acknowledged, {len(refused)} refused for want of room")
    assert done
    assert refused
    assert {type(one) for one in refused} == {DiskFull}
    assert held(store) == {f"E{number}" for number in done}
    assert store.audit().faults == ()
    limit(store, None)
    save(store, vendor, TRIES)
    assert f"E{TRIES}" in held(store)
    assert store.audit().faults == ()


def test_a_big_command_that_finds_no_room_half_way_leaves_nothing(store: Store, desk: Desk) -> None:
    desk.start()
    limit(store, 4)
    before = contents(store)

    with pytest.raises(DiskFull):
        desk.do(lambda tx: [vendors.add(tx, f"{number} {'x' * 500}", f"f{number}") for number in range(100)])

    assert contents(store) == before


def test_without_the_roll_back_the_half_of_it_is_found(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor = desk.start()
    keep_whatever_was_written(store, monkeypatch)

    def work(tx: Any) -> None:
        vendors.add(tx, "Bo", "bo")
        raise DiskFull(vendor)

    with pytest.raises(DiskFull):
        desk.do(work)

    assert store.audit().faults != ()


def test_without_its_own_words_a_full_disk_is_told_as_any_other_trouble(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor = desk.start()
    monkeypatch.setattr(faults, "_FULL", ())
    limit(store, 0)

    _, refused = fill(store, vendor)

    assert {type(one) for one in refused} == {Unavailable}


def test_the_words_name_the_disk_and_what_to_do() -> None:
    for lang, disk in (("zh", "磁盘"), ("en", "disk")):
        assert disk in t(DiskFull.key, lang).lower()  # type: ignore[arg-type]  # both are languages

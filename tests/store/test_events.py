"""The event log: one event per command, never changed, and any change made around the program is found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL

from evaluator.store import events, files, scores, vendors
from evaluator.store.engine import sqlite_url
from evaluator.store.errors import ChainBroken, Immutable, StoreError
from evaluator.store.faults import translated
from evaluator.store.files import NewFile
from evaluator.store.ledger import event
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store

Desk = Any


@pytest.fixture
def log(store: Store, desk: Desk) -> Store:
    """A log of six events, the last a draft of a score with a reason and a note."""
    vendor = desk.start()
    for n in range(3):
        desk.do(lambda tx, n=n: vendors.add(tx, f"V{n}", f"v{n}"))

    def draft(tx: Any) -> int:
        tx.about("score:Eva", page="scores")
        return scores.save_draft(tx, ScoreKey("Eva", vendor, "fit"), Decimal("7.5"), reason="ok", ver=0)

    desk.do(draft, reason="because", action="score.draft")
    return store


def test_an_event_tells_who_did_what_to_which_row_and_why(log: Store) -> None:
    last = log.events("t1")[-1]

    assert (last.seq, last.actor, last.action, last.entity, last.reason) == (
        6,
        "local",
        "score.draft",
        "score:Eva",
        "because",
    )
    assert (last.version, last.changed, last.before, last.note) == (1, True, {}, {"page": "scores"})
    (after,) = last.after.values()
    assert isinstance(after, dict)
    assert (after["points"], after["evaluator"], after["ver"]) == ("7.5", "Eva", 1)


def test_an_event_shows_a_changed_row_before_and_after(log: Store, desk: Desk) -> None:
    with log.read() as snapshot:
        row = scores.every(snapshot, "t1")[0]

    desk.do(lambda tx: scores.save_draft(tx, row.key, Decimal(8), reason="better", ver=1))

    last = log.events("t1")[-1]
    (before,), (after,) = last.before.values(), last.after.values()
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert [(before[name], after[name]) for name in ("points", "reason", "ver")] == [
        ("7.5", "8"),
        ("ok", "better"),
        (1, 2),
    ]


def test_events_are_read_from_any_point_on(log: Store) -> None:
    assert [found.seq for found in log.events("t1", after=2, limit=3)] == [3, 4, 5]
    assert log.events("elsewhere") == ()


def test_a_log_left_alone_is_whole(log: Store) -> None:
    chain = log.verify_chain()

    assert chain.length == 6
    assert chain.head == log.events("t1")[-1].hash


def test_an_empty_log_is_whole(store: Store) -> None:
    assert store.verify_chain() == events.Chain(0, events.START)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE event SET actor = 'Mallory' WHERE seq = 6", "DELETE FROM event WHERE seq = 6"],
)
def test_the_database_itself_refuses_to_change_an_event(log: Store, statement: str) -> None:
    with pytest.raises(Immutable, match="a row of event is kept"), translated(), log._writer.begin() as connection:
        connection.execute(sa.text(statement))

    assert log.verify_chain().length == 6


def test_replacing_or_emptying_is_refused_too(log: Store) -> None:
    copied = [column.name for column in event.c]
    put = f"INSERT OR REPLACE INTO event SELECT {', '.join(copied)} FROM event WHERE seq = 6"
    statement = put if log._writer.dialect.name == "sqlite" else "TRUNCATE event"

    with pytest.raises(Immutable, match="a row of event is kept"), translated(), log._writer.begin() as connection:
        connection.execute(sa.text(statement))

    assert log.verify_chain().length == 6


def test_without_recursive_triggers_a_replacement_would_pass(tmp_path: Path, desk_on: Any) -> None:
    """The control of the test above: on SQLite the pragma is what makes the difference."""
    store = Store.open(sqlite_url(tmp_path))
    desk_on(store).start()
    store.close()

    with closing(sqlite3.connect(tmp_path / "evaluator.db")) as raw:
        replaced = raw.execute("INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 2").rowcount

    assert replaced == 1


@contextmanager
def _around_the_program(store: Store) -> Iterator[sa.Connection]:
    """A connection of someone who owns the database: no trigger stands in the way."""
    with store._writer.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(sa.text("DROP TRIGGER event_not_changed"))
            connection.execute(sa.text("DROP TRIGGER event_not_deleted"))
        else:
            connection.execute(sa.text("ALTER TABLE event DISABLE TRIGGER USER"))
        yield connection


CHANGED: dict[str, Any] = {
    "tender_id": "t2", "ver": 2, "envelope": "price", "at": "2026-01-01T00:00:00.000000Z", "actor": "Mallory",
    "role": "observer", "command_id": "another", "action": "score.submit", "entity": "score:Bo", "version": 2,
    "before": "{}", "after": "{}", "reason": "because!", "changed": 0, "prev": "0" * 64, "hash": "f" * 64,
    "body": b"{}", "seq": 7,
}  # fmt: skip


def test_the_changes_tried_cover_every_column() -> None:
    assert set(CHANGED) == set(event.c.keys())


@pytest.mark.parametrize("column", CHANGED)
def test_a_change_of_any_column_is_found(log: Store, column: str) -> None:
    with _around_the_program(log) as connection:
        connection.execute(sa.update(event).where(event.c.seq == 6).values({column: CHANGED[column]}))

    with pytest.raises(ChainBroken, match="event 6"):
        log.verify_chain()


def test_a_change_of_any_byte_of_a_body_is_found(log: Store) -> None:
    with log.read() as snapshot:
        body = snapshot.connection.execute(sa.select(event.c.body).where(event.c.seq == 3)).scalar_one()
        rows = snapshot.connection.execute(sa.select(event).order_by(event.c.seq)).mappings().all()
    whole = [dict(row) for row in rows]
    events._check(3, whole[2]["prev"], whole[2])

    for place in range(len(body)):
        flipped = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        with pytest.raises(ChainBroken, match="event 3"):
            events._check(3, whole[2]["prev"], {**whole[2], "body": flipped})


def test_a_dropped_event_is_found(log: Store) -> None:
    with _around_the_program(log) as connection:
        connection.execute(sa.delete(event).where(event.c.seq == 3))

    with pytest.raises(ChainBroken, match="event 3: missing"):
        log.verify_chain()


def test_a_log_cut_at_its_end_is_found(log: Store) -> None:
    with _around_the_program(log) as connection:
        connection.execute(sa.delete(event).where(event.c.seq == 6))

    with pytest.raises(ChainBroken, match="event 5: the log does not end"):
        log.verify_chain()


def test_two_swapped_events_are_found(log: Store) -> None:
    with _around_the_program(log) as connection:
        for old, new in ((3, 100), (4, 3), (100, 4)):
            connection.execute(sa.update(event).where(event.c.seq == old).values(seq=new))

    with pytest.raises(ChainBroken, match="event 3"):
        log.verify_chain()


def test_an_event_put_in_around_the_program_is_found(log: Store) -> None:
    with _around_the_program(log) as connection:
        last = connection.execute(sa.select(event).where(event.c.seq == 6)).mappings().one()
        connection.execute(sa.insert(event).values({**last, "seq": 7, "command_id": "forged", "prev": last["hash"]}))

    with pytest.raises(ChainBroken, match="event 7"):
        log.verify_chain()


def test_a_rewritten_event_with_a_fitting_hash_breaks_the_next(log: Store) -> None:
    with _around_the_program(log) as connection:
        row = connection.execute(sa.select(event).where(event.c.seq == 3)).mappings().one()
        body = json.dumps(
            {**json.loads(row["body"]), "actor": "Mallory"}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        forged = {"actor": "Mallory", "body": body.encode(), "hash": events.digest(row["prev"], body.encode())}
        connection.execute(sa.update(event).where(event.c.seq == 3).values(forged))

    with pytest.raises(ChainBroken, match="event 4"):
        log.verify_chain()


def test_flipped_bytes_of_the_database_file_never_pass_as_another_event(tmp_path: Path, desk_on: Any) -> None:
    url = sqlite_url(tmp_path)
    store = Store.open(url)
    desk_on(store).start()
    whole = store.events("t1")
    store.close()
    file = tmp_path / "evaluator.db"
    content = file.read_bytes()
    with closing(sqlite3.connect(file)) as raw:
        (body,) = raw.execute("SELECT body FROM event WHERE seq = 2").fetchone()
    start = content.index(body) - 400

    missed = 0
    for place in range(start, start + 400 + len(body), 7):
        file.write_bytes(content[:place] + bytes([content[place] ^ 0x20]) + content[place + 1 :])
        missed += _passes_as_another(url, whole)
    assert missed == 0


def _passes_as_another(url: URL, whole: tuple[events.Event, ...]) -> bool:
    """Whether a damaged database passes the check and yet tells something else."""
    try:
        store = Store.open(url)
    except (StoreError, sa.exc.DBAPIError):
        return False
    try:
        store.verify_chain()
        return store.events("t1") != whole
    except (StoreError, sa.exc.DBAPIError):
        return False
    finally:
        store.close()


def test_the_log_never_holds_a_sealed_price(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    canary = "1234567.89"

    def receive(tx: Any) -> str:
        file_id = files.receive(
            tx, NewFile(name="price.xlsx", content=canary.encode(), kind="bid", envelope="price", vendor_id=vendor)
        )
        files.save_reading(tx, file_id, "price", {"total": canary}, reader="1")
        return file_id

    desk.do(receive)

    with store.read() as snapshot:
        for row in snapshot.connection.execute(sa.select(event)):
            assert canary not in str(tuple(row))
    assert store.events("t1")[-1].envelope == "price"


def test_two_equal_price_readings_leave_different_hashes_in_the_log(store: Store, desk: Desk) -> None:
    vendor = desk.start()

    def receive(tx: Any) -> None:
        for n in range(2):
            new = NewFile(name=f"{n}.xlsx", content=bytes([n]), kind="bid", envelope="price", vendor_id=vendor)
            files.save_reading(tx, files.receive(tx, new), "price", {"total": "100000"}, reader="1")

    desk.do(receive)

    after = store.events("t1")[-1].after
    hashes = {
        json.dumps(row["content"])
        for name, row in after.items()
        if name.startswith("reading") and isinstance(row, dict)
    }
    assert len(hashes) == 2

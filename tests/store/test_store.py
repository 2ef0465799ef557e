"""One command is one transaction and one event; nothing acknowledged is lost, nothing stale overwrites."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL

from evaluator.store import scores, stages, tenders, vendors
from evaluator.store.command import LOCAL, Command, new_command_id
from evaluator.store.errors import CommandReused, Conflict, Missing, NotAccepted, StoreError
from evaluator.store.events import Repeated
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from evaluator.store.tables import METADATA, tender
from evaluator.store.transaction import Transaction

Desk = Any


def test_state_survives_closing_and_opening_again(store: Store, desk: Desk, db: URL) -> None:
    vendor = desk.start()
    key = ScoreKey("Eva", vendor, "support.training")
    desk.do(lambda tx: scores.save_draft(tx, key, Decimal("7.50"), reason="培训计划完整", ver=0))
    store.close()

    again = Store.open(db)

    with again.read() as snapshot:
        row = scores.every(snapshot, "t1")[0]
        assert (str(row.points), row.reason, row.ver) == ("7.50", "培训计划完整", 1)
        assert tenders.find(snapshot, "t1").content == {"name": "t1"}
    assert again.verify_chain().length == 3
    again.close()


def test_a_repeated_command_gives_its_earlier_outcome_and_does_nothing(store: Store, desk: Desk) -> None:
    desk.start()
    command = Command(LOCAL, new_command_id(), "t1", "vendor.save")

    first = store.run(command, lambda tx: vendors.add(tx, "Bo", "bo"))
    second = store.run(command, lambda tx: pytest.fail("carried out twice"))

    assert first == second
    assert len(store.events("t1")) == 3


def test_entering_a_repeated_command_tells_its_outcome(store: Store, desk: Desk) -> None:
    desk.start()
    command = Command(LOCAL, new_command_id(), "t1", "test")
    store.run(command, lambda tx: {"n": 7})

    with pytest.raises(Repeated, match="before") as told, store.write(command):
        pytest.fail("entered twice")

    assert told.value.outcome == {"n": 7}


@pytest.mark.parametrize(
    "other",
    [{"action": "other"}, {"request": "other"}, {"tender_id": "t2"}, {"actor": replace(LOCAL, name="Bo")}],
    ids=["another action", "other content", "another tender", "another person"],
)
def test_a_command_id_serves_one_wish_only(store: Store, desk: Desk, other: dict[str, Any]) -> None:
    desk.start()
    command = Command(LOCAL, new_command_id(), "t1", "test", request="first")
    store.run(command, lambda tx: None)

    with pytest.raises(CommandReused, match=command.command_id):
        store.run(replace(command, **other), lambda tx: pytest.fail("carried out"))


def test_two_concurrent_clicks_have_one_effect(store: Store, desk: Desk) -> None:
    desk.start()
    both, done = threading.Barrier(2), []

    def click(command: Command, name: str) -> str:
        def add(tx: Transaction) -> str:
            done.append(name)
            return vendors.add(tx, name, name)

        both.wait()
        return store.run(command, add)

    with ThreadPoolExecutor(2) as hands:
        for n in range(10):
            command = Command(LOCAL, new_command_id(), "t1", "vendor.save")
            given = list(hands.map(click, [command, command], [f"v{n}", f"v{n}"]))
            assert given[0] == given[1]

    assert done == [f"v{n}" for n in range(10)]
    with store.read() as snapshot:
        assert len(vendors.every(snapshot, "t1")) == 11


def test_a_stale_save_is_refused_with_both_values(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    key = ScoreKey("Eva", vendor, "fit")
    desk.do(lambda tx: scores.save_draft(tx, key, Decimal(5), ver=0))
    desk.do(lambda tx: scores.save_draft(tx, key, Decimal(6), reason="theirs", ver=1))
    before = store.verify_chain()

    with pytest.raises(Conflict, match="changed since") as refused:
        desk.do(lambda tx: scores.save_draft(tx, key, Decimal(9), reason="mine", ver=1))

    assert (refused.value.mine["points"], refused.value.mine["reason"]) == ("9", "mine")
    assert refused.value.theirs is not None
    assert [refused.value.theirs[name] for name in ("points", "reason", "ver")] == ["6", "theirs", 2]
    assert store.verify_chain() == before
    assert desk.score(key).points == 6


def test_two_pages_that_create_the_same_row_conflict(desk: Desk) -> None:
    vendor = desk.start()
    key = ScoreKey("Eva", vendor, "fit")
    desk.do(lambda tx: scores.save_draft(tx, key, Decimal(5), ver=0))

    with pytest.raises(Conflict, match="score"):
        desk.do(lambda tx: scores.save_draft(tx, key, Decimal(9), ver=0))


def test_a_save_of_a_row_that_never_was_conflicts_with_nothing(desk: Desk) -> None:
    vendor = desk.start()

    with pytest.raises(Conflict, match="score") as refused:
        desk.do(lambda tx: scores.save_draft(tx, ScoreKey("Eva", vendor, "fit"), Decimal(9), ver=3))

    assert refused.value.theirs is None


def test_no_update_is_lost_among_concurrent_writers(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    key = ScoreKey("Eva", vendor, "fit")
    desk.do(lambda tx: scores.save_draft(tx, key, Decimal(0), ver=0))

    def add_one(_: int) -> int:
        for tries in range(1000):
            drawn = desk.score(key)
            try:
                desk.do(lambda tx, row=drawn: scores.save_draft(tx, key, row.points + 1, ver=row.ver))
            except Conflict:
                continue
            return tries
        raise AssertionError("never got through")

    with ThreadPoolExecutor(6) as hands:
        list(hands.map(add_one, range(60)))

    assert desk.score(key).points == 60
    assert desk.score(key).ver == 61


class Interrupted(BaseException):
    """Like the exception by which a page is stopped: no ``except Exception`` sees it."""


@pytest.mark.parametrize("fault", [ValueError, Interrupted])
def test_a_command_that_stops_half_way_writes_nothing(store: Store, desk: Desk, fault: type[BaseException]) -> None:
    desk.start()
    before = store.verify_chain()

    def stops(tx: Transaction) -> None:
        vendors.add(tx, "Bo", "bo")
        raise fault("half way")

    with pytest.raises(fault, match="half way"):
        desk.do(stops)

    assert store.verify_chain() == before
    with store.read() as snapshot:
        assert vendors.find(snapshot, "t1", "bo") is None
    desk.do(lambda tx: vendors.add(tx, "Bo", "bo"))


def test_a_failure_at_any_statement_leaves_nothing_of_the_command(store: Store, desk: Desk) -> None:
    vendor = desk.start()

    def command(tx: Transaction) -> None:
        stages.reach(tx, "technical_locked", 0)
        scores.save_draft(tx, ScoreKey("Eva", vendor, "fit"), Decimal(5), ver=0)
        stages.select(tx, vendor, "", "made on this", 0)

    whole, untouched = _statements(store, lambda: None), _content(store)
    total = 0
    for fail_at in range(1, 100):
        try:
            total = _statements(store, lambda: desk.do(command, reason="because"), fail_at)
        except StoreError:
            assert _content(store) == untouched, f"something of the command was left at statement {fail_at}"
        else:
            break

    assert whole == 0
    assert total == fail_at - 1 > 8, "every statement of the command was made to fail once"
    assert _content(store) != untouched


def _statements(store: Store, act: Callable[[], object], fail_at: int = 0) -> int:
    """How many statements ``act`` sends; the one numbered ``fail_at`` fails."""
    count = 0

    def counted(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        nonlocal count
        count += 1
        if count == fail_at:
            raise sa.exc.OperationalError(statement, {}, Exception("pulled the plug"))

    sa.event.listen(store._writer, "before_cursor_execute", counted)
    try:
        act()
    finally:
        sa.event.remove(store._writer, "before_cursor_execute", counted)
    return count


def _content(store: Store) -> dict[str, list[Any]]:
    with store.read() as snapshot:
        return {
            table.name: [tuple(row) for row in snapshot.connection.execute(sa.select(table))]
            for table in METADATA.sorted_tables
        }


def test_a_reader_sees_one_instant_whatever_is_written_meanwhile(store: Store, desk: Desk) -> None:
    desk.start()

    with store.read() as snapshot:
        before = vendors.every(snapshot, "t1")
        desk.do(lambda tx: vendors.add(tx, "Bo", "bo"))
        assert vendors.every(snapshot, "t1") == before

    with store.read() as snapshot:
        assert len(vendors.every(snapshot, "t1")) == 2


def test_nothing_can_be_written_through_a_reader(store: Store, desk: Desk) -> None:
    desk.start()

    with pytest.raises((StoreError, sa.exc.DBAPIError), match=r"(?i)read-?only"), store.read() as snapshot:
        snapshot.connection.execute(sa.update(tender).values(state="removed"))


def test_the_revision_grows_with_changes_of_this_tender_only(store: Store, desk: Desk) -> None:
    assert store.revision("t1") == 0
    desk.start()
    assert store.revision("t1") == 2

    desk.do(lambda tx: None)
    desk.tender_id = "t2"
    desk.start()

    assert (store.revision("t1"), store.revision("t2")) == (2, 5)


def test_a_row_can_not_point_at_another_tenders_vendor(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    desk.tender_id = "t2"
    desk.start()

    with pytest.raises(Missing, match=r"(?i)foreign key"):
        desk.do(lambda tx: scores.save_draft(tx, ScoreKey("Eva", vendor, "fit"), Decimal(5), ver=0))


def test_a_command_of_one_tender_can_not_change_a_row_of_another(desk: Desk) -> None:
    vendor = desk.start()
    desk.tender_id = "t2"
    desk.start()

    with pytest.raises(Conflict, match=vendor):
        desk.do(lambda tx: vendors.rename(tx, vendor, "Mallory", "mallory", 1))


def test_a_reason_left_empty_is_refused_by_name(desk: Desk) -> None:
    vendor = desk.start()

    with pytest.raises(NotAccepted, match="ck_selection_reason_said"):
        desk.do(lambda tx: stages.select(tx, vendor, "", "made on this", 0), reason="")


@pytest.mark.parametrize("outcome", [("a",), Decimal(1), 0.5, {1: "a"}], ids=repr)
def test_an_outcome_that_json_would_change_is_refused(store: Store, desk: Desk, outcome: object) -> None:
    with pytest.raises(TypeError, match=r"JSON|float"):
        desk.do(lambda tx: outcome)

    assert store.events("t1") == ()

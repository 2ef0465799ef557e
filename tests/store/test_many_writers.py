"""Many people at the same scores: nobody's save is lost, whoever comes too late is told both values, a double click is one."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.engine import URL

from evaluator.services import scores
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.store import events, rows
from evaluator.store import scores as kept
from evaluator.store.errors import Busy, Conflict, StoreError
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from tests import many

Desk = Any
TENDER, CRITERION, EVALUATOR = "t1", "fit", "Eva"
WRITERS, SECONDS, DOUBLES = many(6, 30), many(1, 60), many(100, 200)


@dataclass
class Told:
    """What the writers were told: the saves acknowledged, and the values beside each save that was refused."""

    saved: list[str] = field(default_factory=list)
    refused: list[tuple[str, Conflict]] = field(default_factory=list)
    busy: int = 0


def save(store: Store, command: str, vendor: str, said: str, ver: int, evaluator: str = EVALUATOR) -> None:
    """One score saved by the service that a page's save ends in, as drawn at revision ``ver``."""
    scores._save(store, LOCAL, command, TENDER, evaluator, ((CRITERION, vendor, Decimal(3), said, "", ver),))


def write(store: Store, desk: type[Desk], vendor: str, name: str, until: float, told: Told) -> None:
    """One writer with a connection of its own: reads the score, adds a word to its reason, and saves what it has drawn."""
    number = 0
    try:
        while number == 0 or time.monotonic() < until:
            number += 1
            drawn, word = desk(store).score(ScoreKey(EVALUATOR, vendor, CRITERION)), f"{name}-{number}"
            # The newest words are enough to tell that a save rests on the one before it.
            said = " ".join([*(drawn.reason.split()[-3:] if drawn else ()), word])
            try:
                save(store, word, vendor, said, drawn.ver if drawn else 0)
            except Busy:
                told.busy += 1  # the others held the database for ten seconds: a person tries again
            except Conflict as conflict:
                told.refused.append((said, conflict))
            else:
                told.saved.append(word)
    finally:
        store.close()


def run(desk: Desk, url: URL, seconds: float = SECONDS) -> tuple[Told, list[str]]:
    """Writers at one score for a while: what they were told, and the saves that rest on another than the one before."""
    store, vendor = desk.store, desk.start()
    own = [Store.open(url) for _ in range(WRITERS)]
    told, until = Told(), time.monotonic() + seconds
    with ThreadPoolExecutor(WRITERS) as pool:
        at_work = [
            pool.submit(write, one, type(desk), vendor, f"W{number}", until, told) for number, one in enumerate(own)
        ]
    for one in at_work:
        one.result()
    reasons = [
        str(row["reason"])
        for event in store.events(TENDER)
        if event.action == "score.draft"
        for row in event.after.values()
        if isinstance(row, dict)
    ]
    lost = [
        now for before, now in zip(["", *reasons], reasons, strict=False) if now.split()[:-1] != before.split()[-3:]
    ]
    assert Counter(one.split()[-1] for one in reasons) == Counter(told.saved), "what was acknowledged is what was saved"
    return told, lost


def test_no_save_is_lost_and_each_conflict_tells_both_values(desk: Desk, db: URL) -> None:
    told, lost = run(desk, db)

    met = f"{len(told.saved)} saves, {len(told.refused)} conflicts, {told.busy} busy"
    print(f"{WRITERS} writers, {SECONDS} s: {met}, {len(lost)} lost")
    assert lost == []
    assert told.refused, "writers who never meet prove nothing"
    for said, conflict in told.refused:
        assert conflict.mine["reason"] == said
        assert conflict.theirs is not None
        assert conflict.theirs["reason"] not in ("", said)
    assert desk.store.audit().faults == ()


def test_without_the_look_at_revisions_saves_are_lost(desk: Desk, db: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = rows._replace

    def unchecked(tx: object, table: object, key: object, values: object, ver: int, row: dict[str, int] | None) -> int:
        return checked(tx, table, key, values, row["ver"] if row else ver, row)  # type: ignore[arg-type]

    monkeypatch.setattr(rows, "_replace", unchecked)

    told, lost = run(desk, db, 1)

    assert lost
    assert told.refused == []


def twice(act: Callable[[int, str], object], commands: Callable[[], tuple[str, str]]) -> list[str]:
    """What each of many double clicks was told beside being done, the second between 0 and 500 ms after the first."""
    faults: list[str] = []

    def click(number: int, command: str, after: float) -> None:
        time.sleep(after)
        try:
            act(number, command)
        except StoreError as fault:
            faults.append(type(fault).__name__)

    with ThreadPoolExecutor(20) as pool:
        for number in range(DOUBLES):
            first, second = commands()
            pool.submit(click, number, first, 0.0)
            pool.submit(click, number, second, 0.5 * number / (DOUBLES - 1))
    return faults


def saving(desk: Desk) -> tuple[Callable[[int, str], object], Callable[[], int]]:
    """An act that saves a score of its own for each number, and how many events of saving there are."""
    store, vendor = desk.store, desk.start()

    def act(number: int, command: str) -> None:
        save(store, command, vendor, f"reason {number}", 0, f"E{number}")

    return act, lambda: sum(event.action == "score.draft" for event in store.events(TENDER))


def test_a_double_click_is_one_effect_and_one_event(desk: Desk) -> None:
    act, count = saving(desk)

    faults = twice(act, lambda: (new_command_id(),) * 2)

    print(f"{DOUBLES} double clicks, 0-500 ms apart: {count()} events, {len(faults)} errors")
    assert faults == []
    assert count() == DOUBLES
    with desk.store.read() as snapshot:
        assert [row.ver for row in kept.every(snapshot, TENDER)] == [1] * DOUBLES
    assert desk.store.audit().faults == ()


def test_clicks_that_each_have_an_id_of_their_own_are_two(desk: Desk) -> None:
    act, count = saving(desk)

    act(0, new_command_id())
    act(0, new_command_id())

    assert count() == 2


def test_without_the_look_for_the_earlier_command_the_second_click_is_an_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, count = saving(desk)
    monkeypatch.setattr(events, "demand_new", lambda _: None)

    act(0, "clicked")

    with pytest.raises(Exception, match="command_id"):
        act(0, "clicked")
    assert count() == 1

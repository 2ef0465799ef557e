"""Writers killed at any moment: what was acknowledged is there, and the rows are what the log says."""

from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

from evaluator.store import scores
from evaluator.store.events import Event
from evaluator.store.store import Store
from tests import TORTURE

Desk = Any
WRITER = Path(__file__).with_name("writer.py")
ROUNDS, WRITERS = 4 * TORTURE, 5


def test_twenty_killed_writers_lose_nothing_they_acknowledged(store: Store, desk: Desk, db: URL) -> None:
    vendor = desk.start()
    address = db.render_as_string(hide_password=False)
    folded: dict[str, dict[str, Any]] = {}
    seen = count = 0

    for turn in range(ROUNDS):
        acknowledged = dict(line.split() for line in _killed_writers(address, vendor, 0.1 + 0.1 * turn))
        events = store.events("t1", after=seen)

        told = {event.command_id: row["points"] for event in events for row in _scores(event)}
        assert {command: told.get(command) for command in acknowledged} == acknowledged
        for event in events:
            for row in _scores(event):
                folded.setdefault(row["id"], {}).update(row)
        assert _rows(store) == {row["evaluator"]: (Decimal(row["points"]), row["ver"]) for row in folded.values()}
        seen, count = events[-1].seq, count + len(acknowledged)

    store.verify_chain()
    assert count >= ROUNDS * WRITERS


def _killed_writers(address: str, vendor: str, seconds: float) -> list[str]:
    """What the writers acknowledged before each was killed at a moment of its own."""
    command = [sys.executable, str(WRITER), address, vendor]
    running = [
        subprocess.Popen([*command, f"E{number}"], stdout=subprocess.PIPE, text=True) for number in range(WRITERS)
    ]
    lines: list[str] = []
    try:
        for writer in running:
            assert writer.stdout is not None
            lines.append(writer.stdout.readline())
        for number, writer in enumerate(running):
            time.sleep(seconds / WRITERS * (1 + number % 2))
            writer.kill()
    finally:
        for writer in running:
            writer.kill()
            lines += writer.communicate()[0].splitlines(keepends=True)
    assert {writer.returncode for writer in running} == {-9}, "a writer ended before it was killed"
    return [line for line in lines if line.endswith("\n")]


def _rows(store: Store) -> dict[str, tuple[Decimal | None, int]]:
    with store.read() as snapshot:
        return {row.evaluator: (row.points, row.ver) for row in scores.every(snapshot, "t1")}


def _scores(event: Event) -> list[dict[str, Any]]:
    """Scores after an event, each with the id of its row."""
    return [
        {**row, "id": name} for name, row in event.after.items() if name.startswith("score:") and isinstance(row, dict)
    ]

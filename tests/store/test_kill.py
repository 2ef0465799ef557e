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
from evaluator.store.store import Store

Desk = Any
WRITER = Path(__file__).with_name("writer.py")
ROUNDS, WRITERS = 5, 4


def test_twenty_killed_writers_lose_nothing_they_acknowledged(store: Store, desk: Desk, db: URL) -> None:
    vendor = desk.start()
    address = db.render_as_string(hide_password=False)
    acknowledged: dict[str, str] = {}

    for turn in range(ROUNDS):
        lines = _killed_writers(address, vendor, 0.15 + 0.13 * turn)
        acknowledged.update(line.split() for line in lines)

        told = {event.command_id: event.after for event in store.events("t1")}
        points = {
            command: next(row["points"] for row in told[command].values() if isinstance(row, dict))
            for command in acknowledged
        }
        assert points == acknowledged
        assert _rows(store) == _folded(store)

    store.verify_chain()
    assert len(acknowledged) > ROUNDS * WRITERS


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
    assert all(writer.returncode == -9 for writer in running)
    return [line for line in lines if line.endswith("\n")]


def _rows(store: Store) -> dict[str, tuple[Decimal | None, int]]:
    with store.read() as snapshot:
        return {row.evaluator: (row.points, row.ver) for row in scores.every(snapshot, "t1")}


def _folded(store: Store) -> dict[str, tuple[Decimal | None, int]]:
    """The scores as the log alone tells them."""
    told: dict[str, dict[str, Any]] = {}
    for event in store.events("t1"):
        for name, row in event.after.items():
            if name.startswith("score:") and isinstance(row, dict):
                told.setdefault(name, {}).update(row)
    return {row["evaluator"]: (Decimal(row["points"]), row["ver"]) for row in told.values()}

"""Saves one row over and over and says so after each: started by the kill test, and killed by it."""

from __future__ import annotations

import sys
from decimal import Decimal

from evaluator.store import scores
from evaluator.store.command import LOCAL, Command, new_command_id
from evaluator.store.errors import Busy, Conflict
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store


def main(url: str, vendor: str, evaluator: str) -> None:
    """Add one point at a time; each line on standard output is a save that was acknowledged."""
    key = ScoreKey(evaluator, vendor, "fit")
    store, points, ver = _begin(url, key)
    while True:
        command = Command(LOCAL, new_command_id(), "t1", "score.draft")
        try:
            ver = store.run(command, lambda tx, p=points + 1, v=ver: scores.save_draft(tx, key, p, ver=v))  # type: ignore[misc]  # a lambda's defaults have no types
        except Conflict as conflict:
            raise SystemExit(f"nobody else writes this row: {conflict}") from conflict
        except Busy:
            continue  # a slow disk: nothing was acknowledged, and a person tries again
        points += 1
        sys.stdout.write(f"{command.command_id} {points}\n")
        sys.stdout.flush()


def _begin(url: str, key: ScoreKey) -> tuple[Store, Decimal, int]:
    """The store with points and revision of the row; whoever finds it busy tries again, as with a save."""
    while True:
        try:
            store = Store.open(url)
            with store.read() as snapshot:
                row = next((row for row in scores.every(snapshot, "t1", key.evaluator) if row.key == key), None)
            return (store, row.points or Decimal(0), row.ver) if row else (store, Decimal(0), 0)
        except Busy:
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])

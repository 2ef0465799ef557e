"""What the store holds of a tender, as values of the domain."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.intake.bids import FileReading
from evaluator.services import held
from evaluator.store import files
from tests.ui.seeding import TENDER, seeded


class Crowded(dict[str, FileReading]):
    """A full cache out of which another thread pushes a reading as soon as it was looked for, or was put in."""

    def __contains__(self, salt: object) -> bool:
        there = super().__contains__(salt)
        self.clear()
        return there

    def __setitem__(self, salt: str, found: FileReading) -> None:
        self.clear()


def test_a_reading_is_given_whatever_other_threads_push_out_of_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = seeded(tmp_path, "bids")
    with store.read() as snapshot:
        head = files.reading_heads(snapshot, TENDER)[0]
        first = held.reading(snapshot, TENDER, head)
        for there in ({}, {head.salt: first}):
            monkeypatch.setattr(held, "_readings", Crowded(there))
            assert held.reading(snapshot, TENDER, head) == first
    store.close()

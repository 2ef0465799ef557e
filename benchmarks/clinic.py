"""The clinic of the bundled method on its usual number of generated tenders, beside the time that it may take."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timing import Line, spent
from evaluator.clinic.examine import Wish, examine
from evaluator.services.folder import open_tender

SAMPLE = Path("sample_bids")


def lines() -> list[Line]:
    """The lines of the table; processor time, so that what else the machine does is not counted."""
    pack, tender = open_tender("crm_platform", SAMPLE, None)
    wish = Wish()
    examine(pack.method, tender, Wish(tenders=5))
    times = tuple(spent(lambda: examine(pack.method, tender, wish)) for _ in range(3))
    return [Line(f"clinic, {wish.tenders} tenders of {wish.bids} bids", "target 10 s", times, limit=10.0)]

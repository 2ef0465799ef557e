"""A what-if slider on the page of a tender with 8 bids and 25 criteria, beside the same page without what makes it quick.

The rival is the same app whose memory is never set aside from collection and whose charts are specified anew in every run.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile

from benchmarks.app import WARM_SECONDS, connected, serving
from benchmarks.timing import ROOT, Line
from benchmarks.visitor import Visitor

BIDS, CRITERIA = 8, 25
RUNS = 15
LIMIT_SECONDS = 0.060
REACH = 1 / 0.3
KEY = "what_if_weight_price_1"
# The tender of the tests with other bids, under its method with more criteria of the first level for the panel to judge.
STORE_TENDER = """
import sys
from decimal import Decimal
from pathlib import Path
from evaluator.services import front
from tests import packs
from tests.ui import seeding
bids, criteria, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
leaf = '''
[[criteria]]
key = "more_{n}"
title = {{ zh = "补充项{n}", en = "Part {n}" }}
description = {{ zh = "第 {n} 个补充评审点。", en = "Point {n} that is judged." }}
weight = 1
judge = "panel"
levels = [{{ points = 0, text = {{ zh = "没有。", en = "Nothing." }} }}, {{ points = 5, text = {{ zh = "完整。", en = "All." }} }}]
'''
more = criteria - 7
last = '[[criteria]]\\nkey = "price"'
pack = packs.rewritten(
    folder, (last, "".join(leaf.format(n=n) for n in range(more)) + last),
    ('understood." }\\nweight = 18', f'understood." }}\\nweight = {18 - more // 2}'),
    ('weight = 18\\njudge = "price"', f'weight = {18 - more + more // 2}\\njudge = "price"'),
    ("price_minimum_share = 10", "price_minimum_share = 5"),
)
seeding.VENDORS = tuple(
    seeding.Profile(f"Vendor {n}", Decimal(90 - 3 * n) / 100, Decimal(100 - 4 * n) / 100) for n in range(bids)
)
seeding.seed(front.open_store(), "opened", pack)
"""
# The same program without both; nothing else differs.
SLOW = """
import gc
gc.freeze = lambda: None
from evaluator.adapters import charts
for name in ("contribution_bars", "rank_slope", "price_curve", "margin_tornado"):
    setattr(charts, name, getattr(charts, name).__wrapped__)
from evaluator.cli import main
main()
"""


def lines() -> list[Line]:
    """The lines of the table."""
    with tempfile.TemporaryDirectory() as folder:
        here = {**os.environ, "EVALUATOR_DATA": f"{folder}/data"}
        made = [sys.executable, "-c", STORE_TENDER, str(BIDS), str(CRITERIA), f"{folder}/pack"]
        subprocess.run(made, cwd=ROOT, env=here, check=True)
        ours, theirs = asyncio.run(_moved(here))
    what = f"app: a what-if slider, {BIDS}×{CRITERIA}"
    return [
        Line(what, "no gc.freeze, no cached specifications", ours, theirs, reach=REACH),
        Line("the same, in absolute time", f"target {1000 * LIMIT_SECONDS:g} ms", ours, limit=LIMIT_SECONDS),
    ]


async def _moved(here: dict[str, str]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Server time of each move, of ours and of the rival in turns."""
    with serving(here) as url, serving(here, ("-c", SLOW), 8702) as slow:
        async with connected(url) as socket, connected(slow) as other:
            visitors = Visitor(socket), Visitor(other)
            for visitor in visitors:
                await _ready(visitor)
            pairs = [[await visitor.slide(KEY, 21.0 + run) for visitor in visitors] for run in range(RUNS)]
            return tuple(own for own, _ in pairs), tuple(rival for _, rival in pairs)


async def _ready(visitor: Visitor) -> None:
    """All libraries are loaded, the check has been worked out, and the slider was moved once."""
    await visitor.open("robustness")
    await asyncio.sleep(WARM_SECONDS)
    while KEY not in visitor.sliders:  # as a page comes and looks until the background has it
        await visitor.open("robustness")
    await visitor.slide(KEY, 20.0)

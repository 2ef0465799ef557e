"""The sample tender is on the screen soon and answers soon: bounds for a busy machine; `benchmarks` measures the targets."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

import websockets

from benchmarks.visitor import Visitor
from evaluator.services import sample
from evaluator.services.commands import LOCAL
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.web.asgi import alone
from tests.web.serving import SERVE, Server, running

FIRST_PAGE_SECONDS = 15.0
INTERACTION_SECONDS = 1.0
RUNS = 6


def test_the_first_page_and_a_small_interaction_on_the_ranking_do_not_keep_anyone_waiting(tmp_path: Path) -> None:
    store = Store.open(sqlite_url(tmp_path / "data"))
    sample.load_sample(store, LOCAL, "sample")
    store.close()

    begun = time.monotonic()
    with running(SERVE, tmp_path) as server:
        first, later = alone(visit(server, begun))

    assert first <= FIRST_PAGE_SECONDS
    assert statistics.median(later) <= INTERACTION_SECONDS, later


async def visit(server: Server, begun: float) -> tuple[float, list[float]]:
    """Seconds from the start of the process to the end of the desk's first run, and of each choice of another vendor."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None, origin=server.url) as socket:  # type: ignore[arg-type,list-item]  # names and origin are texts of a type of their own there
        visitor = Visitor(socket)
        await visitor.open()
        first = time.monotonic() - begun
        await asyncio.sleep(6)  # the slow libraries load after the first page
        await visitor.open("ranking")
        vendors = visitor.boxes["ranking_vendor"][1]
        return first, [await visitor.choose("ranking_vendor", vendors[run % len(vendors)]) for run in range(RUNS)]

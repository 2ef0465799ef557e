"""The slow libraries wait until somebody sees a page."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import websockets

from benchmarks.visitor import Visitor
from evaluator.services import sample
from evaluator.services.commands import LOCAL
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.web.asgi import alone
from tests.web.serving import Server, running

# The app of `evaluator serve`, which notes what is loaded when its first page has been drawn, and once more later.
WATCHED = """
import sys, threading, time
from pathlib import Path
from evaluator.ui import warm
from evaluator.web.serve import serve

drawn = warm.page_served

def page_served():
    if not Path("first").exists():
        Path("first").write_text(str("skcriteria" in sys.modules))
    drawn()

def watch():
    while "skcriteria" not in sys.modules:
        time.sleep(0.1)
    Path("later").write_text("loaded")

warm.page_served = page_served
threading.Thread(target=watch, daemon=True).start()
serve(int(sys.argv[1]))
"""
SECONDS = 60


def test_scikit_criteria_loads_after_the_first_page_and_then_by_itself(tmp_path: Path) -> None:
    store = Store.open(sqlite_url(tmp_path / "data"))
    sample.load_sample(store, LOCAL, "sample")
    store.close()

    with running((sys.executable, "-c", WATCHED), tmp_path) as server:
        assert server.get("/").status == 200
        assert not (tmp_path / "later").exists()
        alone(visit(server))
        assert (tmp_path / "first").read_text() == "False"
        end = time.monotonic() + SECONDS
        while not (tmp_path / "later").exists() and time.monotonic() < end:
            time.sleep(0.2)
        assert (tmp_path / "later").exists()


async def visit(server: Server) -> None:
    """One run of the first page, as a browser asks for it."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None, origin=server.url) as socket:  # type: ignore[arg-type,list-item]  # names and origin are texts of a type of their own there
        await Visitor(socket).open()

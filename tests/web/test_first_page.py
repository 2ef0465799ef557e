"""The slow libraries wait until somebody sees a page; then numeric threads are few and the collector is calm."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import websockets

from benchmarks.visitor import Visitor
from evaluator.services import sample
from evaluator.services.commands import LOCAL
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.web.asgi import alone
from tests.web.serving import ROOT, Server, running

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


# A process of its own: frozen objects and the number of threads belong to the whole process.
CALM = """
import asyncio, gc, sys, threading
import threadpoolctl
from evaluator.scoring import opinion_methods
from evaluator.ui import warm
from evaluator.web.lifespan import lifespan

def missing():
    raise ImportError("scikit-criteria")

if sys.argv[2] == "missing":
    opinion_methods.warm = missing

async def serve():
    before = gc.get_freeze_count()
    async with lifespan(None):
        print(gc.get_freeze_count() - before)
        warm.page_served()
        (thread,) = (one for one in threading.enumerate() if one.name == "warm-up")
        await asyncio.to_thread(thread.join, float(sys.argv[1]))
        print(gc.get_freeze_count() - before)
        print(*{found["num_threads"] for found in threadpoolctl.threadpool_info()})

asyncio.run(serve())
"""


@pytest.mark.parametrize("second_opinions", ["there", "missing"])
def test_numeric_libraries_get_one_thread_and_what_is_loaded_is_set_aside(second_opinions: str) -> None:
    many = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "2")

    done = subprocess.run(
        [sys.executable, "-c", CALM, str(SECONDS), second_opinions], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, **many}, timeout=2 * SECONDS, check=True,
    )  # fmt: skip

    at_start, after_page, threads = done.stdout.splitlines()
    assert 0 < int(at_start) < int(after_page)
    assert threads == "1"

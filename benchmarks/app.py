"""The app with the sample tender stored: from the start of its process to the first page, and small interactions."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import websockets

from benchmarks.commands import EVALUATOR
from benchmarks.timing import ROOT, Line
from benchmarks.visitor import Visitor

FIRST_SECONDS = 3.0
INTERACTION_SECONDS = 0.080
STARTS = 3
RUNS = 12
WARM_SECONDS = 8  # the slow libraries load after the first page
_ADDRESS = re.compile(r"http://[\d.:]+")
STORE_SAMPLE = """
from evaluator.services import front
from evaluator.services.sample import load_sample_once
load_sample_once(front.open_store(), front.local_actor())
"""


def lines() -> list[Line]:
    """The lines of the table."""
    with tempfile.TemporaryDirectory() as folder:
        here = {**os.environ, "EVALUATOR_DATA": folder}
        subprocess.run([sys.executable, "-c", STORE_SAMPLE], cwd=ROOT, env=here, check=True)
        first = tuple(asyncio.run(_first(here)) for _ in range(STARTS))
        found = asyncio.run(_interactions(here))
    limit = f"target {1000 * INTERACTION_SECONDS:g} ms"
    return [
        Line("app: process start to first page", f"target {FIRST_SECONDS:g} s", first, limit=FIRST_SECONDS),
        *(Line(f"app: {what}", limit, times, limit=INTERACTION_SECONDS) for what, times in found.items()),
    ]


async def _first(here: dict[str, str]) -> float:
    started = time.perf_counter()
    with serving(here) as url:
        async with connected(url) as socket:
            await Visitor(socket).open()
            return time.perf_counter() - started


async def _interactions(here: dict[str, str]) -> dict[str, tuple[float, ...]]:
    """Server time of each interaction, run by run."""
    found = {}
    with serving(here) as url:
        async with connected(url) as socket:
            visitor = Visitor(socket)
            await visitor.open()
            await asyncio.sleep(WARM_SECONDS)
            found["the desk again"] = tuple([await visitor.again() for _ in range(RUNS)])
            for page in ("bids", "ranking"):
                await visitor.open(page)
                key = f"{page}_vendor"
                options = visitor.boxes[key][1]
                times = [await visitor.choose(key, options[run % len(options)]) for run in range(RUNS)]
                found[f"another vendor on {page}"] = tuple(times)
    return found


@contextmanager
def serving(here: dict[str, str], program: Sequence[str] = EVALUATOR, port: int = 8701) -> Iterator[str]:
    """Address of a server of the app, as it is or as another program starts it; it says on its first line where it listens."""
    command = [sys.executable, *program, "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=here, stdout=subprocess.PIPE, text=True) as process:
        try:
            told = _ADDRESS.search(process.stdout.readline() if process.stdout else "")
            if told is None:
                raise RuntimeError("the server did not start")
            yield told[0]
        finally:
            process.terminate()
            process.wait(10)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[websockets.ClientConnection]:
    """A connection to the app, as soon as its server answers."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    while True:
        try:
            # The stubs want names of their own for what a browser sends as plain text.
            socket = await websockets.connect(address, subprotocols=["streamlit"], max_size=None, origin=url)  # type: ignore[arg-type,list-item]  # its own NewTypes
        except OSError:
            await asyncio.sleep(0.02)
        else:
            break
    async with socket:
        yield socket

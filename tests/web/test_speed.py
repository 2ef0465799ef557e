"""How long a person waits: from the start of the process to the first page, and for a small interaction."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.web.asgi import alone
from tests.web.serving import GALLERY, Server, running

FIRST_PAGE_SECONDS = 3.0
INTERACTION_SECONDS = 0.080


def test_the_first_page_and_a_small_interaction_are_quick(tmp_path: Path) -> None:
    tries: list[tuple[float, float]] = []
    while len(tries) < 3 and (not tries or not quick(*tries[-1])):  # other work on the machine may spoil a try
        begun = time.monotonic()
        with running(GALLERY, tmp_path) as server:
            first, later = alone(visit(server, begun))
        tries.append((first, statistics.median(later)))

    assert quick(*tries[-1]), tries


def quick(first: float, interaction: float) -> bool:
    return first <= FIRST_PAGE_SECONDS and interaction <= INTERACTION_SECONDS


async def visit(server: Server, begun: float) -> tuple[float, list[float]]:
    """Seconds from the start to the end of the first run, and of each of ten runs once everything is warm."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None, origin=server.url) as socket:  # type: ignore[arg-type,list-item]
        await run(socket)
        first = time.monotonic() - begun
        await asyncio.sleep(6)  # the slow libraries load after the first page
        later = []
        for _ in range(10):
            await asyncio.sleep(0.2)
            started = time.monotonic()
            await run(socket)
            later.append(time.monotonic() - started)
    return first, later


async def run(socket: websockets.ClientConnection) -> None:
    """Ask for a run of the page and wait for its end."""
    asked = BackMsg()
    asked.rerun_script.context_info.locale = "zh-CN"
    await socket.send(asked.SerializeToString())
    while True:
        told = ForwardMsg()
        told.ParseFromString(await socket.recv())  # type: ignore[arg-type]
        if told.WhichOneof("type") == "script_finished":
            return

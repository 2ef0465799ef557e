"""Calls an ASGI app without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Reply:
    """Status, headers and body of an answer."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()


def get(app: ASGIApp, path: str, **headers: str) -> Reply:
    """Answer to a GET request; ``host`` is 127.0.0.1 unless given."""
    sent = call(app, {**_scope("http", path, headers), "method": "GET"}, [{"type": "http.request"}])
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Reply(start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body)


def socket(app: ASGIApp, path: str, **headers: str) -> list[str]:
    """Kinds of messages that a websocket at this path is answered with."""
    return [
        message["type"] for message in call(app, _scope("websocket", path, headers), [{"type": "websocket.connect"}])
    ]


def call(app: ASGIApp, scope: dict[str, Any], given: list[Message]) -> list[Message]:
    """All messages that the app sends."""
    sent: list[Message] = []
    waiting = list(given)

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": f"{scope['type']}.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    alone(_call(app, scope, receive, send))
    return sent


def alone(work: Coroutine[Any, Any, Outcome]) -> Outcome:
    """What a coroutine gives, run in a thread of its own: a browser test may keep a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _call(app: ASGIApp, scope: Any, receive: Any, send: Any) -> None:
    await app(scope, receive, send)


def _scope(kind: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    named = {"host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return {
        "type": kind, "path": unquote(path), "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()], "scheme": "http",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 5), "http_version": "1.1", "subprotocols": [],
        "asgi": {"version": "3.0", "spec_version": "2.4"},
    }  # fmt: skip

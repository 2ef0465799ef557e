"""The gate before everything else: only our own names, only known paths, headers on every answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from evaluator.services import front
from evaluator.ui import identity
from evaluator.ui.navigation import EVERY, url
from evaluator.web import answers, door, policy, shell

_PAGES: Final = frozenset(url(key) for key in EVERY)
_FILES: Final = frozenset({"/healthz", "/icon.svg", "/favicon.png", "/here.js", "/lang/zh.js", "/lang/en.js"})
# What Streamlit needs to work. Not among them: /media, where any file it is given can be read by whoever knows the
# address, without a session; components; metrics; the interface for machines.
_CORE: Final = frozenset({"/_stcore/health", "/_stcore/host-config", "/_stcore/stream"})
_TREES: Final = ("/static/", "/_stcore/upload_file/", "/export/", "/welcome/")
_DOOR: Final = frozenset({door.SIGN_IN, f"{door.SIGN_IN}/provider", door.SIGN_OUT})
_PROVIDER: Final = frozenset({"/auth/login", "/oauth2callback"})
# What holds or changes something of a tender: nobody gets there without a sign-in, where people sign in.
_INNER: Final = ("/_stcore/stream", "/_stcore/upload_file/", "/export/")
_HOST: Final = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
_CLOSED_SOCKET: Final[Message] = {"type": "websocket.close", "code": 1008}


def known(path: str) -> bool:
    """Whether a path belongs to the app.

    >>> known("/bids"), known("/media/8f3a.xlsx"), known("/_stcore/metrics")
    (True, False, False)
    """
    ours = (*_PAGES, *_FILES, *_CORE, *_DOOR, shell.style_path(), shell.script_path())
    if path in _PROVIDER:
        return identity.provider_configured()
    return path in ours or path.startswith(_TREES)


def inner(path: str) -> bool:
    """Whether a path leads to a tender's data: a page, its connection, an upload, a download.

    >>> inner("/bids"), inner("/_stcore/stream"), inner("/export/x"), inner("/sign-in"), inner("/healthz")
    (True, True, True, False, False)
    """
    return path in _PAGES or path.startswith(_INNER)


class Guard:
    """Middleware that refuses foreign names and unknown paths and adds the headers of ``policy`` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what belongs here; refuse the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host")
        mine = host_allowed(host, config.get_option("server.allowedHosts"))
        if scope["type"] == "websocket":
            if mine and known(scope["path"]) and await _let_in(scope):
                await self.app(scope, receive, send)
            else:
                await receive()
                await send(_CLOSED_SOCKET)
            return
        guarded = _with_headers(send, host or "", secure=scope.get("scheme") == "https", path=scope["path"])
        if mine and known(scope["path"]) and await _let_in(scope):
            await self.app(scope, receive, guarded)
        elif mine and scope["path"] in _PAGES:
            await RedirectResponse(door.SIGN_IN, 303)(scope, receive, guarded)
        elif mine and inner(scope["path"]):
            await answers.page(Request(scope), 401, "signed_out")(scope, receive, guarded)
        elif mine:
            await answers.page(Request(scope), 404, "missing")(scope, receive, guarded)
        else:
            await answers.page(Request(scope), 421, "host")(scope, receive, guarded)


async def _let_in(scope: Scope) -> bool:
    """Whether the path is open to everybody, or whoever asks is signed in, or nobody needs to be here."""
    if not inner(scope["path"]):
        return True
    return await run_in_threadpool(_signed_in, Request({**scope, "type": "http"}).cookies)


def _signed_in(cookies: Mapping[str, str]) -> bool:
    return front.visitor(front.open_store(), identity.held(cookies)) is not None


def _with_headers(send: Send, host: str, *, secure: bool, path: str) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(policy.FIXED)
            headers.setdefault("referrer-policy", policy.REFERRER)
            headers.setdefault(
                "content-security-policy", policy.content_security(shell.original(), host, secure=secure)
            )
            if path.startswith("/export/"):
                headers["cache-control"] = "no-store"
        await send(message)

    return guarded


def host_allowed(host: str | None, allowed: Sequence[str]) -> bool:
    """Whether the app answers under this name; a page elsewhere may have pointed its own name at this machine.

    >>> host_allowed("127.0.0.1:8501", ["127.0.0.1"]), host_allowed("evil.example", ["127.0.0.1"])
    (True, False)
    """
    matched = _HOST.fullmatch(host or "")
    name = matched[1].lower().rstrip(".") if matched else ""
    return any(
        name.endswith(each[1:].lower()) if each.startswith("*.") else name == each.lower() for each in allowed if name
    )

"""The guard in front of the app."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from streamlit import config

from evaluator.web import policy
from evaluator.web.guard import Guard, host_allowed, known
from tests.web.asgi import get
from tests.web.asgi import socket as connect


async def everything(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("reached")(scope, receive, send)


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("reached")
    await websocket.close()


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Starlette:
    monkeypatch.setattr(config, "get_option", lambda name: ["127.0.0.1"] if name == "server.allowedHosts" else [])
    routes = [WebSocketRoute("/_stcore/stream", socket), WebSocketRoute("/other", socket), Mount("/", everything)]
    return Starlette(routes=routes, middleware=[Middleware(Guard)])


def test_known_paths_pass_and_others_do_not(app: Starlette) -> None:
    assert get(app, "/bids").text == "reached"
    assert get(app, "/media/secret.xlsx").status == 404
    assert get(app, "/media/secret.xlsx", accept_language="zh").text.count("没有这个页面") == 1


def test_a_name_that_someone_pointed_here_is_refused_for_pages_and_sockets(app: Starlette) -> None:
    assert get(app, "/", host="evil.example").status == 421
    assert connect(app, "/_stcore/stream", host="evil.example") == ["websocket.close"]


def test_only_the_apps_own_socket_opens(app: Starlette) -> None:
    assert connect(app, "/_stcore/stream") == ["websocket.accept", "websocket.send", "websocket.close"]
    assert connect(app, "/other") == ["websocket.close"]


def test_an_answers_own_policy_is_kept(app: Starlette) -> None:
    async def closed(request: object) -> PlainTextResponse:
        return PlainTextResponse("x", headers={"content-security-policy": policy.CLOSED})

    served = Starlette(routes=[Route("/export/x", closed)], middleware=[Middleware(Guard)])

    assert get(served, "/export/x").headers["content-security-policy"] == policy.CLOSED
    assert "script-src" in get(app, "/bids").headers["content-security-policy"]


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "localhost/x", "127.0.0.1:99999999"],
)
def test_hosts_that_are_not_ours_are_not_allowed(host: str | None) -> None:
    assert not host_allowed(host, ["127.0.0.1", "localhost"])


def test_a_name_with_a_star_covers_what_is_below_it() -> None:
    assert host_allowed("Team.Example.com:443", ["*.example.com"])
    assert not host_allowed("example.com", ["*.example.com"])


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/_stcore/metrics",
        "/_stcore/agent/mcp",
        "/pages/bids.py",
        "/bids/",
        "/_stcore/allowed-message-origins",
    ],
)
def test_paths_outside_the_list_are_unknown(path: str) -> None:
    assert not known(path)

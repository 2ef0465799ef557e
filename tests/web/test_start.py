"""Both ways to start give the same guarded app."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import websockets

from benchmarks.visitor import Visitor
from evaluator.services import sample, tenders
from evaluator.services.commands import LOCAL
from evaluator.services.state import load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.web import options, policy, serve, shell
from tests.web.asgi import alone
from tests.web.serving import ROOT, SAMPLE, SERVE, STREAMLIT, Server, running

SAMPLE_SECONDS = 60


@pytest.fixture(scope="module", params=[STREAMLIT, SERVE], ids=["streamlit run", "evaluator serve"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(request.param, tmp_path_factory.mktemp("serving")) as started:
        yield started


def directives(header: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in header.split("; "))}


def test_the_policy_names_no_other_host_and_one_inline_script_by_its_hash(server: Server) -> None:
    answer = server.get("/")

    found = directives(answer.headers["content-security-policy"])

    host = server.url.removeprefix("http://")
    allowed = {
        "'self'",
        "'none'",
        "'unsafe-inline'",
        "data:",
        "blob:",
        f"ws://{host}",
        *policy.inline_hashes(answer.body),
    }
    assert {source for sources in found.values() for source in sources} == allowed
    assert found["script-src"] == ["'self'", *policy.inline_hashes(answer.body)]
    assert len(policy.inline_hashes(answer.body)) == 1
    assert found["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/static/nothing.js", "/nothing", "/export/nothing", "/_stcore/health"]
)
def test_every_answer_is_guarded(server: Server, path: str) -> None:
    headers = server.get(path).headers

    assert {name: headers.get(name) for name in policy.FIXED} == policy.FIXED
    assert "content-security-policy" in headers


def test_an_export_without_a_ticket_is_not_found_in_both_languages(server: Server) -> None:
    answer = server.get("/export/nothing", accept_language="zh-CN")

    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"
    assert answer.body.index("没有这份文件") < answer.body.index("There is no such file")


@pytest.mark.parametrize(
    "path",
    [
        "/media/8f3a9d.xlsx",
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/component/x/index.html",
        "/nowhere",
        "/../app.py",
    ],
)
def test_what_the_app_does_not_need_is_not_there(server: Server, path: str) -> None:
    assert server.get(path).status == 404


def test_a_foreign_name_is_refused(server: Server) -> None:
    assert server.get("/", host="evil.example").status == 421
    assert server.get("/", host=server.url.removeprefix("http://").replace("127.0.0.1", "localhost")).status == 200


@pytest.mark.parametrize(
    ("headers", "lang"),
    [
        ({"accept_language": "zh-CN,zh;q=0.9"}, "zh-CN"),
        ({"accept_language": "de-DE,zh;q=0.5"}, "en"),
        ({"accept_language": "zh-CN", "cookie": "ve_lang=en"}, "en"),
        ({"accept_language": "en", "cookie": "ve_lang=zh"}, "zh-CN"),
        ({}, "en"),
    ],
)
def test_the_page_says_which_language_it_is_in(server: Server, headers: dict[str, str], lang: str) -> None:
    body = server.get("/bids", **headers).body

    assert f'<html lang="{lang}">' in body
    assert "<title>Streamlit</title>" not in body


def test_what_the_page_loads_is_there(server: Server) -> None:
    body = server.get("/").body

    assert '"./' not in body
    for path in re.findall(r'(?:href|src)="(/[^"]+)"', body):
        assert server.get(path).status == 200, path
    assert "document.documentElement.lang='zh-CN'" in server.get("/lang/zh.js").body


def test_only_this_machine_is_named_when_the_server_starts(server: Server) -> None:
    addresses = re.findall(r"https?://\S+", server.log.read_text())

    assert addresses == [server.url]


def test_the_configuration_file_says_what_the_options_say() -> None:
    tree = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))

    assert dict(flat(tree)) == options.OPTIONS


def flat(tree: dict[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def test_every_option_is_one_that_streamlit_knows() -> None:
    from streamlit import config

    assert set(options.OPTIONS) <= set(config._config_options_template)


def test_the_next_free_port_is_taken_when_the_first_is_in_use(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert port < serve.free_port(port) <= port + 50


def test_a_start_on_a_port_in_use_says_which_one_it_takes(tmp_path: Path) -> None:
    with running(SERVE, tmp_path) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(RuntimeError, match=f"Port {port} is in use; using"):
            stubborn(port, tmp_path)


def stubborn(port: int, folder: Path) -> None:
    """Start a second server on the same port and report what it said."""
    import subprocess
    import time

    said = folder / "second.log"
    with said.open("w") as out:
        second = subprocess.Popen([*SERVE, str(port)], cwd=ROOT, stdout=out, stderr=out)
        end = time.monotonic() + 30
        while "running at" not in said.read_text() and time.monotonic() < end and second.poll() is None:
            time.sleep(0.1)
        second.terminate()
        second.wait(10)
    raise RuntimeError(said.read_text())


def test_the_loading_page_keeps_streamlits_scripts_and_drops_its_words() -> None:
    page, original = shell.index("en"), shell.original()

    assert re.findall(r'src="[./]*(static/js/[^"]+)"', page) == re.findall(r'src="[./]*(static/js/[^"]+)"', original)
    assert "agent" not in page.partition("<noscript>")[2].partition("</noscript>")[0]


async def vendors_on_the_ranking(server: Server) -> list[str]:
    """The vendors that the ranking page offers to a visitor."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None, origin=server.url) as socket:  # type: ignore[arg-type,list-item]  # its own NewTypes
        visitor = Visitor(socket)
        await visitor.open("ranking")
        return visitor.boxes["ranking_vendor"][1]


def test_a_start_with_the_sample_shows_its_ranking_from_an_empty_data_folder(tmp_path: Path) -> None:
    with running(SAMPLE, tmp_path, seconds=SAMPLE_SECONDS) as server:
        shown = alone(vendors_on_the_ranking(server))
        assert re.findall(r"https?://\S+", server.log.read_text()) == [server.url]

    store = Store.open(sqlite_url(tmp_path / "data"))
    ((tender, _, is_sample),) = tenders.tenders(store, LOCAL)
    state = load(store, LOCAL, tender)
    store.close()
    assert is_sample
    assert "prices_opened" in state.stages
    assert state.evaluation.ranking.ranked()
    assert len(shown) == len(state.evaluation.ranking.results) == 6


def test_a_later_start_with_the_sample_loads_it_neither_again_nor_after_it_was_removed(tmp_path: Path) -> None:
    store = Store.open(sqlite_url(tmp_path / "data"))
    tender = sample.load_sample(store, LOCAL, "sample")
    revision = store.revision(tender)

    with running(SAMPLE, tmp_path, seconds=SAMPLE_SECONDS):
        assert [key for key, _, _ in tenders.tenders(store, LOCAL)] == [tender]
        assert store.revision(tender) == revision
    tenders.remove_tender(store, LOCAL, "remove", tender)
    with running(SAMPLE, tmp_path, seconds=SAMPLE_SECONDS):
        assert tenders.tenders(store, LOCAL) == ()
    store.close()

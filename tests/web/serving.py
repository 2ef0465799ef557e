"""Servers for tests: each runs in a process of its own on a free loopback port and ends with the test."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STREAMLIT = (sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"))
SERVE = (sys.executable, "-c", "import sys; from evaluator.web.serve import serve; serve(int(sys.argv[1]))")
SAMPLE = (sys.executable, "-m", "evaluator.cli", "serve", "--sample", "--port")
GALLERY = (sys.executable, str(ROOT / "tests" / "ui" / "gallery_server.py"))
START_SECONDS = 40


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of one request."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    log: Path

    def get(self, path: str, **headers: str) -> Answer:
        """Answer to a request, whatever its status."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return Answer(
                    reply.status,
                    {k.lower(): v for k, v in reply.headers.items()},
                    reply.read().decode(errors="replace"),
                )
        except urllib.error.HTTPError as reply:
            return Answer(
                reply.code, {k.lower(): v for k, v in reply.headers.items()}, reply.read().decode(errors="replace")
            )


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: tuple[str, ...], folder: Path, port: int = 0, seconds: float = START_SECONDS) -> Iterator[Server]:
    """A server that answers in so many seconds, on a port of its own unless told one; it works in a test's folder."""
    port, log = port or free_port(), folder / "server.log"
    last = ("--server.port", str(port)) if command is STREAMLIT else (str(port),)
    home = {"PYTHONPATH": str(ROOT), "EVALUATOR_DATA": str(folder / "data"), "HOME": str(folder)}
    if command is SERVE and hasattr(os, "fork"):
        with _forked(port, folder, home) as poll:
            _wait(poll, port, log, seconds)
            yield Server(f"http://127.0.0.1:{port}", log)
        return
    with log.open("w") as out:
        process = subprocess.Popen([*command, *last], cwd=folder, env={**os.environ, **home}, stdout=out, stderr=out)
        try:
            _wait(process.poll, port, log, seconds)
            yield Server(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


@cache
def _warm() -> subprocess.Popen[str]:
    """The process that servers are forked from, one for each process of the tests; it ends with its standard input."""
    command = [sys.executable, "-m", "tests.web.warm"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def _forked(port: int, folder: Path, env: Mapping[str, str]) -> Iterator[Callable[[], int | None]]:
    """A server forked from the warm process, and what says whether it has ended."""
    process = _warm()
    assert process.stdin is not None
    assert process.stdout is not None
    wish = {"port": port, "folder": str(folder), "log": str(folder / "server.log"), "env": dict(env)}
    print(json.dumps(wish), file=process.stdin, flush=True)
    server = int(process.stdout.readline())

    def poll() -> int | None:
        try:
            os.kill(server, 0)
        except ProcessLookupError:
            return 0
        return None

    try:
        yield poll
    finally:
        _end(server, poll)


def _end(server: int, poll: Callable[[], int | None]) -> None:
    """A server is asked to end, and made to where it does not."""
    for way in (signal.SIGTERM, signal.SIGKILL):
        if poll() is None:
            os.kill(server, way)
        end = time.monotonic() + 10
        while poll() is None and time.monotonic() < end:
            time.sleep(0.05)


def _wait(poll: Callable[[], int | None], port: int, log: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer:\n{log.read_text()}")

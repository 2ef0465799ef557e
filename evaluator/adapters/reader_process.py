"""Where a workbook is read: in a process of its own, under limits, whose death is an answer like any other.

Where the system can fork, a server that has the reader loaded forks for each file; elsewhere (Windows) an interpreter is
started for each. Either way the process reads one file, ends, and leaves nothing to the next.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import Final

ORDER: Final = struct.Struct("d")  # to the server, with two sockets: seconds that the reading may take
READY: Final = b"+"  # from the server, once: it takes orders
FORKS: Final = hasattr(os, "fork")
SERVER: Final = ("-I", "-m", "evaluator.adapters.reader_server")
ALONE: Final = ("-I", "-m", "evaluator.adapters.reader_child")
SAID_LIMIT: Final = 128 * 2**20  # bytes that a fork may answer; it cannot make this process hold more
_GRACE: Final = 5.0  # seconds that a server may be late with its word; then it is given up
_START: Final = (
    30.0  # seconds that a server may take to start, however busy the machine; no reading's time runs meanwhile
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a reading ended: what it said, its exit code (a signal below zero), and the most memory it held, in bytes.

    ``late`` where it was ended because its time was up. ``peak`` is 0 where the system does not tell. ``said`` that is
    longer than `SAID_LIMIT` is not all of it.
    """

    said: bytes = b""
    code: int = 1
    late: bool = False
    peak: int = 0


def run(request: bytes, seconds: float) -> Ended:
    """One reading, of what `evaluator.adapters.reader_child` takes, ended after so many seconds of wall clock."""
    return (_forked if FORKS else alone)(request, seconds)


def warm() -> None:
    """Begin to start the server, where there is one, so that the first file does not wait for all of it."""
    if FORKS:
        _SERVER.start()


def stop() -> None:
    """End the server, where one runs, and every reading under way."""
    _SERVER.stop()


def alone(request: bytes, seconds: float) -> Ended:
    """The reading in an interpreter started for it."""
    try:
        # check=False: the exit code is part of the answer.
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no word of the vendor's
            [sys.executable, *ALONE], input=request, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Ended(late=True)
    return Ended(done.stdout, done.returncode)


def _forked(request: bytes, seconds: float) -> Ended:
    for _ in range(2):
        try:
            work, ending = _SERVER.order(seconds)
        except OSError:  # no server could be started that takes an order: once more
            continue
        with work, ending:
            try:
                said = _asked(work, request)
                work.close()  # a fork that still has more to say ends
                code, late, peak = json.loads(_until_closed(ending))
                return Ended(said, code, late, peak)
            except TimeoutError:
                _SERVER.stop()
                return Ended(late=True)
            except (OSError, ValueError):  # the server was ended, and this reading with it perhaps: once more
                continue
    return Ended()


def _asked(work: socket.socket, request: bytes) -> bytes:
    """What the fork answered; one that ended before it was through with reading or answering said nothing."""
    try:
        work.sendall(request)
        work.shutdown(socket.SHUT_WR)
        return _until_closed(work)
    except TimeoutError:
        raise
    except OSError:
        return b""


def _until_closed(source: socket.socket) -> bytes:
    parts, left = [], SAID_LIMIT
    while left >= 0 and (part := source.recv(2**18)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


@dataclass(slots=True)
class _Server:
    """The server of this process: started at the first order, started anew should it have ended, gone with this process."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _greeting: threading.Lock = field(default_factory=threading.Lock)
    _control: socket.socket | None = None
    _ready: socket.socket | None = None
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> socket.socket:
        """The socket that takes orders, of a server that is started where none runs."""
        with self._lock:
            if self._control is None:
                self._control, theirs = socket.socketpair()
                command = [sys.executable, *SERVER, str(theirs.fileno())]
                with theirs:
                    self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                        command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL, start_new_session=True,
                    )  # fmt: skip
            return self._control

    def stop(self, only: socket.socket | None = None) -> None:
        """End the server and every reading under way; ``only`` the one with this socket, not one that took its place."""
        with self._lock:
            if only is not None and self._control is not only:
                return
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            if self._control is not None:  # last, so that whoever waits for its word hears that it is gone
                self._control.close()
            self._control = self._process = None

    def ready(self) -> socket.socket:
        """The same once the server has said that it takes orders; `OSError` where it ends before it has."""
        control = self.start()
        with self._greeting:
            if self._ready is not control:
                control.settimeout(_START)
                if not control.recv(len(READY)):
                    raise ConnectionResetError
                self._ready = control
        return control

    def order(self, seconds: float) -> tuple[socket.socket, socket.socket]:
        """Sockets to a new fork, and to the word of how it ended; `OSError` where no server can be had."""
        work, theirs = socket.socketpair()
        ending, telling = socket.socketpair()
        with theirs, telling:
            try:
                self._hand([ORDER.pack(seconds)], [theirs.fileno(), telling.fileno()])
            except OSError:
                work.close()
                ending.close()
                raise
        for mine in (work, ending):
            mine.settimeout(seconds + _GRACE)
        return work, ending

    def _hand(self, order: list[bytes], handed: list[int]) -> None:
        control = self.start()
        try:
            socket.send_fds(self.ready(), order, handed)
        except OSError:  # it was ended from outside: the next one is as good
            self.stop(control)
            socket.send_fds(self.ready(), order, handed)


_SERVER: Final = _Server()
atexit.register(stop)

__all__ = ["ALONE", "FORKS", "ORDER", "READY", "SAID_LIMIT", "Ended", "alone", "run", "stop", "warm"]

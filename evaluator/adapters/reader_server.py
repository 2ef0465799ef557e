"""The process that has the reader loaded and forks once for every workbook, so that none pays for a start of Python.

It never touches a vendor's byte: with every order come two sockets, one that the fork reads from and answers on, one on
which this process tells how the fork ended. A fork knows nothing of the forks before it and can reach none of their
sockets. Started as ``python -I -m evaluator.adapters.reader_server CONTROL_SOCKET``; ends when that is closed.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from typing import Final

from evaluator.adapters import reader_child
from evaluator.adapters.reader_process import ORDER, READY

_MOST_FILES: Final = 1024  # that this process can have open, as select takes no more


@dataclass(slots=True)
class _Fork:
    """A reading under way: when it is out of time, and the socket on which its end is told."""

    deadline: float
    ending: socket.socket
    late: bool = False


class Server:
    """Forks for every order, ends forks that are out of time, and tells how each of them ended."""

    def __init__(self, control: socket.socket) -> None:
        """Take orders from ``control``; a signal that a fork has ended wakes the wait for the next one."""
        self._control = control
        self._forks: dict[int, _Fork] = {}
        self._woken, self._wake = socket.socketpair()
        self._wake.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)

    def run(self) -> None:
        """Until the parent is gone; no reading outlives it."""
        while True:
            ready, _, _ = select.select([self._control, self._woken], [], [], self._patience())
            if self._woken in ready:
                self._woken.recv(4096)
            if self._control in ready and not self._take():
                break
            self._tell_ended()
            self._end_late()
        for pid in self._forks:
            _kill(pid)

    def _patience(self) -> float | None:
        waiting = [fork.deadline for fork in self._forks.values() if not fork.late]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def _take(self) -> bool:
        order, handed, _, _ = socket.recv_fds(self._control, ORDER.size, 2)
        if len(order) < ORDER.size or len(handed) < 2:
            return False
        work, ending = (socket.socket(fileno=number) for number in handed)
        (seconds,) = ORDER.unpack(order)
        pid = os.fork()
        if pid == 0:
            _read_one(work)
        work.close()
        self._forks[pid] = _Fork(time.monotonic() + seconds, ending)
        return True

    def _end_late(self) -> None:
        for pid, fork in self._forks.items():
            if not fork.late and time.monotonic() >= fork.deadline:
                fork.late = True
                _kill(pid)

    def _tell_ended(self) -> None:
        for pid, fork in list(self._forks.items()):
            ended, status, used = os.wait4(pid, os.WNOHANG)
            if not ended:
                continue
            peak = used.ru_maxrss if sys.platform == "darwin" else used.ru_maxrss * 1024
            told = json.dumps([os.waitstatus_to_exitcode(status), fork.late, peak])
            with fork.ending, contextlib.suppress(OSError):  # the parent may no longer wait for it
                fork.ending.sendall(told.encode("ascii"))
            del self._forks[pid]


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _read_one(work: socket.socket) -> None:
    """In the fork: only the socket of this workbook stays open; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.dont_write_bytecode = True
        os.closerange(3, work.fileno())
        os.closerange(work.fileno() + 1, _MOST_FILES)
        with work.makefile("rb") as source, work.makefile("wb") as target:
            reader_child.serve(source, target)
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    """Serve the parent that handed its socket over."""
    gc.disable()
    gc.freeze()
    control = socket.socket(fileno=int(sys.argv[1]))
    server = Server(control)
    control.sendall(READY)
    server.run()


if __name__ == "__main__":
    main()

"""Long work off the page's thread: one piece at a time for each tender, few at once in all, results kept by content."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Generic, TypeVar

_LOG: Final = logging.getLogger(__name__)
R = TypeVar("R")


class StoppedError(Exception):
    """Somebody has asked the work to stop; what was done so far is dropped."""


# More threads would only share the processor with those that draw pages.
_THREADS: Final = 2
_KEPT: Final = 64


class Job(Generic[R]):
    """A piece of work: how far it is, and what came of it.

    ``done`` of ``of`` steps; ``of`` is 0 while nobody can say. It has not ``started`` while others are before it.
    """

    def __init__(self, work: Callable[[Job[R]], R]) -> None:
        self.done, self.of = 0, 0
        self.started = False
        self._work: Callable[[Job[R]], R] | None = work
        self._result: list[R] = []
        self._error: Exception | None = None
        self._over, self._stop = threading.Event(), threading.Event()

    @property
    def over(self) -> bool:
        """Whether nothing more happens: it is done, was cancelled, or failed."""
        return self._over.is_set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked to stop before it was done."""
        return self._stop.is_set() and not self._result

    @property
    def failed(self) -> bool:
        """Whether an error ended it."""
        return self._error is not None and not self.cancelled

    def tell(self, done: int, of: int) -> None:
        """So much is done."""
        self.done, self.of = done, of

    def step(self) -> None:
        """One step more of nobody knows how many; raises `StoppedError` where it is asked to stop."""
        if self._stop.is_set():
            raise StoppedError
        self.done += 1

    def cancel(self) -> None:
        """It stops at its next step, or never starts."""
        self._stop.set()

    def stopping(self) -> bool:
        """Whether it is asked to stop."""
        return self._stop.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it is over after so many seconds at most."""
        return self._over.wait(seconds)

    def result(self) -> R:
        """What came of it, waited for; raises `StoppedError`, or whatever it failed with."""
        self._over.wait()
        if self.cancelled:
            raise StoppedError
        if self._error is not None:
            raise self._error
        return self._result[0]

    def run(self) -> None:
        """The work is done on this thread; an error is kept for whoever asks for the result."""
        self.started = True
        try:
            if self._work is not None and not self._stop.is_set():
                self._result.append(self._work(self))
        except Exception as error:  # noqa: BLE001  # it belongs to whoever asks for the result, on a thread of their own
            self._error = error
            if not self._stop.is_set():
                _LOG.warning("work in the background failed", exc_info=True)
        finally:
            self._work = None  # with it goes everything that it was made from
            self._over.set()


class Background:
    """Lines of jobs by tender. The same content is worked out once, however many ask for it, and kept for a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Job[Any]] = OrderedDict()
        self._lines: dict[str, deque[Job[Any]]] = {}
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="background")

    def job(self, tender: str, content: str, work: Callable[[Job[R]], R], *, again: bool = False) -> Job[R]:
        """The job of this content, started unless it was; ``again`` starts one anew that was cancelled or has failed."""
        with self._lock:
            kept = self._kept.get(content)
            if kept is None or (again and (kept.cancelled or kept.failed)):
                kept = self._kept[content] = Job(work)
                self._queue(tender, kept)
            self._kept.move_to_end(content)
            for old in [key for key, one in self._kept.items() if one.over][: max(len(self._kept) - _KEPT, 0)]:
                del self._kept[old]
            return kept

    def stop(self) -> None:
        """Everything is asked to stop, because the program ends."""
        with self._lock:
            for job in self._kept.values():
                job.cancel()

    def _queue(self, tender: str, job: Job[Any]) -> None:
        line = self._lines.setdefault(tender, deque())
        line.append(job)
        if len(line) == 1:
            self._pool.submit(self._next, tender)

    def _next(self, tender: str) -> None:
        self._lines[tender][0].run()
        with self._lock:
            line = self._lines[tender]
            line.popleft()
            if line:  # behind those of other tenders that wait for a thread
                self._pool.submit(self._next, tender)
            else:
                del self._lines[tender]


BACKGROUND: Final = Background()

"""How often somebody may try: few times under one name, more in all, within a stretch of time."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable


class Attempts:
    """Counts attempts in this process; names that were not tried lately are forgotten.

    >>> attempts = Attempts(each=2, all_=3, seconds=60, clock=lambda: 0.0)
    >>> [attempts.allow(name) for name in ("Ada", "Ada", "Ada", "Bo", "Cy")]
    [True, True, False, True, False]
    """

    def __init__(self, *, each: int, all_: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._all, self._seconds, self._clock = each, all_, seconds, clock
        self._tried: deque[tuple[float, str]] = deque()
        self._lock = threading.Lock()

    def allow(self, name: str) -> bool:
        """Whether one more attempt under this name is let through; only those that are count."""
        now = self._clock()
        with self._lock:
            while self._tried and now - self._tried[0][0] >= self._seconds:
                self._tried.popleft()
            mine = sum(known == name for _, known in self._tried)
            if mine >= self._each or len(self._tried) >= self._all:
                return False
            self._tried.append((now, name))
            return True

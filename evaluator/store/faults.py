"""What a database driver raises, as refusals of the store; anything unknown stays what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from evaluator.store.errors import Busy, DiskFull, Immutable, Missing, NotAccepted, StoreError, Unavailable

_FULL = ("database or disk is full", "No space left on device", "could not extend file")
_BUSY = ("database is locked", "lock timeout")
_CHECK = re.compile(r"CHECK constraint failed: (\w+)|violates check constraint \"(\w+)\"")


@contextmanager
def translated() -> Iterator[None]:
    """Within it a full disk, a busy database or a broken rule is raised as a `StoreError`."""
    try:
        yield
    except exc.TimeoutError as fault:
        raise Busy("no free connection") from fault
    except exc.IntegrityError as fault:
        if (refusal := _integrity(str(fault.orig))) is None:
            raise
        raise refusal from fault
    except exc.OperationalError as fault:
        raise _operational(str(fault.orig)) from fault


def _integrity(words: str) -> StoreError | None:
    if "is kept" in words:
        return Immutable(words)
    if "FOREIGN KEY constraint failed" in words or "violates foreign key constraint" in words:
        return Missing(words)
    if found := _CHECK.search(words):
        return NotAccepted(found[1] or found[2])
    return None


def _operational(words: str) -> StoreError:
    if any(part in words for part in _FULL):
        return DiskFull(words)
    if any(part in words for part in _BUSY):
        return Busy(words)
    return Unavailable(words)

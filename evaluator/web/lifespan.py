"""What happens around serving: libraries warmed in the right order, numeric threads limited, the collector calmed."""

from __future__ import annotations

import gc
import importlib
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio

from evaluator.scoring import opinion_methods
from evaluator.services.background import BACKGROUND
from evaluator.ui import warm

_LOG: Final = logging.getLogger(__name__)
# What later pages need, choices and downloads before charts and grids; it loads once the first page is on the screen.
_SOON: Final = ("streamlit.emojis", "evaluator.services.exports", "pyarrow", "numpy", "pandas")
# Time for the browser's own first requests before the slow imports begin.
_PAUSE_SECONDS: Final = 1.0


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Serve, with warm libraries in the background."""
    settle()
    stop = threading.Event()
    threading.Thread(target=_warm_up, args=(stop,), name="warm-up", daemon=True).start()
    try:
        yield
    finally:
        stop.set()
        BACKGROUND.stop()
        await anyio.sleep(0)


def settle() -> None:
    """Everything loaded so far is set aside from collection.

    Streamlit collects garbage after every run of a page; with modules in the pile that costs more than the page itself.
    """
    gc.collect()
    gc.freeze()


def _warm_up(stop: threading.Event) -> None:
    while not warm.wait_for_page(0.2):
        if stop.is_set():
            return
    if stop.wait(_PAUSE_SECONDS):
        return
    try:
        for name in _SOON:
            importlib.import_module(name)
        opinion_methods.warm()
    except ImportError:
        _LOG.warning("a library could not be loaded; pages that need it will say so", exc_info=True)
    limit_threads()
    settle()


def limit_threads() -> None:
    """Numeric libraries use one thread each: small matrices are slower on more."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)

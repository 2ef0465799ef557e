"""What ``app.py`` hands to Streamlit: the script, routes, middleware, lifespan and the page for errors of ours."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit.runtime.pages_manager import PagesManager

from evaluator.web import door, downloads, shell
from evaluator.web.failure import on_script_error
from evaluator.web.guard import Guard
from evaluator.web.lifespan import lifespan

__all__ = ["MIDDLEWARE", "SCRIPT", "lifespan", "on_script_error", "routes"]

# Read by numeric libraries when they load, which is later than this module.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# The script names its pages itself. Left to guess, Streamlit would run a page's file alone, without frame or context, for
# a visitor whose first address is not the desk's.
PagesManager.uses_pages_directory = False

SCRIPT: Final = str(Path(__file__).resolve().parent.parent / "ui" / "main.py")
MIDDLEWARE: Final = (Middleware(Guard),)


async def health(_: Request) -> Response:
    """The server answers."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


def routes() -> list[BaseRoute]:
    """Our own addresses, before Streamlit's."""
    return [Route("/healthz", health), downloads.ROUTE, *door.ROUTES, *shell.routes()]

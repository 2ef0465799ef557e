"""A process that has imported the app and forks a server for each line it is given: what the libraries take is spent once.

A line is JSON: ``port``, ``folder`` to work in, ``log`` to write to and ``env`` to add; the answer is the server's process id.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import sys

import evaluator.services
import evaluator.ui.panels
import evaluator.ui.views
import evaluator.web
from evaluator.scoring import opinion_methods
from evaluator.web.serve import serve


def warm() -> None:
    """Import what a first page needs, and start nothing."""
    for package in (evaluator.services, evaluator.ui.panels, evaluator.ui.views, evaluator.web):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in ("pandas", "pyarrow", "streamlit.web.server", "streamlit.elements.arrow", "uvicorn"):
        importlib.import_module(name)
    opinion_methods.warm()  # what a server loads in the background after its first page


def start(wish: dict[str, object]) -> None:
    """Become the server that a line asks for."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    log = os.open(str(wish["log"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for here, there in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(here, there)
    os.chdir(str(wish["folder"]))
    os.environ.update(dict(wish["env"]))  # type: ignore[call-overload]  # as JSON has it
    serve(int(str(wish["port"])))


if __name__ == "__main__":
    # Ended servers are reaped by the system; a server itself waits for its own children, as ever.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    warm()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            start(json.loads(line))
            os._exit(0)
        print(child, flush=True)

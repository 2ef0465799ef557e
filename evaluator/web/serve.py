"""Starts the app on this machine, from a checkout or an installed wheel, with the options of ``options``."""

from __future__ import annotations

import socket
import sys
from typing import Final

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.web import options

_TRIES: Final = 50


class NoPortError(OSError):
    """Every port tried is in use."""


def serve(port: int = options.PORT, *, sample: bool = False, lang: Lang = "en") -> None:
    """The app is served on 127.0.0.1 until interrupted; its address is printed once, on standard output.

    ``sample`` loads the sample tender into a store that has never held one.
    """
    import streamlit as st

    from evaluator.web import wrapper

    chosen = free_port(port, lang)
    if chosen != port:
        print(t("frame.serve.busy", lang, wanted=port, port=chosen), file=sys.stderr)
    if sample:
        _load_sample(lang)
    app = st.App(
        wrapper.SCRIPT, routes=wrapper.routes(), middleware=wrapper.MIDDLEWARE, lifespan=wrapper.lifespan,
        on_script_error=wrapper.on_script_error,
    )  # fmt: skip
    print(t("frame.serve.address", lang, url=f"http://{options.HOST}:{chosen}"), flush=True)
    app.run(config={**options.OPTIONS, "server.port": chosen, "logger.hideWelcomeMessage": True})


def _load_sample(lang: Lang) -> None:
    from evaluator.services import front
    from evaluator.services.sample import load_sample_once
    from evaluator.services.signing_in import accounts_kept

    store = front.open_store()
    if accounts_kept(store):  # then whoever may start tenders opens the sample from the desk
        return
    print(t("frame.serve.sample", lang), file=sys.stderr, flush=True)
    load_sample_once(store, front.local_actor())


def free_port(first: int, lang: Lang = "en") -> int:
    """The first free port from ``first`` on; 0 lets the system choose."""
    last = first + _TRIES if first else first
    for port in range(first, last + 1):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((options.HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise NoPortError(t("frame.serve.none", lang, first=first, last=last))

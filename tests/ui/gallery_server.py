"""Serves the gallery with the routes, guard and options of the real app: ``python gallery_server.py PORT``."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

from evaluator.web import options, wrapper

app = st.App(
    Path(__file__).with_name("gallery.py"),
    routes=wrapper.routes(),
    middleware=wrapper.MIDDLEWARE,
    lifespan=wrapper.lifespan,
    on_script_error=wrapper.on_script_error,
)

if __name__ == "__main__":
    app.run(config={**options.OPTIONS, "server.port": int(sys.argv[1])})

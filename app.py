"""The app as ``streamlit run app.py`` finds it: Streamlit looks for this very call in this very file."""

import streamlit as st

from evaluator.web import wrapper

app = st.App(
    wrapper.SCRIPT,
    routes=wrapper.routes(),
    middleware=wrapper.MIDDLEWARE,
    lifespan=wrapper.lifespan,
    on_script_error=wrapper.on_script_error,
)

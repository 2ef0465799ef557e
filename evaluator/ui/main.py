"""The script that Streamlit runs on every interaction: the frame first, then the page that was asked for."""

from __future__ import annotations

import streamlit as st

from evaluator.i18n.words import t
from evaluator.services.sight import closed
from evaluator.store.errors import SignedOut
from evaluator.ui import frame, state, warm
from evaluator.ui.panels import unopened

lang = state.language()
page = st.navigation(frame.pages(lang), position="hidden")
key = frame.key_of(page)
st.set_page_config(
    page_title=f"{t(f'frame.page.{key}', lang)} · {t('frame.product', lang)}", layout="wide",
    initial_sidebar_state="locked",
)  # fmt: skip
try:
    context = state.open_context(key)
except SignedOut:
    unopened.signed_out(lang)
    st.stop()
frame.draw(context)
with st.container(key="ve_page"):
    if context.front.faults:
        unopened.show(key)
    elif context.tender and (why := closed(context.actor, key, opened=context.front.opened)):
        unopened.closed_to(key, why)
    else:
        page.run()
warm.page_served()

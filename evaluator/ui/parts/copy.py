"""Text to copy out of the app, such as a clarification letter for an e-mail."""

from __future__ import annotations

import streamlit as st

from evaluator.ui.parts.plain import plain


def copy_box(label: str, text: str, *, key: str, open_at_first: bool = False) -> None:
    """A fold with the text as it is and a button that copies it."""
    with st.expander(plain(label), key=key, expanded=open_at_first):
        st.code(text, language=None, wrap_lines=True)

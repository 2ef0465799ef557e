"""What a vendor wrote, question by question, each with its cell; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st


@dataclass(frozen=True, slots=True)
class Said:
    """One question, what stands in answer to it, and the cells; ``missing`` where nothing does."""

    question: str
    text: str
    place: str = ""
    missing: bool = False


def answer_list(given: Sequence[Said], *, label: str, height: int, key: str) -> None:
    """The answers in a box of ``height`` rem that scrolls by itself, so that boxes beside each other line up.

    ``label`` is its accessible name.
    """
    with st.container(key=key):
        st.html(markup(given, label=label, height=height))


def markup(given: Sequence[Said], *, label: str, height: int) -> str:
    """The answers as HTML with no tags but our own.

    >>> "<script>" in markup([Said("Plan", "<script>", "Fit!D4")], label="Ada", height=10)
    False
    """
    items = "".join(
        f'<div class="ve-said"><div class="ve-note">{escape(one.question)}</div>'
        f'<p class="{"ve-small" if one.missing else "ve-para"}">{escape(one.text)}</p>'
        f'<span class="ve-cell">{escape(one.place)}</span></div>'
        for one in given
    )
    named = f'role="region" tabindex="0" aria-label="{escape(label)}"'
    return f'<div class="ve-scroll" {named} style="height:{int(height)}rem">{items}</div>'

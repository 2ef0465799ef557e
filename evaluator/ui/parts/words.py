"""Words of a page: the result in one sentence, sections, plain paragraphs. All text is escaped."""

from __future__ import annotations

from html import escape

import streamlit as st


def headline(result: str, lead: str = "") -> None:
    """The page's result in one sentence, and under it what it rests on."""
    under = f'<p class="ve-lead">{escape(lead)}</p>' if lead else ""
    st.html(f'<h1 class="ve-h1">{escape(result)}</h1>{under}')


def section(title: str, note: str = "") -> None:
    """A section's title, with a short remark beside it."""
    beside = f'<span class="ve-note">{escape(note)}</span>' if note else ""
    st.html(f'<h2 class="ve-h2">{escape(title)}{beside}</h2>')


def para(text: str) -> None:
    """A paragraph; line breaks stay."""
    st.html(f'<p class="ve-para">{escape(text)}</p>')


def small(text: str) -> None:
    """A remark in small, soft type."""
    st.html(f'<p class="ve-small">{escape(text)}</p>')


def told(text: str) -> None:
    """A sentence that changes while the rest of the page stays: screen readers read it out when it does."""
    st.html(f'<p class="ve-para ve-told" role="status">{escape(text)}</p>')

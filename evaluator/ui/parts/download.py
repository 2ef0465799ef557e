"""Downloads: links to ``/export/…`` that a service has minted, never files in Streamlit's open media folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from html import escape
from typing import Final

import streamlit as st

from evaluator.ui import state

# Tickets are short-lived: a link that stays on the screen gets a new one well before the old one ends.
FRESH_SECONDS: Final = 240
# A save in another tab ends a ticket at once: the link looks this often whether it has to be renewed.
LOOK_SECONDS: Final = 20


def download_link(label: str, mint: Callable[[], str], *, key: str, primary: bool = False) -> None:
    """A link that downloads with one click; its ticket belongs to the tender's present revision and is renewed in time.

    It opens a tab of its own, which closes by itself: should the ticket have ended, the page with its work stays.
    """
    page = state.current()

    @st.fragment(run_every=LOOK_SECONDS)
    def link() -> None:
        stamp = (page.tender, page.store.revision(page.tender), page.lang)
        st.html(markup(label, _ticket(key, stamp, mint), primary=primary), width="content")

    link()


def markup(label: str, ticket: str, *, primary: bool = False) -> str:
    """The link as HTML, drawn as a button.

    >>> markup("Shortlist", "a1b2")
    '<a class="ve-button" href="/export/a1b2" target="_blank" rel="noopener">Shortlist</a>'
    """
    name = "ve-button ve-primary" if primary else "ve-button"
    return f'<a class="{name}" href="/export/{escape(ticket)}" target="_blank" rel="noopener">{escape(label)}</a>'


def _ticket(key: str, stamp: tuple[str, int, str], mint: Callable[[], str]) -> str:
    """The ticket of this link: the last one while it is fresh and nothing was saved since, else a new one."""
    name = f"download.{key}"
    kept: tuple[tuple[str, int, str], float, str] | None = state.get(name)
    now = time.monotonic()
    if kept is None or kept[0] != stamp or now - kept[1] >= FRESH_SECONDS:
        kept = (stamp, now, mint())
        state.put(name, kept)
    return kept[2]

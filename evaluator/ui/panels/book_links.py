"""Links to a workbook that goes out to be changed, in each language of the tender."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.domain.text import layouts
from evaluator.services.exports import mint
from evaluator.services.state import TenderState
from evaluator.ui.parts import download
from evaluator.ui.state import PageContext


def book_links(page: PageContext, now: TenderState, kind: str, names: str) -> None:
    """``kind`` is that of the export, ``names`` the key under which the catalogue names it in each language."""
    with st.container(key=f"{kind}_book", horizontal=True, vertical_alignment="center"):
        for layout in layouts(now.tender.languages):
            with st.container(width="content"):
                download.download_link(
                    page.t(f"{names}.{layout}"), partial(mint, page.store, page.actor, page.tender, kind, lang=layout),
                    key=f"{kind}_book_{layout}",
                )  # fmt: skip

"""The draft with tracked changes: what it is compared with, and links to the redline."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.domain.text import layouts
from evaluator.services.drafting import DraftResult
from evaluator.services.exports import mint
from evaluator.services.former_drafts import former_drafts
from evaluator.services.state import TenderState
from evaluator.ui.parts import download, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import redline


def redlines(page: PageContext, now: TenderState, vendor: str, made: DraftResult) -> None:
    """What the draft is compared with, and links to the redline in each language of the tender."""
    words.section(page.t("redline.section"))
    texts = redline.choices(now, vendor, former_drafts(page.store, page.actor, now, vendor, made), page.lang)
    against = st.selectbox(
        page.t("redline.against"), list(texts), format_func=texts.__getitem__, key="redline_against", width=420
    )
    with st.container(horizontal=True, vertical_alignment="center", key="contract_redlines"):
        for layout in layouts(now.tender.languages):
            with st.container(width="content", key=f"redline_{layout}"):
                download.download_link(
                    page.t(f"redline.download.{layout}"),
                    partial(mint, page.store, page.actor, page.tender, "redline", vendor=vendor, lang=layout, against=against),
                    key=f"redline_{layout}_{against}",
                )  # fmt: skip
    words.small(page.t("redline.rivals" if redline.internal(against) else "redline.note"))

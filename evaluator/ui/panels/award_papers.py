"""The papers of an award on the Shortlist page: the recommendation that is signed, and the letters to the others."""

from __future__ import annotations

import streamlit as st

from evaluator.services import exports
from evaluator.services.recommending import pdf_possible
from evaluator.services.state import TenderState
from evaluator.ui.parts import download, words
from evaluator.ui.state import PageContext


def award_papers(page: PageContext, now: TenderState) -> None:
    """Links to the recommendation of the choice that stands."""
    del now
    words.section(page.t("shortlist.paper"))
    words.para(page.t("shortlist.paper_note"))
    firm = "1" if st.checkbox(page.t("shortlist.paper_firm"), key="paper_firm") else ""
    forms = ("docx", "pdf") if pdf_possible() else ("docx",)
    for form in forms:
        with st.container(key=f"paper_{form}", horizontal=True):
            for layout in ("zh", "en", "both"):
                download.download_link(
                    page.t(f"shortlist.paper_{layout}", form={"docx": "Word", "pdf": "PDF"}[form]),
                    key=f"paper_{form}_{layout}_{firm}",
                    mint=lambda form=form, layout=layout: exports.mint(  # type: ignore[misc]  # bound per link
                        page.store, page.actor, page.tender, "recommendation", lang=layout, form=form, firm=firm
                    ),
                )  # fmt: skip
    if len(forms) == 1:
        words.small(page.t("award.no_pdf"))

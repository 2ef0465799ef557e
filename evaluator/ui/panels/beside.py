"""What comes beside the workbooks: attachments and conversations, taken in before any bid is, and looked at by vendor."""

from __future__ import annotations

from typing import Final

import streamlit as st

from evaluator.services.attachments import known_vendors
from evaluator.services.state import TenderState
from evaluator.ui.panels.attached import attached
from evaluator.ui.panels.attaching import attaching
from evaluator.ui.panels.referring import referring
from evaluator.ui.panels.talking import talking
from evaluator.ui.parts import words
from evaluator.ui.state import PageContext

BESIDE: Final = ("attachments", "talks", "references")


def beside(page: PageContext, now: TenderState) -> None:
    """Folded away until they are wanted: the workbooks come first."""
    with st.expander(page.t("bids.attach"), key="bids_attach"):
        attaching(page, now)


def before_bids(page: PageContext, now: TenderState) -> None:
    """Before the first workbook is in: attachments, and conversations with the vendors that are invited."""
    beside(page, now)
    names = list(known_vendors(now))
    if names:
        words.section(page.t("bids.view.talks"))
        talking(page, now, st.selectbox(page.t("bids.vendor"), names, key="talk_vendor", width=420))


def look_beside(page: PageContext, now: TenderState, vendor: str, chosen: str) -> None:
    """One of the views on what a vendor has sent or said beside its workbooks."""
    if chosen == "attachments":
        attached(page, now, vendor)
    elif chosen == "talks":
        talking(page, now, vendor)
    else:
        referring(page, now, vendor)

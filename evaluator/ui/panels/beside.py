"""What comes beside the workbooks: attachments and conversations, taken in before any bid is, and looked at by vendor."""

from __future__ import annotations

from typing import Final

import streamlit as st

from evaluator.services.state import TenderState
from evaluator.ui.panels.attached import attached
from evaluator.ui.panels.attaching import attaching
from evaluator.ui.state import PageContext

BESIDE: Final = ("attachments",)


def beside(page: PageContext, now: TenderState) -> None:
    """Folded away until they are wanted: the workbooks come first."""
    with st.expander(page.t("bids.attach"), key="bids_attach"):
        attaching(page, now)


def look_beside(page: PageContext, now: TenderState, vendor: str, chosen: str) -> None:
    """One of the views on what a vendor has sent or said beside its workbooks."""
    if chosen == "attachments":
        attached(page, now, vendor)

"""What a bid has in common with other bids, below its findings; nothing where there is nothing."""

from __future__ import annotations

from evaluator.services.likeness import likenesses
from evaluator.services.state import TenderState
from evaluator.ui.parts import tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import likeness as view

HEIGHT = 44


def alike(page: PageContext, now: TenderState, vendor: str) -> None:
    """Both sides of each likeness with their cells."""
    found = likenesses(now, vendor)
    if not found:
        return
    words.section(page.t("likeness.title"), str(len(found)))
    words.para(page.t("likeness.lead"))
    caption = page.t("likeness.table")
    tables.html_table(*view.table(now, found, vendor, page.lang), caption=caption, key="bids_alike", height=HEIGHT)

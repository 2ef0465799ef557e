"""Many open answers settled at once: a grid that is filled in by keyboard, and one reason, source and date for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from evaluator.services.limits import WORDS
from evaluator.services.settling import settle_all
from evaluator.services.state import TenderState
from evaluator.services.wording import item_title
from evaluator.ui import act, state
from evaluator.ui.panels.citing import citing
from evaluator.ui.parts import steps, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import settle_bulk as view
from evaluator.ui.views.settle import Point

if TYPE_CHECKING:
    import pandas as pd

LINES = 102


def settling_bulk(page: PageContext, now: TenderState, vendor: str, waiting: Sequence[Point]) -> None:
    """Folded away; nothing where only one answer waits."""
    if len(waiting) < 2:
        return
    with st.expander(page.t("bids.bulk"), key="bids_bulk"):
        words.small(page.t("bids.bulk_note"))
        citing(page, now, vendor, "bulk")
        with st.form(f"bulk_{vendor}", border=False):
            filled = _grid(page, now, vendor, waiting)
            left, middle, right = st.columns([2, 2, 1])
            left.text_input(page.t("bids.reason"), key="bulk_reason", max_chars=WORDS)
            middle.text_input(page.t("bids.source"), key="bulk_source", max_chars=WORDS)
            right.date_input(page.t("bids.date"), "today", key="bulk_date", format="YYYY-MM-DD")
            if steps.submit(page.t("bids.bulk_save"), type="primary", key="bulk_save"):
                _send(page, now, (vendor, waiting), filled)
                st.rerun()


def _grid(page: PageContext, now: TenderState, vendor: str, waiting: Sequence[Point]) -> pd.DataFrame:
    frame = view.grid(now, waiting, page.lang)
    most = view.readings(now, waiting, page.lang)
    config: dict[str, Any] = {
        "_index": None,
        "question": st.column_config.TextColumn(page.t("bids.col.question"), disabled=True, width=210),
        "words": st.column_config.TextColumn(page.t("bids.col.words"), disabled=True, width=110),
        "wrong": st.column_config.TextColumn(page.t("bids.col.wrong"), disabled=True, width=190),
        "choice": st.column_config.SelectboxColumn(
            page.t("bids.bulk_choice"), options=[*map(str, range(1, most + 1)), page.t("bids.bulk_none")], width=80
        ),
        "value": st.column_config.TextColumn(page.t("bids.bulk_value"), width=110, max_chars=WORDS),
    }
    for number in range(1, most + 1):
        head = page.t("bids.bulk_reading", n=number)
        config[f"reading_{number}"] = st.column_config.TextColumn(head, disabled=True, width=95)
    # The grid belongs to one revision: after a save there is another one, without what was settled.
    return steps.grid(
        frame, column_config=config, num_rows="fixed", key=f"bulk_{now.revision}_{vendor}", alt=page.t("bids.bulk"),
        placeholder="–", row_height=LINES, height=min(LINES * len(waiting) + 40, 560),
    )  # fmt: skip


def _send(page: PageContext, now: TenderState, about: tuple[str, Sequence[Point]], filled: pd.DataFrame) -> None:
    (vendor, waiting), typed = about, st.session_state
    day = typed["bulk_date"]
    why = (str(typed["bulk_reason"]), day.isoformat() if day else "", str(typed["bulk_source"]))
    wishes, wrong = view.wishes(now, vendor, waiting, filled, why, page.lang)
    if wrong is not None:
        state.flash("error", page.t("bids.bulk_unoffered", item=item_title(now, wrong[0], page.lang), n=wrong[1]))
        return
    act.act(
        lambda cid: settle_all(page.store, page.actor, cid, page.tender, wishes, drawn=now),
        f"bulk.{vendor}", "bids.bulk_done", n=len(wishes),
    )  # fmt: skip

"""Questions that a vendor has put in other words: both texts, and the form that says whether they mean the same."""

from __future__ import annotations

import streamlit as st

from evaluator.services.limits import WORDS
from evaluator.services.meaning import Rewording, Why, rewordings, settle_meaning
from evaluator.services.state import TenderState
from evaluator.services.wording import item_title
from evaluator.ui import act, state
from evaluator.ui.parts import steps, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import rewording as view


def rewording(page: PageContext, now: TenderState, vendor: str) -> None:
    """The reworded questions of a vendor, one at a time; nothing where there are none."""
    found = {one.item: one for one in rewordings(now, vendor)}
    if not found:
        return
    words.section(page.t("wording.title"), str(len(found)))
    words.para(page.t("wording.lead", n=len(found)))
    item = st.selectbox(
        page.t("wording.choose"), list(found), key=f"wording_item_{now.revision}_{vendor}",
        format_func=lambda key: view.label(now, found[key], page.lang),
    )  # fmt: skip
    one = found[item]
    tables.html_table(*view.table(now, one, page.lang), caption=page.t("wording.table"), key="wording_table")
    _form(page, now, vendor, one)


def _form(page: PageContext, now: TenderState, vendor: str, one: Rewording) -> None:
    key = f"{vendor}_{one.item}"
    with st.form("wording", border=False):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            st.radio(
                page.t("wording.how"), (True, False), index=None, key=f"wording_how_{key}",
                format_func={True: page.t("wording.way.same"), False: page.t("wording.way.not")}.__getitem__,
            )  # fmt: skip
        with right:
            st.text_input(page.t("bids.reason"), key=f"wording_reason_{key}", max_chars=WORDS)
            st.text_input(
                page.t("bids.source"), key="wording_source", max_chars=WORDS, placeholder=page.t("bids.source_hint")
            )
            st.date_input(page.t("bids.date"), "today", key="wording_date", format="YYYY-MM-DD")
        steps.submit(
            page.t("wording.save"), type="primary", key="wording_save", on_click=_send, args=(page, now, vendor, one)
        )


def _send(page: PageContext, now: TenderState, vendor: str, one: Rewording) -> None:
    given, key = st.session_state, f"{vendor}_{one.item}"
    same, day = given[f"wording_how_{key}"], given["wording_date"]
    if same is None:
        state.flash("error", page.t("bids.how_missing"))
        return
    why = Why(str(given[f"wording_reason_{key}"]), str(given["wording_source"]), day.isoformat() if day else "")
    act.act(
        lambda cid: settle_meaning(
            page.store, page.actor, cid, page.tender, vendor, one.item, same, why, drawn=now
        ),
        f"wording.{key}", "wording.done_same" if same else "wording.done_not",
        item=item_title(now, one.item, page.lang),
    )  # fmt: skip

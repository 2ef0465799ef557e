"""The final price round: who is asked until when, both offers, and the packages to send."""

from __future__ import annotations

import streamlit as st

from evaluator.services.exports import mint
from evaluator.services.final_price import Offer, allowed, askable, close_final_round, offers, open_final_round
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import download, steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import final_price as view
from evaluator.ui.views.tender import layout


def final_prices(page: PageContext, now: TenderState) -> None:
    """What was asked and came; a new round may be opened while nobody is chosen and the route allows one."""
    found = offers(page.store, page.actor, now)
    if not found and (now.selection is not None or not allowed(now)):
        return
    words.section(page.t("shortlist.final.title"))
    words.small(page.t("shortlist.final.note"))
    if found:
        shown = view.table(found, now.tender.currency, page.lang)
        tables.html_table(*shown, caption=page.t("shortlist.final.title"), key="final_table")
        _packages(page, now, [one for one in found if one.state == "asked"])
        if any(one.state == "waits" for one in found):
            take = Action(label=page.t("shortlist.final.to_bids"), key="final_bids", page="bids", primary=False)
            steps.actions(take, key="final_bids_acts")
    if any(one.round.open for one in found):
        _end(page, now)
    busy = {one.vendor for one in found if one.round.open}
    free = [vendor for vendor in askable(now) if vendor not in busy]
    if now.selection is None and free:
        with st.expander(page.t("shortlist.final.ask"), key="final_new"):
            _form(page, now, free)


def _end(page: PageContext, now: TenderState) -> None:
    key = f"final_end_reason_{now.revision}"
    with st.popover(page.t("shortlist.final.end"), key="final_end"):
        st.text_input(page.t("shortlist.final.reason"), key=key, max_chars=WORDS)
        steps.button(page.t("shortlist.final.end"), key="final_close", on_click=_close, args=(page, key))


def _close(page: PageContext, key: str) -> None:
    reason = str(st.session_state[key])
    act.act(
        lambda cid: close_final_round(page.store, page.actor, cid, page.tender, reason), "final_end", "shortlist.final.ended"
    )  # fmt: skip


def _packages(page: PageContext, now: TenderState, asked: list[Offer]) -> None:
    for due in dict.fromkeys(one.round.due for one in asked):
        vendors = [one.vendor for one in asked if one.round.due == due]
        download.download_link(
            page.t("shortlist.final.download", count=len(vendors)),
            lambda due=due, vendors=vendors: mint(  # type: ignore[misc]  # bound per link
                page.store, page.actor, page.tender, "packages", vendors="\n".join(vendors),
                lang=layout(now.tender.languages), due=due,
            ),
            key=f"final_{due}",
        )  # fmt: skip


def _form(page: PageContext, now: TenderState, free: list[str]) -> None:
    turn = now.revision
    with st.form(f"final_{turn}", border=False):
        st.multiselect(
            page.t("shortlist.final.vendors"),
            free,
            default=free,
            key=f"final_vendors_{turn}",
            placeholder=page.t("parts.choose"),
        )
        st.date_input(page.t("shortlist.final.due"), None, key=f"final_due_{turn}", format="YYYY-MM-DD", width=220)
        st.text_input(page.t("shortlist.final.reason"), key=f"final_reason_{turn}", max_chars=WORDS)
        steps.submit(page.t("shortlist.final.do"), key="final_open", on_click=_open, args=(page, turn))


def _open(page: PageContext, turn: int) -> None:
    vendors, due, reason = (st.session_state[f"final_{part}_{turn}"] for part in ("vendors", "due", "reason"))
    if not (vendors and due):
        state.flash("error", page.t("shortlist.final.missing"))
        return
    act.act(
        lambda cid: open_final_round(
            page.store, page.actor, cid, page.tender, vendors, due.isoformat(), str(reason)
        ),
        "final", "shortlist.final.opened",
    )  # fmt: skip

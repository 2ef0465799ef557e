"""Claimed facts of one bid: ticked in bulk when their evidence was seen, or overridden one by one with a reason."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from evaluator.domain.bid import Bid
from evaluator.services.bids import check_facts
from evaluator.services.state import TenderState
from evaluator.services.wording import question_text
from evaluator.ui import act, state
from evaluator.ui.parts import notice, steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import facts as view


def checking(page: PageContext, now: TenderState, bid: Bid) -> None:
    """The facts that a vendor claims, those already checked below them."""
    given = view.facts(now, bid.vendor)
    claimed = view.claimed(given)
    words.small(page.t("bids.facts_note"))
    if claimed:
        _tick(page, now, bid.vendor, claimed)
        with st.expander(page.t("bids.override"), key="bids_override"):
            _override(page, now, bid.vendor, given)
    else:
        notice.done(page.t("bids.facts_done"))
    if len(claimed) < len(given):
        words.section(page.t("bids.checked"), str(len(given) - len(claimed)))
        tables.html_table(
            *view.checked_table(now, given, page.lang), caption=page.t("bids.checked"), key="bids_checked"
        )


def _tick(page: PageContext, now: TenderState, vendor: str, claimed: tuple[view.Fact, ...]) -> None:
    every = bool(state.get(f"facts.every.{vendor}"))
    config = {
        name: st.column_config.TextColumn(page.t(f"bids.fact.{name}"), disabled=True, width=width)
        for name, width in _READ.items()
    }
    config["_index"] = st.column_config.TextColumn(page.t("bids.col.no"), disabled=True, width=60)
    config["seen"] = st.column_config.CheckboxColumn(page.t("bids.fact.seen"), width=98, pinned=True)
    # The grid belongs to one revision and is keyed by question ids, so that a tick can never slip to another row.
    ticked = st.data_editor(
        view.grid(now, claimed, page.lang, every=every), column_config=config, num_rows="fixed", disabled=list(_READ),
        key=f"facts_{now.revision}_{int(every)}_{vendor}", alt=page.t("bids.facts"),
        row_height=LINES, height=min(LINES * len(claimed) + 40, 520),
    )  # fmt: skip
    seen = [str(item) for item in ticked.index[ticked["seen"]]]
    steps.actions(
        Action(
            label=page.t("bids.facts_save", n=len(seen)), key="facts_save", on_click=_confirm, args=(page, now, vendor, seen),
            disabled=not seen,
        ),
        Action(
            label=page.t("bids.facts_none" if every else "bids.facts_every"), key="facts_every", on_click=_every,
            args=(vendor,), primary=False,
        ), key="facts",
    )  # fmt: skip


_READ = {"question": 320, "answer": 260, "evidence": 95, "points": 55, "place": 115}
LINES = 66  # rows as high as three lines: in rows of one line the grid cuts its text, in higher ones it wraps


def _every(vendor: str) -> None:
    state.put(f"facts.every.{vendor}", not state.get(f"facts.every.{vendor}"))


def _confirm(page: PageContext, now: TenderState, vendor: str, items: list[str]) -> None:
    act.act(
        lambda cid: check_facts(page.store, page.actor, cid, page.tender, vendor, items, None, "", drawn=now),
        f"facts.{vendor}", "bids.facts_saved", n=len(items),
    )  # fmt: skip
    state.put(f"facts.every.{vendor}", False)


def _override(page: PageContext, now: TenderState, vendor: str, given: tuple[view.Fact, ...]) -> None:
    with st.form("override", border=False):
        names = {fact.item: f"{fact.item} {question_text(now, fact.item, page.lang)}" for fact in given}
        st.selectbox(page.t("bids.fact.question"), list(names), format_func=names.__getitem__, key="override_item")
        left, right = st.columns([1, 3])
        # Empty at first and without limits: points are a person's word, and a number beyond them is refused aloud.
        left.number_input(
            page.t("bids.override_points"), value=None, step=1.0, format="%g", placeholder="–", key="override_points"
        )
        right.text_input(page.t("bids.reason"), key="override_reason")
        st.form_submit_button(
            page.t("bids.override_save"), on_click=_send, args=(page, now, vendor), key="override_save"
        )


def _send(page: PageContext, now: TenderState, vendor: str) -> None:
    given = st.session_state
    if given["override_points"] is None:
        state.flash("error", page.t("bids.override_missing"))
        return
    item, value = str(given["override_item"]), Decimal(str(given["override_points"]))
    reason = str(given["override_reason"])
    act.act(
        lambda cid: check_facts(page.store, page.actor, cid, page.tender, vendor, [item], value, reason, drawn=now),
        f"override.{vendor}", "bids.override_done", item=item,
    )  # fmt: skip

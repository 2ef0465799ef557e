"""Facts of one bid checked in bulk: rows are ticked, and one act with its reason is for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from evaluator.domain.bid import Bid
from evaluator.services.checking import check_facts, confirm_facts, unsee_facts
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import notice, steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import facts as view

_READ = {"question": 275, "answer": 210, "standing": 100, "evidence": 90, "points": 55, "place": 150}
_WAYS = ("seen", "confirm", "override", "unsee")
LINES = 66  # rows as high as three lines: in rows of one line the grid cuts its text, in higher ones it wraps


def checking(page: PageContext, now: TenderState, bid: Bid) -> None:
    """The facts that a vendor claims, the unchecked ones first; those already checked once more below, with reasons."""
    given = view.facts(now, bid.vendor)
    claimed = view.claimed(given)
    words.small(page.t("bids.facts_note"))
    if not claimed:
        notice.done(page.t("bids.facts_done"))
    if given:
        _act(page, now, bid.vendor, (*claimed, *(fact for fact in given if fact not in claimed)))
    if len(claimed) < len(given):
        words.section(page.t("bids.checked"), str(len(given) - len(claimed)))
        tables.html_table(
            *view.checked_table(now, given, page.lang), caption=page.t("bids.checked"), key="bids_checked"
        )


def _act(page: PageContext, now: TenderState, vendor: str, given: tuple[view.Fact, ...]) -> None:
    """One form for the grid and the act: it is filled in and sent without the mouse, and nothing moves while it is."""
    every = bool(state.get(f"facts.every.{vendor}"))
    label = page.t("bids.facts_none" if every else "bids.facts_every")
    steps.actions(
        Action(label=label, key="facts_every", on_click=_every, args=(vendor,), primary=False), key="facts_every"
    )
    with st.form(f"facts_{vendor}", border=False):
        ticked = _grid(page, now, vendor, given, every=every)
        st.radio(
            page.t("bids.facts_how"), _WAYS, format_func=lambda way: page.t(f"bids.facts_way.{way}"), horizontal=True,
            key="facts_way",
        )  # fmt: skip
        left, right = st.columns([1, 3])
        # Empty at first and without limits: points are a person's word, and a number beyond them is refused aloud.
        left.number_input(
            page.t("bids.override_points"), value=None, step=1.0, format="%g", placeholder="–", key="facts_points"
        )
        right.text_input(
            page.t("bids.reason"), key="facts_reason", max_chars=WORDS, help=page.t("bids.facts_reason_note")
        )
        if steps.submit(page.t("bids.facts_do"), type="primary", key="facts_save"):
            _send(page, now, vendor, ticked)
            st.rerun()


def _grid(page: PageContext, now: TenderState, vendor: str, given: tuple[view.Fact, ...], *, every: bool) -> list[str]:
    """The items of the ticked rows."""
    config = {
        name: st.column_config.TextColumn(page.t(f"bids.fact.{name}"), disabled=True, width=width)
        for name, width in _READ.items()
    }
    config["_index"] = st.column_config.TextColumn(page.t("bids.col.no"), disabled=True, width=60)
    config["seen"] = st.column_config.CheckboxColumn(page.t("bids.fact.chosen"), width=70, pinned=True)
    # The grid belongs to one revision and is keyed by question ids, so that a tick can never slip to another row.
    ticked = steps.grid(
        view.grid(now, given, page.lang, every=every), column_config=config, num_rows="fixed", disabled=tuple(_READ),
        key=f"facts_{now.revision}_{int(every)}_{vendor}", alt=page.t("bids.facts"),
        row_height=LINES, height=min(LINES * len(given) + 40, 520),
    )  # fmt: skip
    return [str(item) for item in ticked.index[ticked["seen"]]]


def _every(vendor: str) -> None:
    state.put(f"facts.every.{vendor}", not state.get(f"facts.every.{vendor}"))


def _send(page: PageContext, now: TenderState, vendor: str, items: Sequence[str]) -> None:
    typed = st.session_state
    way, points, reason = typed["facts_way"], typed["facts_points"], str(typed["facts_reason"])
    if way == "override" and points is None:
        state.flash("error", page.t("bids.override_missing"))
        return

    def save(cid: str) -> bool:
        if way == "unsee":
            unsee_facts(page.store, page.actor, cid, page.tender, vendor, items, reason, drawn=now)
        elif way == "confirm":
            confirm_facts(page.store, page.actor, cid, page.tender, vendor, items, reason, drawn=now)
        else:
            value = Decimal(str(points)) if way == "override" else None
            check_facts(page.store, page.actor, cid, page.tender, vendor, items, value, reason, drawn=now)
        return True

    if act.act(save, f"facts.{vendor}", f"bids.facts_done_{way}", n=len(items)):
        state.put(f"facts.every.{vendor}", False)

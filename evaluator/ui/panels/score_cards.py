"""One sub-criterion on one screen: its scale, every vendor's answers side by side, points and reason under each."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from evaluator.domain.bid import Bid
from evaluator.domain.method import Criterion
from evaluator.intake.repeating import repeats
from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.services.commands import Actor, new_command_id
from evaluator.services.held import ScoreEntry
from evaluator.services.naming import Names, names_to
from evaluator.services.scores import save_scores
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from evaluator.ui import act, state
from evaluator.ui.panels.reopened import earlier
from evaluator.ui.parts import answers, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import scores as view

BESIDE = 3
HEIGHT = 17


def show(page: PageContext, now: TenderState, evaluator: str) -> None:
    """The choice of a sub-criterion, its scale, and a card for each vendor."""
    leaves = {leaf.key: leaf for leaf in now.assigned(evaluator)}
    given = view.given_by(now, evaluator)
    titles = view.parents(now.pack.method.criteria, page.lang)
    chosen = st.selectbox(
        page.t("scores.leaf"), list(leaves), key="scores_leaf",
        format_func=lambda key: view.leaf_label(leaves[key], titles, page.lang),
    )  # fmt: skip
    leaf = leaves[chosen]
    left = sum(not view.has_points(given.get((chosen, name))) for name in view.vendors(now))
    words.small(" ".join((page.text(leaf.description), page.t("scores.leaf_left", n=left) if left else "")))
    tables.html_table(
        view.scale_columns(page.lang),
        view.scale_rows(leaf, page.lang),
        caption=page.t("scores.scale"),
        key="scores_scale",
    )
    names = names_to(now, evaluator, page.lang)
    bids = names.sort((bid for bid in now.evaluation.bids if bid.answers), lambda bid: bid.vendor)
    for start in range(0, len(bids), BESIDE):
        for column, bid in zip(st.columns(BESIDE, gap="small"), bids[start : start + BESIDE], strict=False):
            with column:
                _card(page, now, evaluator, leaf, (bid, names), given.get((leaf.key, bid.vendor)))


def _card(
    page: PageContext,
    now: TenderState,
    evaluator: str,
    leaf: Criterion,
    whose: tuple[Bid, Names],
    entry: ScoreEntry | None,
) -> None:
    bid, names = whose
    key = _key(now, evaluator, leaf, bid)
    words.section(names.of(bid.vendor))
    earlier(page, entry)
    label = page.t("scores.answers", vendor=names.of(bid.vendor))
    answers.answer_list(view.said(now, bid, leaf, names, page.lang), label=label, height=HEIGHT, key=f"said_{key}")
    top = show_plain(top_points(leaf))
    if view.closed(now, evaluator) or (entry is not None and entry.state == "submitted"):
        _final(page, entry, top, names)
        return
    # Fields that have just come on the screen start from what is saved; later on their own state counts.
    if f"points_{key}" not in st.session_state:
        state.put(f"seen_{key}", [entry])
    args = (page.store, page.actor, now.id, evaluator, (leaf.key, bid.vendor), key)
    # Without limits: beyond them the browser would keep the number back and say nothing; the service says it.
    st.number_input(
        page.t("scores.points", top=top), key=f"points_{key}", step=1.0,
        value=float(entry.points) if entry and entry.points is not None else None, format="%g", placeholder="–",
        on_change=keep, args=args,
    )  # fmt: skip
    st.text_area(
        page.t("scores.reason"), key=f"reason_{key}", value=entry.reason if entry else "", height=96,
        placeholder=plain(page.t("scores.reason_hint")), on_change=keep, args=args,
    )  # fmt: skip
    if repeats(str(st.session_state.get(f"reason_{key}") or ""), leaf):
        words.small(page.t("scores.repeats"))


def _final(page: PageContext, entry: ScoreEntry | None, top: str, names: Names) -> None:
    """Points and reason as they stand, for reading."""
    if entry is None or entry.points is None:
        words.small(page.t("scores.points_none"))
        return
    words.para(page.t("scores.points_shown", points=show_plain(entry.points), top=top))
    words.small(names.cover(entry.reason) or page.t("scores.reason_none"))


def _key(now: TenderState, evaluator: str, leaf: Criterion, bid: Bid) -> str:
    parts = "\n".join((now.id, str(now.number), evaluator, leaf.key, bid.vendor))
    return hashlib.sha256(parts.encode()).hexdigest()[:12]


def keep(store: Store, actor: Actor, tender: str, evaluator: str, place: tuple[str, str], key: str) -> None:
    """Points and reason of one card are saved as a draft; where that is refused, the fields show what is saved."""
    typed = st.session_state.get(f"points_{key}")
    reason = str(st.session_state.get(f"reason_{key}") or "")
    changes = {place: (None if typed is None else Decimal(str(typed)), reason)}
    now = load(store, actor, tender)
    # The list stays the same, only what is in it changes: should the next field be left before this call ends, Streamlit
    # breaks off at the next touch of its own state, and the save must already be known to that field's call.
    seen: list[ScoreEntry | None] = state.get(f"seen_{key}") or [None]
    drawn = replace(now, entries=(seen[0],) if seen[0] else ())

    def work(_: str) -> bool:
        save_scores(store, actor, new_command_id(), tender, evaluator, changes, drawn=drawn)
        seen[:] = [view.given_by(load(store, actor, tender), evaluator).get(place)]
        return True

    done = act.act(work, "scores.keep", cover=names_to(now, evaluator, state.language()).cover)
    if done is None:
        entry = view.given_by(load(store, actor, tender), evaluator).get(place)
        seen[:] = [entry]
        known = None if entry is None or entry.points is None else float(entry.points)
        st.session_state[f"points_{key}"] = known
        st.session_state[f"reason_{key}"] = entry.reason if entry else ""

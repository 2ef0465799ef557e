"""The score grid: typed from the keyboard, every edit kept as a draft, nothing remounted while a person types."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from evaluator.i18n.words import t
from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.services.commands import Actor, new_command_id
from evaluator.services.naming import Names, names_to
from evaluator.services.scores import Given, Place, save_scores
from evaluator.services.state import TenderState, load
from evaluator.store.errors import Conflict, Immutable
from evaluator.store.store import Store
from evaluator.ui import act, state
from evaluator.ui.parts import steps, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import score_grid as view
from evaluator.ui.views.scores import vendors

if TYPE_CHECKING:
    import pandas as pd

VENDOR_WIDTH = 180
ROOM = 920
NARROWEST = 64


def grid_key(now: TenderState, evaluator: str) -> str:
    """The editor's key: another tender, method version, evaluator or set of sub-criteria or vendors is another grid."""
    parts = "\n".join(
        (now.id, str(now.number), evaluator, *(leaf.key for leaf in now.assigned(evaluator)), *vendors(now))
    )
    base = f"scores_grid_{hashlib.sha256(parts.encode()).hexdigest()[:12]}"
    return f"{base}_{state.get(f'{base}.anew', 0)}"


def show(page: PageContext, now: TenderState, evaluator: str) -> None:
    """The editor. What it starts from is made once and stays while it is on the screen; edits lie above it.

    A grid that is drawn anew, after another page or view, starts from what is saved.
    """
    key = grid_key(now, evaluator)
    kept: view.Kept | None = state.get(key)
    if kept is None or key not in st.session_state:
        kept = view.kept(now, evaluator)
        state.put(key, kept)
    elif keep(page.store, page.actor, now.id, evaluator, key):
        st.rerun()  # an edit that its own callback could not save is saved now
    drawn = kept.grid
    leaves = [now.pack.method.leaf(leaf) for leaf in drawn.leaves]
    width = max(NARROWEST, (ROOM - VENDOR_WIDTH) // max(len(leaves), 1))
    # Text, not numbers: the browser's editor of numbers makes other ones of what it does not take (9 of 5 becomes 5,
    # letters become 0) and sends those. What is typed comes here as it is and is kept exactly or refused.
    columns = {
        leaf.key: st.column_config.TextColumn(
            f"{number} {page.text(leaf.title)}", width=width, alignment="right",
            help=f"{page.text(leaf.description)} · 0–{show_plain(top_points(leaf))}",
        )
        for number, leaf in enumerate(leaves, start=1)
    }  # fmt: skip
    steps.grid(
        frame(drawn, names_to(now, evaluator, page.lang)), key=key, num_rows="fixed",
        disabled=("_index",), placeholder="–", alt=page.t("scores.grid"), width="stretch",
        column_config={"_index": st.column_config.TextColumn(page.t("scores.col.vendor"), width=VENDOR_WIDTH), **columns},
        on_change=save, args=(page.store, page.actor, now.id, evaluator, key),
    )  # fmt: skip
    words.small(" · ".join(f"{number} {page.text(leaf.title)}" for number, leaf in enumerate(leaves, start=1)))
    words.small(page.t("scores.grid_hint"))


def frame(drawn: view.Grid, names: Names) -> pd.DataFrame:
    """The grid as the editor takes it: rows under the vendors' names or labels; an edit names its row by number."""
    import pandas as pd

    points = [[None if point is None else show_plain(point) for point in row] for row in drawn.points]
    return pd.DataFrame(
        points, index=[names.of(name) for name in drawn.vendors], columns=list(drawn.leaves), dtype="str"
    )


def save(store: Store, actor: Actor, tender: str, evaluator: str, key: str) -> None:
    """The editor has changed."""
    keep(store, actor, tender, evaluator, key)


def keep(store: Store, actor: Actor, tender: str, evaluator: str, key: str) -> bool:
    """Whether the page has to be drawn again: an edit was saved, or one was refused and the grid starts anew.

    Every edit that passes our own checks and was not sent before is saved, each call by a command of its own: a draft
    saved twice is the same draft. Of an edit that is refused, or of a score that somebody else has changed meanwhile,
    the person is told, the others are saved, and the grid is drawn anew, so that it shows what is saved.
    """
    kept: view.Kept | None = state.get(key)
    if kept is None:
        return False
    now = load(store, actor, tender)
    names = names_to(now, evaluator, state.language())
    points, refused = view.edits(kept.grid, st.session_state.get(key), now)
    if refused:
        _say(kept, refused, names)
        _anew(key)
    wanted = view.unsent(kept, points)
    if not wanted or "technical_locked" in now.stages:
        return bool(refused)

    def work(changes: dict[Place, Given]) -> bool:
        save_scores(store, actor, new_command_id(), tender, evaluator, changes, drawn=kept.drawn(now))
        kept.note(changes, load(store, actor, tender), evaluator)
        return True

    try:
        return bool(act.act(lambda _: _unless_changed(work, wanted), "scores.keep", cover=names.cover)) or bool(refused)
    except _ChangedElsewhere:
        for place, given in wanted.items():
            try:
                _unless_changed(work, {place: given})
            except _ChangedElsewhere:
                _tell(view.changed(place, now), names)
        _anew(key)
        return True


class _ChangedElsewhere(Exception):
    """Somebody else has changed, or submitted, one of these scores."""


def _unless_changed(work: Callable[[dict[Place, Given]], bool], wanted: dict[Place, Given]) -> bool:
    try:
        return work(wanted)
    except (Conflict, Immutable) as refusal:
        raise _ChangedElsewhere from refusal


def _anew(key: str) -> None:
    # Counted from where the page stands, not from this key: what was typed while the page was being drawn anew comes
    # from the grid before.
    name = f"{key.rpartition('_')[0]}.anew"
    state.put(name, state.get(name, 0) + 1)


def _say(kept: view.Kept, refused: list[view.Refusal], names: Names) -> None:
    """Tell of each refused edit once, though it comes again with every later edit of the same grid."""
    for each in refused:
        if each not in kept.told:
            _tell(each, names)
    kept.told[:] = refused


def _tell(refusal: view.Refusal, names: Names) -> None:
    state.flash("error", names.cover(t(refusal.key, state.language(), **dict(refusal.params))))

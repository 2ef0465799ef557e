"""Foreign questions matched to ours, many at a time and by keyboard: tick what is right, choose another, or say there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from evaluator.intake.foreign.matching import Match
from evaluator.services.mapping import Proposal, save_mapping
from evaluator.ui import act, state
from evaluator.ui.parts import notice, steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import matching as view
from evaluator.ui.views.laying import Laying

LINES = 62  # rows lower than this cut their text instead of wrapping it
_TURN = "laying.match_turn"


def matching(page: PageContext, laying: Laying, made: Proposal) -> None:
    """The pairs as they stand, and what is left on either side."""
    numbers = view.tally(made.matches)
    if not numbers.all:
        notice.info(page.t("laying.match_none"))
        return
    words.section(
        page.t("laying.match_head", n=numbers.all, done=numbers.decided + numbers.certain),
        page.t("laying.match_note", alike=numbers.alike, open=numbers.open),
    )
    names = {name: page.t(f"laying.show.{name}") for name in view.SHOWN}
    which = st.segmented_control(
        page.t("laying.show"), list(names), format_func=names.__getitem__, key="laying_show", default="all", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    given = view.shown(made.matches, which)
    if given:
        _grid(page, laying, made, given)
    else:
        words.small(page.t("laying.show_none"))
    rest = view.unanswered(made.matches, made.targets, page.lang)
    if rest[1]:
        with st.expander(page.t("laying.unanswered", n=len(rest[1])), key="laying_unanswered"):
            tables.html_table(*rest, caption=page.t("laying.unanswered", n=len(rest[1])), height=24, key="laying_rest")


def _grid(page: PageContext, laying: Laying, made: Proposal, given: Sequence[Match]) -> None:
    labels = {target.item: view.label(target, page.lang) for target in made.targets}
    labels[view.NONE] = page.t("laying.no_counterpart")
    config = {
        "yes": st.column_config.CheckboxColumn(page.t("laying.col.yes"), width=86, pinned=True),
        "theirs": st.column_config.TextColumn(page.t("laying.col.theirs"), width=290, disabled=True),
        "ours": st.column_config.SelectboxColumn(
            page.t("laying.col.ours"), width=150, options=list(labels), format_func=lambda item: labels[str(item)]
        ),
        "words": st.column_config.TextColumn(page.t("laying.col.words"), width=290, disabled=True),
        "how": st.column_config.TextColumn(page.t("laying.col.how"), width=110, disabled=True),
    }
    key = f"laying_grid_{state.get(_TURN, 0)}_{page.revision}_{len(given)}"
    edited = st.session_state.get(key, {}).get("edited_rows", {})
    steps.grid(
        view.grid(given, made.targets, edited, page.lang), column_config=config, hide_index=True, num_rows="fixed", key=key,
        alt=page.t("laying.match_grid"), placeholder="–", row_height=LINES, height=min(LINES * len(given) + 37, 470),
    )  # fmt: skip
    words.small(page.t("laying.match_hint"))
    chosen, sure = view.said(given, edited), view.certain(made.matches)
    steps.actions(
        Action(
            label=page.t("laying.confirm", n=len(chosen)), key="laying_confirm", disabled=not chosen,
            on_click=_confirm, args=(page, laying, made, chosen),
        ),
        Action(
            label=page.t("laying.confirm_certain", n=len(sure)), key="laying_certain", disabled=not sure, primary=False,
            on_click=_confirm, args=(page, laying, made, sure),
        ), key="laying_match",
    )  # fmt: skip


def _confirm(page: PageContext, laying: Laying, made: Proposal, said: dict[str, str]) -> None:
    """What was said is kept with the mapping."""
    mapping = replace(made.mapping, matches={**made.mapping.matches, **said})
    kept = act.act(
        lambda cid: save_mapping(page.store, page.actor, cid, page.tender, laying.name, mapping, made.ver),
        "laying.confirm", "laying.confirmed", n=len(said),
    )  # fmt: skip
    if kept is not None:
        laying.match(mapping.matches)
        state.put(_TURN, int(state.get(_TURN, 0)) + 1)

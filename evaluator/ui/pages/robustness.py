"""The robustness page: what holds the first place under the published weights, and the least that would turn it."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evaluator.robustness.standing import standing
from evaluator.services import exports
from evaluator.services.robustness import Robustness, checking, flips_for, left_for, names_evaluators, waits_for
from evaluator.services.robustness_json import standing_words
from evaluator.services.state import TenderState, load
from evaluator.ui import frame
from evaluator.ui.panels.at_work import awaited
from evaluator.ui.panels.other_methods import other_methods
from evaluator.ui.panels.rank_counts import rank_counts
from evaluator.ui.panels.what_if import what_if
from evaluator.ui.parts import download, notice, steps, tables, tornado, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import robustness as view

page = frame.open_page("robustness")
lang, t = page.lang, page.t


def checked(now: TenderState, found: Robustness, head: DeltaGenerator) -> None:
    titles = {top.key: top.title for top in now.pack.method.criteria}
    with head:  # in the place of the headline that stood there while the check was at work
        words.headline(view.headline(found, titles, lang), t(f"robustness.lead{view.searched(found)}"))
    where = view.fall_words(found, lang)
    if where:
        words.small(where)
    unsettled(now)
    missing = len(now.evaluation.ranking.results) - len(found.matrix.vendors)
    if missing:
        words.small(t("robustness.left_out", n=missing))
    files()
    changes(found)
    if not found.weighed:
        left_out_in_turn(found)
        return
    margins(found, titles)
    what_if(page, now, {key: page.text(title) for key, title in titles.items()})
    rank_counts(page, now, found.matrix.vendors)
    values(found, titles)
    other_methods(page, now)


def unsettled(now: TenderState) -> None:
    held = standing(now.evaluation.ranking)
    if held is not None:
        notice.show("info" if held.decided else "warn", standing_words(held, lang))


def files() -> None:
    with st.container(key="robustness_files", horizontal=True):
        for form in ("json", "csv"):
            download.download_link(
                t(f"robustness.file_{form}"), key=f"robustness_{form}",
                mint=lambda form=form: exports.mint(  # type: ignore[misc]  # bound per link
                    page.store, page.actor, page.tender, "robustness", form=form, lang=lang
                ),
            )  # fmt: skip
        steps.actions(
            Action(label=t("robustness.back"), key="robustness_back", page="ranking", primary=False), key="back"
        )


def changes(found: Robustness) -> None:
    words.section(t("robustness.changes"), t("robustness.changes_note"))
    rows = view.flip_rows(flips_for(page.actor, found), found.matrix.vendors, lang)
    if rows:
        tables.html_table(view.flip_columns(lang), rows, caption=t("robustness.changes"), key="robustness_changes")
    else:
        words.small(t("robustness.changes_none"))
    unsearched = view.unsearched(found, lang)
    if unsearched:
        words.small(unsearched)
    if names_evaluators(page.actor) and any(flip.of_evaluator for flip in found.flips):
        words.small(t("robustness.named"))


def left_out_in_turn(found: Robustness) -> None:
    words.section(t("robustness.left"), t("robustness.left_note"))
    rows = view.left_rows(left_for(page.actor, found), lang)
    tables.html_table(view.left_columns(lang), rows, caption=t("robustness.left"), key="robustness_left")
    words.small(t(f"robustness.sums_only{view.searched(found)}"))


def margins(found: Robustness, titles: view.Titles) -> None:
    words.section(t("robustness.margins"), t("robustness.margins_note"))
    lines, ahead = view.margin_lines(found, titles, lang), found.swings[0].now
    alt = t("robustness.margins_alt", lines=" · ".join(f"{one.criterion} {one.turns}" for one in lines))
    tornado.margin_tornado(
        page, t("robustness.margins_axis", first=found.matrix.vendors[0]), (t("robustness.less"), t("robustness.more")),
        lines, now=float(ahead * 100), alt=alt,
    )  # fmt: skip
    tables.html_table(
        view.weight_columns(lang), view.weight_rows(found, titles, lang), caption=t("robustness.margins"),
        key="robustness_weights",
    )  # fmt: skip
    words.small(t("robustness.weights_note", now=view.points(ahead)))


def values(found: Robustness, titles: view.Titles) -> None:
    words.section(t("robustness.values"), t("robustness.values_note"))
    columns = view.value_columns(found, titles, lang)
    tables.html_table(columns, view.value_rows(found), caption=t("robustness.values"), key="robustness_values")


state = load(page.store, page.actor, page.tender) if page.tender else None
if state is None:
    words.headline(t("frame.page.robustness"))
    go = Action(label=t("ranking.empty.go"), key="robustness_desk", page="desk")
    notice.empty(t("ranking.empty.title"), t("ranking.empty.do"), go)
elif waiting := waits_for(state):
    words.headline(t("frame.page.robustness"))
    if waiting == "bids":  # what is waited for is their answers, and no result is given away
        unsettled(state)
    go = Action(label=t("robustness.back"), key="robustness_ranking", page="ranking")
    notice.empty(t(f"robustness.waits.{waiting}"), t("robustness.waits_do"), go)
elif (job := checking(state)) is not None:
    head = st.container()
    again = partial(checking, state, again=True)
    robust = awaited(page, job, again, doing=t("robustness.working"), key="robustness_check")
    if robust is not None:
        checked(state, robust, head)
    else:
        with head:
            words.headline(t("frame.page.robustness"))

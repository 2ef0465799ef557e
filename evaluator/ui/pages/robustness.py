"""The robustness page: what holds the first place under the published weights, and the least that would turn it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from evaluator.adapters import charts
from evaluator.domain.award_rule import ADDITIVE
from evaluator.services import exports
from evaluator.services.robustness import (
    REGIONS,
    Robustness,
    flips_for,
    left_for,
    names_evaluators,
    robustness_of,
    shares,
    waits_for,
)
from evaluator.services.state import TenderState, load
from evaluator.ui import frame, theme
from evaluator.ui.parts import bars, chart, download, notice, steps, tables, tornado, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import rank_shares
from evaluator.ui.views import robustness as view

page = frame.open_page("robustness")
lang, t = page.lang, page.t


def checked(now: TenderState, found: Robustness) -> None:
    titles = {top.key: top.title for top in now.pack.method.criteria}
    sums = found.rule == ADDITIVE
    words.headline(view.headline(found, titles, lang), t("robustness.lead" if sums else "robustness.lead_search"))
    where = view.fall_words(found, lang)
    if where:
        words.small(where)
    missing = len(now.evaluation.ranking.results) - len(found.matrix.vendors)
    if missing:
        words.small(t("robustness.left_out", n=missing))
    files()
    changes(found)
    if not sums:
        left_out_in_turn(found)
        return
    margins(found, titles)
    ranks(now, found)


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
    if not rows:
        words.small(t("robustness.changes_none"))
        return
    tables.html_table(view.flip_columns(lang), rows, caption=t("robustness.changes"), key="robustness_changes")
    if names_evaluators(page.actor) and any(flip.of_evaluator for flip in found.flips):
        words.small(t("robustness.named"))


def left_out_in_turn(found: Robustness) -> None:
    words.section(t("robustness.left"), t("robustness.left_note"))
    rows = view.left_rows(left_for(page.actor, found), lang)
    tables.html_table(view.left_columns(lang), rows, caption=t("robustness.left"), key="robustness_left")
    words.small(t("robustness.sums_only"))


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


def ranks(now: TenderState, found: Robustness) -> None:
    words.section(t("robustness.ranks"), t("robustness.ranks_note"))
    chosen = st.selectbox(
        t("robustness.region"), list(REGIONS), format_func=lambda region: t(f"robustness.region_{region}"),
        key="robustness_region", width=420,
    )  # fmt: skip
    trial = shares(now, chosen)
    if trial is None:
        return
    vendors = found.matrix.vendors
    parts, keys = rank_shares.rank_parts(trial, vendors), rank_shares.rank_titles(len(vendors), lang)
    firsts = {
        vendor: rank_shares.whole(row[0], lang)
        for vendor, row in zip(vendors, rank_shares.rank_shares(trial), strict=True)
    }
    alt = t("robustness.ranks_alt", shares=" · ".join(f"{vendor} {share}" for vendor, share in firsts.items()))
    look = ramp(len(keys))
    spec = charts.contribution_bars(look, tuple(keys), vendors, 100.0, waits=False)
    laid = [
        record
        for vendor, own in parts
        for record in bars.records(vendor, own, keys, total=firsts[vendor], look=look, waiting="")
    ]
    chart.show(spec, "parts", laid, alt=alt, key="robustness_ranks")
    tables.html_table(
        rank_shares.rank_columns(len(vendors), lang), rank_shares.rank_rows(trial, vendors, lang), caption=t("robustness.ranks"),
        key="robustness_shares",
    )  # fmt: skip
    words.small(t("robustness.samples", samples=f"{trial.samples:,}", seed=str(trial.seed)))


def ramp(count: int) -> charts.Look:
    """One hue, the strongest for the first rank."""
    look = chart.look(page, 1)
    mode: theme.Mode = "dark" if page.dark else "light"
    colours = theme.ramp(mode, count)
    return replace(look, series=colours, inks=tuple(theme.readable(colour) for colour in colours))


state = load(page.store, page.actor, page.tender) if page.tender else None
if state is None:
    words.headline(t("frame.page.robustness"))
    go = Action(label=t("ranking.empty.go"), key="robustness_desk", page="desk")
    notice.empty(t("ranking.empty.title"), t("ranking.empty.do"), go)
elif waiting := waits_for(state):
    words.headline(t("frame.page.robustness"))
    go = Action(label=t("robustness.back"), key="robustness_ranking", page="ranking")
    notice.empty(t(f"robustness.waits.{waiting}"), t("robustness.waits_do"), go)
else:
    step = notice.working(t("robustness.working"))
    step(0.1, "")
    robust = robustness_of(state)
    step(1, "")
    if robust is not None:
        checked(state, robust)

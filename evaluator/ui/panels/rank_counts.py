"""How often each bid takes each place under other weights, by a method, with agreed or varying scores: bars and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from evaluator.adapters import charts
from evaluator.i18n.opinions import method_name, short_name
from evaluator.robustness.sampling import Trial
from evaluator.robustness.scorers import METHODS
from evaluator.services.robustness import REGIONS, Tried, trying, varies
from evaluator.services.state import TenderState
from evaluator.ui import theme
from evaluator.ui.panels.at_work import awaited
from evaluator.ui.parts import bars, chart, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import rank_shares


def rank_counts(page: PageContext, now: TenderState, vendors: Sequence[str]) -> None:
    """The section: what is tried is chosen, and counted in the background."""
    words.section(page.t("robustness.ranks"), page.t("robustness.ranks_note"))
    tried = _chosen(page, now)
    if tried.method != "additive":
        words.small(page.t("robustness.by_method", method=short_name(tried.method, page.lang)))
    job = trying(now, tried)
    if job is None:
        return
    again = partial(trying, now, tried, again=True)
    trial = awaited(page, job, again, doing=page.t("robustness.counting"), key="robustness_count")
    if trial is not None:
        _counted(page, trial, vendors)


def _chosen(page: PageContext, now: TenderState) -> Tried:
    weights, methods = st.columns(2)
    region = weights.selectbox(
        page.t("robustness.region"), list(REGIONS), format_func=lambda region: page.t(f"robustness.region_{region}"),
        key="robustness_region",
    )  # fmt: skip
    method = methods.selectbox(
        page.t("robustness.method"), METHODS, key="robustness_method",
        format_func=lambda method: method_name("weighted_sum" if method == "additive" else method, page.lang),
    )  # fmt: skip
    apart = varies(now)
    spread = st.toggle(
        page.t("robustness.spread"), key="robustness_spread", disabled=not apart or method != "additive",
        help=page.t(f"robustness.spread_{'note' if apart else 'none'}"),
    )  # fmt: skip
    return Tried(region=region, method=method, spread=spread and apart and method == "additive")


def _counted(page: PageContext, trial: Trial, vendors: Sequence[str]) -> None:
    lang, count = page.lang, len(vendors)
    parts, keys = rank_shares.rank_parts(trial, vendors), rank_shares.rank_titles(count, lang)
    firsts = {
        vendor: rank_shares.whole(row[0], lang)
        for vendor, row in zip(vendors, rank_shares.rank_shares(trial), strict=True)
    }
    alt = page.t("robustness.ranks_alt", shares=" · ".join(f"{vendor} {share}" for vendor, share in firsts.items()))
    look = _ramp(page, len(keys))
    spec = charts.contribution_bars(look, tuple(keys), tuple(vendors), 100.0, waits=False)
    laid = [
        record
        for vendor, own in parts
        for record in bars.records(vendor, own, keys, total=firsts[vendor], look=look, waiting="")
    ]
    chart.show(spec, "parts", laid, alt=alt, key="robustness_ranks")
    tables.html_table(
        rank_shares.rank_columns(count, lang), rank_shares.rank_rows(trial, vendors, lang),
        caption=page.t("robustness.ranks"), key="robustness_shares",
    )  # fmt: skip
    words.small(page.t("robustness.samples", samples=f"{trial.samples:,}", seed=str(trial.seed)))


def _ramp(page: PageContext, count: int) -> charts.Look:
    """One hue, the strongest for the first rank."""
    mode: theme.Mode = "dark" if page.dark else "light"
    colours = theme.ramp(mode, count)
    return replace(
        chart.look(page, 1), series=colours, inks=tuple(theme.readable(colour) for colour in colours)
    )  # fmt: skip

"""The places that other methods give under the published weights: one slope chart across all of them, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from evaluator.services.robustness import comparing
from evaluator.services.state import TenderState
from evaluator.ui import state
from evaluator.ui.panels.at_work import awaited
from evaluator.ui.parts import slope, steps, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import opinions as view


def other_methods(page: PageContext, now: TenderState) -> None:
    """The section: an offer at first, as on the ranking page, because it loads a large library."""
    words.section(page.t("robustness.methods"), page.t("robustness.methods_note"))
    words.small(page.t("robustness.methods_lead"))
    if state.get("ranking.asked") != now.revision:
        ask = steps.Action(
            label=page.t("robustness.methods_ask"), key="robustness_methods", primary=False, on_click=state.put,
            args=("ranking.asked", now.revision),
        )  # fmt: skip
        steps.actions(ask, key="robustness_methods")
        return
    again = partial(comparing, now, again=True)
    report = awaited(page, comparing(now), again, doing=page.t("robustness.asking"), key="robustness_asking")
    if report is None:
        return
    lang, ranking = page.lang, now.evaluation.ranking
    words.para(view.verdict(report, lang))
    heads, lines = view.orders(report, ranking, lang)
    alt = page.t("robustness.methods_alt", lines=" · ".join(f"{vendor} {_row(places)}" for vendor, places in lines))
    slope.rank_slope(page, heads, lines, alt=alt)
    tables.html_table(
        view.columns(report, lang), view.rows(report, ranking, lang), caption=page.t("robustness.methods"),
        key="robustness_opinions",
    )  # fmt: skip


def _row(places: Sequence[float]) -> str:
    return ", ".join(f"{place:g}" for place in places)

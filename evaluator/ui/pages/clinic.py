"""The clinic: what the method would do to bids, before it is locked; afterwards the same to be read."""

from __future__ import annotations

import streamlit as st

from evaluator.clinic.examine import Examined, Wish
from evaluator.i18n.clinic import Grid, grids, headline, lead, notes
from evaluator.services import exports
from evaluator.services.clinic import Work, clinic_of, found_with
from evaluator.services.state import TenderState, load
from evaluator.ui import frame, state
from evaluator.ui.panels.clinic_own import own_bids, own_given
from evaluator.ui.parts import download, notice, pairs, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import clinic as view

page = frame.open_page("clinic")
lang, t = page.lang, page.t
SEED = "clinic.seed"
LOOK_SECONDS = 2.0


@st.fragment(run_every=LOOK_SECONDS)
def waiting(work: Work) -> None:
    """How far the work is; the page is drawn again once it is done, and can be left meanwhile."""
    if work.done:
        st.rerun()
    st.progress(float(work.share), text=plain(t("clinic.working")))


def results(now: TenderState, told: Examined, mark: str) -> None:
    words.headline(headline(told, lang, locked=now.locked), lead(told, lang))
    words.small(t("clinic.supposed"))
    for note in notes(told, lang):
        notice.info(note)
    acts(now, mark)
    parts = {grid.key: grid for grid in grids(told, lang)}
    words.section(t("clinic.section.found"), t("clinic.note.found"))
    if told.found:
        tables.html_table(*view.found_table(told, lang), caption=t("clinic.section.found"), key="clinic_found")
    else:
        words.small(t("clinic.none"))
    shown(parts, "expected")
    shown(parts, "checks")
    weights(told, parts)
    formulas(told, parts)
    shown(parts, "barriers", t("clinic.note.barriers"), t("clinic.barriers_none"))
    shown(parts, "prices")


def acts(now: TenderState, mark: str) -> None:
    with st.container(key="clinic_acts", horizontal=True):
        seed = str(state.get(SEED, 1))
        download.download_link(
            t("clinic.file"), key=f"clinic_{seed}_{mark[:8]}",
            mint=lambda: exports.mint(page.store, page.actor, page.tender, "clinic", seed=seed, own=mark),
        )  # fmt: skip
        back = Action(label=t("clinic.back"), key="clinic_back", page="method", primary=False)
        again = Action(label=t("clinic.again"), key="clinic_again", on_click=other_bids, primary=False)
        steps.actions(*([] if now.locked else [again]), back, key="clinic")


def other_bids() -> None:
    state.put(SEED, int(state.get(SEED, 1)) + 1)


def weights(told: Examined, parts: dict[str, Grid]) -> None:
    rows = view.weight_pairs(told, lang)
    if rows:
        words.section(t("clinic.section.weights"), t("clinic.note.weights"))
        sides = (t("clinic.chart.nominal"), t("clinic.chart.effective"))
        alt = " · ".join(row.said[0] for row in rows)
        pairs.paired_bars(page, t("clinic.chart.axis"), sides, rows, alt=alt, key="clinic_weights_chart")
        table(parts["weights"])
    else:
        shown(parts, "weights", t("clinic.note.weights"), t("clinic.weights_none"))


def formulas(told: Examined, parts: dict[str, Grid]) -> None:
    rows = view.rate_pairs(told, lang)
    if not rows:
        return
    words.section(t("clinic.section.formulas"), t("clinic.note.formulas"))
    sides = (t("clinic.chart.turned"), t("clinic.chart.other"))
    alt = " · ".join(said for row in rows for said in row.said)
    pairs.paired_bars(page, t("clinic.chart.rates_axis"), sides, rows, alt=alt, key="clinic_formulas_chart")
    table(parts["formulas"])


def shown(parts: dict[str, Grid], key: str, note: str = "", without: str = "") -> None:
    """A section with its table; where there is none, what says so, and nothing at all where nothing does."""
    if key in parts or without:
        words.section(t(f"clinic.section.{key}"), note)
    if key in parts:
        table(parts[key])
    elif without:
        words.small(without)


def table(grid: Grid) -> None:
    tables.html_table(*view.table(grid, lang), caption=t(f"clinic.section.{grid.key}"), key=f"clinic_{grid.key}")


found = load(page.store, page.actor, page.tender) if page.tender else None
under_way = clinic_of(page.store, page.actor, found, Wish(seed=int(state.get(SEED, 1)))) if found else None
if found is None:
    words.headline(t("frame.page.clinic"))
    start = Action(label=t("desk.start"), key="clinic_start", page="tender")
    notice.empty(t("desk.empty.title"), t("method.none.do"), start)
elif under_way is None:
    words.headline(t("frame.page.clinic"))
    go = Action(label=t("clinic.back"), key="clinic_method", page="method")
    notice.empty(t("clinic.waits"), t("clinic.waits_do"), go)
else:
    if under_way.done:
        own = own_given(page, found)
        results(found, found_with(under_way, found, own), own.mark)
    else:
        words.headline(t("frame.page.clinic"))
        waiting(under_way)
    own_bids(page, found)  # in either case, so that the box keeps its files

"""What the members judged of a group, how far apart they are, what it comes to, and the chair's act that adopts it."""

from __future__ import annotations

import streamlit as st

from evaluator.adapters import charts
from evaluator.domain.weighing import Judgement
from evaluator.i18n.opinions import listed
from evaluator.scoring.group_weights import DECIMALS, Combining, combined, ways_to_combine
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.services.weighing import Weighing
from evaluator.services.weight_adoption import adopt, adoptions
from evaluator.services.weight_diagnostics import data_weights
from evaluator.ui import act
from evaluator.ui.parts import chart, notice, steps, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import weights as view


def judgements(page: PageContext, one: Weighing) -> None:
    """Side by side: figures, chart, what to talk about."""
    words.section(page.t("weights.spread"), page.t("weights.spread_note"))
    for remark in view.remarks(one, page.lang):
        notice.warn(remark)
    tables.html_table(*view.spread(one, page.lang), caption=page.t("weights.spread"), key="weights_spread")
    if said := view.agreement(one, page.lang):
        words.small(said)
    records = view.dots(one, page.lang)
    top = max(float(record["weight"]) for record in records) * 1.08
    spec = charts.weight_dots(
        chart.look(page, 1), page.t("weights.axis"), tuple(page.text(each.title) for each in one.group.criteria), top
    )
    alt = page.t("weights.dots_alt", marks=" · ".join(str(record["said"]) for record in records))
    chart.show(spec, "weights", records, alt=alt, key="weights_dots")
    words.small(page.t("weights.dots_note"))


def every_word(page: PageContext, given: tuple[Judgement, ...], one: Weighing) -> None:
    """All judgements in the order they came, the earlier ones of a member too."""
    titles = {each.key: each.title for each in one.group.criteria}
    with st.expander(page.t("weights.history"), key="weights_history"):
        tables.html_table(*view.words_given(given, titles, page.lang), caption=page.t("weights.history"), height=28)


def coming_to(page: PageContext, now: TenderState, one: Weighing, member: str) -> None:
    """What the judgements come to, and before the lock the form that adopts it."""
    words.section(page.t("weights.result"), page.t("weights.result_note"))
    titles = {each.key: each.title for each in one.group.criteria}
    for made in adoptions(page.store, page.actor, page.tender):
        if made.group == one.group.key:
            words.small(view.adopted(made, titles, page.lang))
    with st.container(horizontal=True, vertical_alignment="bottom", key="weights_how"):
        how: Combining = st.selectbox(
            page.t("weights.combine"), ways_to_combine(one.given), format_func=lambda key: page.t(f"weights.combine.{key}"),
            key=f"weights_combine_{one.group.key}", width=420,
        )  # fmt: skip
        decimals = st.selectbox(
            page.t("weights.decimals"), DECIMALS, format_func=lambda key: page.t(f"weights.decimals.{key}"),
            key=f"weights_decimals_{one.group.key}", width=200,
        )  # fmt: skip
    tables.html_table(
        *view.result(one, how, decimals, page.lang), caption=page.t("weights.result"), key="weights_result"
    )
    if said := view.consistency(combined(one.given, how), page.lang):
        words.small(page.t("weights.group_ratio", said=said))
    words.small(page.t("weights.rounding"))
    if not now.locked:
        _adopting(page, now, one, member, (how, decimals))


def _adopting(page: PageContext, now: TenderState, one: Weighing, member: str, chosen: tuple[Combining, int]) -> None:
    if one.missing:
        notice.warn(page.t("weights.some_missing", names=listed(one.missing, page.lang)))
    key = f"weights_reason_{one.group.key}_{now.method_ver}"
    with st.form("weights_adopt_form", border=False):
        st.text_input(page.t("weights.adopt_why"), key=key, max_chars=WORDS)
        steps.submit(
            page.t("weights.adopt"), key="weights_adopt", on_click=_adopt, args=(page, now, one, member, chosen, key)
        )
    words.small(page.t("weights.adopt_note"))


def _adopt(
    page: PageContext, now: TenderState, one: Weighing, member: str, chosen: tuple[Combining, int], key: str
) -> None:
    drawn, reason = (one.ids, now.number, now.method_ver), str(st.session_state[key])
    act.act(
        lambda cid: adopt(page.store, page.actor, cid, page.tender, one.group.key, member, *chosen, drawn, reason),
        f"weights.adopt.{one.group.key}", "weights.adopted", group=view.named(one.group, page.lang),
    )  # fmt: skip


def from_bids(page: PageContext, now: TenderState) -> None:
    """What the bids themselves would weigh, once prices are open, under the warning why nobody may use it."""
    found = data_weights(now)
    if found is None:
        return
    words.section(page.t("weights.data"), page.t("weights.data_note"))
    notice.warn(page.t("weights.data_never"), page.t("weights.data_why"))
    titles = {top.key: top.title for top in now.pack.method.criteria}
    tables.html_table(*view.from_bids(found, titles, page.lang), caption=page.t("weights.data"), key="weights_data")
    for sentence in view.not_from_bids(found, page.lang):
        words.small(sentence)

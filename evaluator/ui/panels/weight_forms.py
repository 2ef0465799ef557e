"""A member judges a group of criteria: the way, its form, and the act that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import streamlit as st

from evaluator.scoring.group_weights import SAATY
from evaluator.scoring.judged_weights import JUDGED, MOST_COMPARED
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.services.weighing import Weighing, judge
from evaluator.ui import act
from evaluator.ui.parts import steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import weights as view
from evaluator.ui.views.weight_rows import pairs, rows_of


def judging(page: PageContext, now: TenderState, one: Weighing, member: str) -> None:
    """The choice of a way and its form; nobody else's figure is in it."""
    count = len(one.group.criteria)
    ways = [way for way in JUDGED if way != "ahp" or count <= MOST_COMPARED]
    way = st.selectbox(
        page.t("weights.choose_way"), ways, format_func=lambda key: page.t(f"weights.way.{key}"),
        key=f"weights_way_{one.group.key}", width=420,
    )  # fmt: skip
    words.small(page.t(f"weights.says.{way}"))
    if way == "swing":
        tables.html_table(
            *view.swings(now.pack.method, one.group, page.lang), caption=page.t("weights.way.swing"), key="weights_swings",
            height=26,
        )  # fmt: skip
    key = f"weights_{one.group.key}_{way}_{member}_{one.own}"
    titles = [plain(page.text(each.title)) for each in one.group.criteria]
    ends = _ends(page, titles, key) if way == "bwm" else (None, None)
    if way == "bwm" and (None in ends or ends[0] == ends[1]):
        words.small(page.t("weights.two_first"))
        return
    with st.form(f"{key}_form", border=False):
        _FORMS[way](page, titles, key, ends)
        if one.own:
            st.text_input(page.t("weights.why_again"), key=f"{key}_reason", max_chars=WORDS)
        steps.submit(
            page.t("weights.submit"), type="primary", key="weights_submit", on_click=_send,
            args=(page, one, member, way, key, ends),
        )  # fmt: skip


Ends = tuple[int | None, int | None]


def _ends(page: PageContext, titles: list[str], key: str) -> Ends:
    """Which criterion matters most and which least; what is compared with them follows from it."""
    left, right = st.columns(2)
    chosen = []
    for column, name in ((left, "best"), (right, "worst")):
        chosen.append(
            column.selectbox(
                page.t(f"weights.{name}"), range(len(titles)), index=None, format_func=titles.__getitem__,
                key=f"{key}_{name}", placeholder=page.t("parts.choose"),
            )
        )  # fmt: skip
    return chosen[0], chosen[1]


def _numbers(most: float) -> Callable[[PageContext, list[str], str, Ends], None]:
    """A form of one number for each criterion."""

    def form(_: PageContext, titles: list[str], key: str, __: Ends) -> None:
        columns = st.columns(3, gap="medium")
        for place, title in enumerate(titles):
            columns[place % 3].number_input(title, 0.0, most, None, 1.0, format="%g", key=f"{key}_{place}")

    return form


def _order(page: PageContext, titles: list[str], key: str, _: Ends) -> None:
    columns = st.columns(3, gap="medium")
    for place, title in enumerate(titles):
        columns[place % 3].selectbox(
            title, range(1, len(titles) + 1), index=None, key=f"{key}_{place}", placeholder=page.t("parts.choose")
        )


def _pairs(page: PageContext, titles: list[str], key: str, _: Ends) -> None:
    columns = st.columns(2, gap="medium")
    for turn, (one, other) in enumerate(pairs(len(titles))):
        names = (titles[one], titles[other])
        columns[turn % 2].selectbox(
            page.t("weights.pair", one=names[0], other=names[1]), SAATY, index=None, key=f"{key}_{one}_{other}",
            format_func=partial(_step, page, names), placeholder=page.t("parts.choose"),
        )  # fmt: skip


def _step(page: PageContext, names: tuple[str, str], step: Fraction) -> str:
    """A step of Saaty's scale with the criterion that it favours."""
    whole = max(step, 1 / step)
    said = page.t(f"weights.step.{whole}")
    return f"{whole} · {said}" if whole == 1 else f"{names[0] if step > 1 else names[1]} · {whole} · {said}"


def _best_worst(page: PageContext, titles: list[str], key: str, ends: Ends) -> None:
    best, worst = ends
    left, right = st.columns(2, gap="medium")
    for place, title in enumerate(titles):
        if place != best and best is not None:
            label = page.t("weights.over", one=titles[best], other=title)
            left.number_input(label, 1, 9, None, 1, key=f"{key}_over_{place}")
        if place not in ends and worst is not None:
            label = page.t("weights.over", one=title, other=titles[worst])
            right.number_input(label, 1, 9, None, 1, key=f"{key}_under_{place}")


_FORMS: dict[str, Callable[[PageContext, list[str], str, Ends], None]] = {
    "points": _numbers(100.0), "swing": _numbers(100.0), "roc": _order, "ahp": _pairs, "bwm": _best_worst,
}  # fmt: skip


def _send(page: PageContext, one: Weighing, member: str, way: str, key: str, ends: Ends) -> None:
    typed: dict[str, Any] = {
        str(name).removeprefix(f"{key}_"): value
        for name, value in st.session_state.items()
        if str(name).startswith(f"{key}_")
    }
    typed |= {"best": ends[0], "worst": ends[1]}
    rows = rows_of(way, len(one.group.criteria), typed)
    reason = str(typed.get("reason", ""))
    act.act(
        lambda cid: judge(page.store, page.actor, cid, page.tender, one.group.key, member, way, rows, one.own + 1, reason),
        f"weights.{one.group.key}", "weights.judged",
    )  # fmt: skip

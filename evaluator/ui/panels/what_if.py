"""Sliders for weights and prices that rank again at once: a look in this session alone, saved nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evaluator.robustness.flip import percent
from evaluator.robustness.what_if import SAMPLES, shifted
from evaluator.services.state import TenderState
from evaluator.services.what_if import MOST, Basis, basis, tried
from evaluator.ui import state
from evaluator.ui.parts import bars, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import what_if as view

_BESIDE: Final = 3
_SCRAP: Final = "what_if"
_WEIGHT: Final = "what_if_weight_{}"
_PRICE: Final = "what_if_price_{}"


def what_if(page: PageContext, now: TenderState, titles: Mapping[str, str]) -> None:
    """The section; only it is drawn again when a slider moves. ``titles`` are the criteria's, by key."""
    there = basis(now)
    if there is None:
        return
    words.section(page.t("robustness.whatif"), page.t("robustness.whatif_note"))
    words.small(page.t("robustness.whatif_lead"))

    @st.fragment
    def by_hand() -> None:
        hand = Hand(page, now.revision, there)
        _sliders(hand, titles)
        _ranked(hand, titles)

    by_hand()


class Hand:
    """What somebody has tried in this session: weights by criterion and percent by bid, as long as the ranking is the same.

    A browser tells the values of all sliders with each move, and of a quick hand's next move before it has heard what the
    last one made of the others. So every slider that the hand is not on gets a new name: what comes under the old one is
    of a slider that is no more.
    """

    def __init__(self, page: PageContext, revision: int, there: Basis) -> None:
        self.page, self.there = page, there
        self._of = (page.tender, revision)
        kept = state.get(_SCRAP)
        same = kept is not None and kept[0] == self._of
        self.weights: tuple[Fraction, ...] = kept[1] if same else there.matrix.weights
        self.dearer: dict[str, int] = dict(kept[2]) if same else {}
        self._turn: dict[str, int] = dict(kept[3]) if kept is not None else {}
        if not same:
            self.reset()

    @property
    def touched(self) -> bool:
        """Whether anything is other than published."""
        return self.weights != self.there.matrix.weights or any(self.dearer.values())

    def named(self, slider: str) -> str:
        """The present name of a slider."""
        return f"{slider}_{self._turn.get(slider, 0)}"

    def weigh(self, criterion: int, slider: str, name: str) -> None:
        """A slider of a weight was moved: the others follow."""
        now = self._present()
        if now.named(slider) == name:
            now.weights = shifted(
                now.weights, now.there.matrix.weights, criterion, Fraction(str(st.session_state[name])) / 100
            )
            now._others_turn(slider)
            now._keep()

    def price(self, vendor: str, slider: str, name: str) -> None:
        """A slider of a price was moved."""
        now = self._present()
        if now.named(slider) == name:
            now.dearer[vendor] = int(st.session_state[name])
            now._keep()

    def _present(self) -> Hand:
        """What the session holds now: the slider that calls may have been drawn before the last move."""
        return Hand(self.page, self._of[1], self.there)

    def reset(self) -> None:
        """As published again."""
        self._turn = dict(state.get(_SCRAP, ((), (), (), {}))[3])
        self._others_turn("")
        self.weights, self.dearer = self.there.matrix.weights, {}
        self._keep()

    def _others_turn(self, held: str) -> None:
        weights = [_WEIGHT.format(key) for key in self.there.matrix.criteria]
        for slider in weights if held else [*weights, *(_PRICE.format(bid) for bid in range(len(self.there.room)))]:
            self._turn[slider] = self._turn.get(slider, 0) + (slider != held)

    def _keep(self) -> None:
        state.put(_SCRAP, (self._of, self.weights, self.dearer, self._turn))


def _sliders(hand: Hand, titles: Mapping[str, str]) -> None:
    page, matrix = hand.page, hand.there.matrix
    with st.container(key="what_if_weights"):
        for (number, key), cell in zip(enumerate(matrix.criteria), _cells(), strict=False):
            label = page.t(
                "robustness.whatif_weight", criterion=plain(titles[key]), weight=percent(matrix.weights[number])
            )
            slider = _WEIGHT.format(key)
            name = hand.named(slider)
            # What others' moves have made of it. The one that the hand is on keeps its own value: set back to what the
            # server has heard of, it would lose the keys that are on their way.
            if name not in st.session_state:
                st.session_state[name] = round(float(hand.weights[number] * 100), 1)
            cell.slider(
                label, 0.0, 100.0, step=0.5, format="%.1f%%" if page.lang == "zh" else "%.1f %%", key=name,
                on_change=hand.weigh, args=(number, slider, name),
            )  # fmt: skip
    if hand.there.room:
        with st.expander(page.t("robustness.whatif_prices"), key="what_if_prices"):
            _prices(hand)
    again = steps.Action(
        label=page.t("robustness.whatif_reset"), key="what_if_reset", primary=False, on_click=hand.reset,
        disabled=not hand.touched,
    )  # fmt: skip
    steps.actions(again, key="what_if")


def _prices(hand: Hand) -> None:
    page, room = hand.page, hand.there.room
    for (number, (vendor, most)), cell in zip(enumerate(room.items()), _cells(), strict=False):
        price = f"{float(hand.there.board.prices[vendor]):,.2f}"
        slider = _PRICE.format(number)
        name = hand.named(slider)
        if name not in st.session_state:
            st.session_state[name] = hand.dearer.get(vendor, 0)
        cell.slider(
            page.t("robustness.whatif_price", vendor=plain(vendor), price=price), -MOST, most, step=1,
            format="%+d%%" if page.lang == "zh" else "%+d %%", key=name, on_change=hand.price, args=(vendor, slider, name),
        )  # fmt: skip


def _cells() -> Iterator[DeltaGenerator]:
    """Places for widgets, row by row, so that the tabulator takes them in the order in which they are read."""
    while True:
        yield from st.columns(_BESIDE)


def _ranked(hand: Hand, titles: Mapping[str, str]) -> None:
    page, lang = hand.page, hand.page.lang
    found = tried(hand.there, hand.weights, hand.dearer)
    words.told(view.sentence(hand.there, found, lang, touched=hand.touched))
    nearest = view.held(found, titles, lang)
    if nearest:
        words.small(nearest)
    tables.html_table(
        view.columns(lang), view.rows(hand.there, found, lang), caption=page.t("robustness.whatif"), key="what_if_table"
    )
    parts, totals = view.contributions(found)
    alt = page.t(
        "robustness.whatif_bars_alt", totals=" · ".join(f"{vendor} {shown}" for vendor, shown in totals.items())
    )
    bars.contribution_bars(page, parts, [(key, titles[key]) for key in found.matrix.criteria], totals=totals, alt=alt)
    words.small(page.t("robustness.whatif_preview", samples=f"{SAMPLES:,}"))

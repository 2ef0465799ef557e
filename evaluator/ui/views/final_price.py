"""Earlier and final prices side by side."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.final_price import Offer
from evaluator.ui.parts.tables import Cell, Column, Row, Tone
from evaluator.ui.views.trail import money

_TONES: Final[dict[str, Tone]] = {"asked": "soft", "sealed": "soft", "waits": "warn", "taken": "ok", "none": "soft"}


def table(offers: Sequence[Offer], currency: str, lang: Lang) -> tuple[list[Column], list[Row]]:
    """One line for each vendor in a final price round: both offers, and by how much they differ."""
    columns = [
        Column(t("shortlist.final.col.vendor", lang), head=True, width=12),
        Column(t("shortlist.final.col.first", lang), "number", note=currency),
        Column(t("shortlist.final.col.final", lang), "number", note=currency),
        Column(t("shortlist.final.col.change", lang), "number"),
        Column(t("shortlist.final.col.due", lang), width=5),
        Column(t("shortlist.final.col.state", lang), width=9),
    ]
    return columns, [_row(one, lang) for one in offers]


def _row(one: Offer, lang: Lang) -> Row:
    state = Cell(text=t(f"shortlist.final.state.{one.state}", lang), tone=_TONES[one.state])
    return Row([one.vendor, _money(one.first), _money(one.final), _change(one), one.round.due, state])


def _money(total: Fraction | None) -> Cell:
    return Cell("–", tone="soft") if total is None else Cell(money(total))


def _change(one: Offer) -> Cell:
    """By how much the final offer differs, in percent of the earlier one.

    >>> from evaluator.domain.round import Round
    >>> asked = Round(vendor="Ada", number=1, items=(), due="")
    >>> _change(Offer(vendor="Ada", round=asked, first=Fraction(200), final=Fraction(190), state="taken")).text
    '−5.0 %'
    """
    if not one.first or one.final is None:
        return Cell("–", tone="soft")
    percent = round(float(100 * (one.final - one.first) / one.first), 1)
    sign = "−" if percent < 0 else "+" if percent > 0 else ""
    return Cell(f"{sign}{abs(percent):.1f} %")

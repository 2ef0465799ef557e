"""Tornado: what the first bid is ahead while one weight is less or more, the widest swing on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.adapters import charts
from evaluator.ui import theme
from evaluator.ui.parts import chart
from evaluator.ui.state import PageContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One criterion: the margins in points of 100 at less and at more weight, each told, and where it turns."""

    criterion: str
    less: float
    more: float
    said: tuple[str, str]
    turns: str


def margin_tornado(
    page: PageContext, across: str, sides: tuple[str, str], lines: Sequence[Line], *, now: float, alt: str
) -> None:
    """The lines in the order given; ``across`` says what is measured, ``sides`` what less and more are."""
    margins = [0.0, now, *(one.less for one in lines), *(one.more for one in lines)]
    room = (max(margins) - min(margins)) * 0.04 or 1.0
    ends = (min(margins) - room, max(margins) + room)
    look = chart.look(page, len(theme.SERIES["light"]))
    look = replace(look, series=(look.series[0], look.series[-1]))  # the two that are furthest apart in hue
    spec = charts.margin_tornado(look, across, sides, tuple(one.criterion for one in lines), ends)
    chart.show(spec, "margins", records(sides, lines, now), alt=alt, key=f"tornado_{page.key}")


def records(sides: tuple[str, str], lines: Sequence[Line], now: float) -> list[charts.Record]:
    """Two records for each criterion."""
    return [
        {"criterion": one.criterion, "side": side, "now": now, "margin": margin, "turns": one.turns, "said": said}
        for one in lines
        for side, margin, said in zip(sides, (one.less, one.more), one.said, strict=True)
    ]

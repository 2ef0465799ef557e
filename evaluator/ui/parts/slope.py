"""Slope chart: the places of all bids under two rules or more, with the bids that move drawn strongly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from evaluator.adapters import charts
from evaluator.ui.parts import chart
from evaluator.ui.state import PageContext

Line: TypeAlias = tuple[str, Sequence[float]]
"""A bid, and its place under each rule."""


def rank_slope(page: PageContext, sides: Sequence[str], lines: Sequence[Line], *, alt: str, key: str = "slope") -> None:
    """One line for each bid through its places, the published one at the left; 1 is best, ties share a place."""
    spec = charts.rank_slope(chart.look(page, 1), tuple(sides), len(lines))
    chart.show(spec, "places", records(sides, lines), alt=alt, key=f"{key}_{page.key}")


def records(sides: Sequence[str], lines: Sequence[Line]) -> list[charts.Record]:
    """A record for each bid and rule; bids that share a place share one label, so that no name covers another."""
    found: list[charts.Record] = []
    for number, side in enumerate(sides):
        sharing: dict[float, list[str]] = {}
        for vendor, places in lines:
            sharing.setdefault(places[number], []).append(vendor)
        for vendor, places in lines:
            place, level = places[number], sharing[places[number]]
            shown, label = (f"{place:g}", " · ".join(level)) if level[0] == vendor else ("", "")
            found.append(
                {
                    "vendor": vendor,
                    "side": side,
                    "place": float(place),
                    "moved": float(max((other - places[0] for other in places), key=abs)),
                    "shown": shown,
                    "label": label,
                    "said": f"{side} · {vendor} · {place:g}",
                }
            )
    return found

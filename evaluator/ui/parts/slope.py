"""Slope chart: the places of all bids under two rules, with the bids that move drawn strongly."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.adapters import charts
from evaluator.ui.parts import chart
from evaluator.ui.state import PageContext


def rank_slope(
    page: PageContext, left: str, right: str, lines: Sequence[tuple[str, float, float]], *, alt: str, key: str = "slope"
) -> None:
    """One line for each bid from its place on the left to its place on the right; 1 is best, ties share a place."""
    spec = charts.rank_slope(chart.look(page, 1), left, right, len(lines))
    chart.show(spec, "places", records(left, right, lines), alt=alt, key=f"{key}_{page.key}")


def records(left: str, right: str, lines: Sequence[tuple[str, float, float]]) -> list[charts.Record]:
    """Two records for each bid; bids that share a place share one label, so that no name covers another."""
    starts = [(vendor, before, after - before) for vendor, before, after in lines]
    ends = [(vendor, after, after - before) for vendor, before, after in lines]
    return [*_side(left, starts), *_side(right, ends)]


def _side(side: str, places: Sequence[tuple[str, float, float]]) -> list[charts.Record]:
    sharing: dict[float, list[str]] = {}
    for vendor, place, _ in places:
        sharing.setdefault(place, []).append(vendor)
    found: list[charts.Record] = []
    for vendor, place, moved in places:
        first = sharing[place][0] == vendor
        shown, label = (f"{place:g}", " · ".join(sharing[place])) if first else ("", "")
        found.append(
            {
                "vendor": vendor,
                "side": side,
                "place": float(place),
                "moved": float(moved),
                "shown": shown,
                "label": label,
                "said": f"{side} · {vendor} · {place:g}",
            }
        )
    return found

"""Charts as Vega-Lite specifications: plain dictionaries, so that no page waits for a charting library to load.

Tests validate every specification against Altair's schema. Each is built once per shape (colours, language, series)
and sent with fresh data.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
LEGEND_WIDTH: Final = 740
OPEN: Final = "open"
Spec = dict[str, Any]
Record = dict[str, str | float]


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and type of a chart."""

    font: str
    ink: str
    soft: str
    line: str
    paper: str
    series: tuple[str, ...]
    inks: tuple[str, ...]
    act: str


@lru_cache(maxsize=32)
def contribution_bars(
    look: Look, criteria: tuple[tuple[str, str], ...], vendors: tuple[str, ...], top: float, *, waits: bool = True
) -> Spec:
    """Stacked bars: what each criterion adds to a bid's total; fields of a record: `evaluator.ui.parts.bars.records`.

    A part under the key ``OPEN`` is what nobody knows yet: outlined, not filled; where nothing ``waits`` there is none,
    and no empty layer for a screen reader to stumble over. ``criteria`` are keys and titles in the
    order of the stack, ``vendors`` in the order of the rows.
    """
    last, titles = criteria[-1][0], [title for _, title in criteria]
    row = {"field": "vendor", "type": "nominal", "sort": list(vendors), "title": None, "axis": _names_axis()}
    scale = {"domain": [0, round(top * 1.1, 6)], "nice": False}
    colour = {
        "field": "title", "type": "nominal", "scale": {"domain": titles, "range": list(look.series[: len(titles)])},
        "legend": {"title": None, "orient": "bottom", "direction": "horizontal", "columns": _columns(titles),
                   "symbolType": "square", "labelLimit": 220},
    }  # fmt: skip
    track = {
        "transform": [{"filter": f"datum.key == {_quoted(last)}"}],
        "mark": {"type": "bar", "height": 22, "color": look.line, "opacity": 0.55, "aria": False},
        "encoding": {"y": row, "x": {"datum": 0, "type": "quantitative", "scale": scale, "axis": None},
                     "x2": {"datum": top}},
    }  # fmt: skip
    reach: Spec = {
        "y": row, "x": {"field": "start", "type": "quantitative", "scale": scale, "axis": None}, "x2": {"field": "end"},
        "tooltip": {"field": "said"}, "description": {"field": "said"},
    }  # fmt: skip
    bar = {
        "transform": [{"filter": f"datum.key != '{OPEN}'"}],
        "mark": {"type": "bar", "height": 22, "stroke": look.paper, "strokeWidth": 1},
        "encoding": {**reach, "color": colour},
    }
    unknown = {
        "transform": [{"filter": f"datum.key == '{OPEN}'"}],
        "mark": {"type": "bar", "height": 21, "color": look.paper, "stroke": look.soft, "strokeDash": [4, 3]},
        "encoding": reach,
    }
    text = {
        "transform": [{"filter": f"datum.end - datum.start > {top * 0.055}"}],
        "mark": {"type": "text", "fontSize": 12, "baseline": "middle", "aria": False},
        "encoding": {"y": row, "x": {"field": "middle", "type": "quantitative", "scale": scale, "axis": None},
                     "text": {"field": "shown"}, "color": {"field": "ink", "type": "nominal", "scale": None}},
    }  # fmt: skip
    sums = {
        "transform": [{"filter": f"datum.key == {_quoted(last)}"}],
        "mark": {"type": "text", "align": "right", "fontSize": 13, "fontWeight": 600, "color": look.ink, "aria": False},
        "encoding": {"y": row, "x": {"datum": round(top * 1.1, 6), "type": "quantitative", "scale": scale, "axis": None},
                     "text": {"field": "total"}},
    }  # fmt: skip
    return {
        "$schema": SCHEMA, "data": {"name": "parts"}, "width": "container", "height": 34 * len(vendors) + 44,
        "layer": [track, bar, *([unknown] if waits else []), text, sums], "config": _config(look),
    }  # fmt: skip


@lru_cache(maxsize=32)
def rank_slope(look: Look, sides: tuple[str, ...], places: int) -> Spec:
    """Columns of places with one line for each bid; fields vendor, side, place, moved, shown, label, said.

    Bids are named at both ends.
    """
    side = {"field": "side", "type": "nominal", "sort": list(sides), "title": None,
            "scale": {"padding": max(0.55, (len(sides) - 1) * 0.42)}}  # fmt: skip
    rank = {"field": "place", "type": "quantitative", "title": None, "axis": None,
            "scale": {"domain": [places + 0.4, 0.6], "nice": False, "zero": False}}  # fmt: skip
    changed = {"condition": {"test": "datum.moved != 0", "value": look.act}, "value": look.soft}
    axis = {"orient": "top", "labelAngle": 0, "labelFontSize": 13, "labelFontWeight": 600, "ticks": False,
            "domain": False, "labelPadding": 12, "labelLimit": max(440 // len(sides), 110),
            # What is added to a name stands under it.
            "labelExpr": "split(datum.label, regexp(' · |(?=（)| (?=\\\\()'))"}  # fmt: skip
    line = {
        "mark": {"type": "line", "strokeWidth": 2, "aria": False},
        "encoding": {"x": {**side, "axis": axis}, "y": rank, "detail": {"field": "vendor"},
                     "color": changed, "strokeDash": {"condition": {"test": "datum.moved != 0", "value": [1, 0]},
                                                      "value": [4, 3]}},
    }  # fmt: skip
    dot = {
        "mark": {"type": "circle", "size": 520, "opacity": 1},
        "encoding": {
            "x": side,
            "y": rank,
            "color": changed,
            "tooltip": {"field": "said"},
            "description": {"field": "said"},
        },
    }
    number = {
        "mark": {"type": "text", "fontSize": 12, "fontWeight": 600, "color": look.paper, "aria": False},
        "encoding": {"x": side, "y": rank, "text": {"field": "shown"}},
    }
    return {
        "$schema": SCHEMA, "data": {"name": "places"}, "width": "container", "height": max(150, 46 * places + 40),
        "layer": [line, dot, number, _names(look, side, rank, sides[0], "right", -20),
                  _names(look, side, rank, sides[-1], "left", 20)],
        "config": _config(look),
    }  # fmt: skip


@lru_cache(maxsize=32)
def price_curve(look: Look, price: str, points: str) -> Spec:
    """Points of 100 against the price in percent of a sample; fields percent, points, said (empty for no mark)."""
    across = {"field": "percent", "type": "quantitative", "title": price, "axis": {"values": [*range(50, 201, 25)]},
              "scale": {"domain": [50, 200], "nice": False, "zero": False}}  # fmt: skip
    up = {"field": "points", "type": "quantitative", "title": points, "scale": {"domain": [0, 100]}}
    line = {
        "mark": {"type": "line", "color": look.act, "strokeWidth": 2, "aria": False},
        "encoding": {"x": across, "y": up},
    }
    dots = {
        "transform": [{"filter": "datum.said != ''"}],
        "mark": {"type": "circle", "color": look.act, "size": 70, "opacity": 1},
        "encoding": {"x": across, "y": up, "tooltip": {"field": "said"}, "description": {"field": "said"}},
    }
    return {
        "$schema": SCHEMA, "data": {"name": "prices"}, "width": "container", "height": 260, "layer": [line, dots],
        "config": _config(look),
    }  # fmt: skip


@lru_cache(maxsize=32)
def margin_tornado(
    look: Look, across: str, sides: tuple[str, str], rows: tuple[str, ...], ends: tuple[float, float]
) -> Spec:
    """Two bars a criterion from the margin now to the margin at less and at more weight; below zero another is first.

    Fields criterion, side, now, margin, turns (the weight at which it turns, once a row), said.
    """
    low, high = ends
    room = (high - low) * 0.42
    place = {"field": "criterion", "type": "nominal", "sort": list(rows), "title": None, "axis": _names_axis()}
    scale = {"domain": [round(low, 6), round(high + room, 6)], "nice": False}
    axis = {"grid": False, "ticks": False, "tickCount": 6, "labelExpr": f"datum.value <= {high} ? datum.label : ''"}
    shift = {"field": "side", "type": "nominal", "sort": list(sides)}
    bars = {
        "mark": {"type": "bar", "height": 11},
        "encoding": {
            "y": place, "yOffset": shift,
            "x": {"field": "now", "type": "quantitative", "title": across, "scale": scale, "axis": axis},
            "x2": {"field": "margin"}, "tooltip": {"field": "said"}, "description": {"field": "said"},
            "color": {"field": "side", "type": "nominal", "scale": {"domain": list(sides), "range": list(look.series[:2])},
                      "legend": {"title": None, "orient": "bottom", "direction": "horizontal", "symbolType": "square",
                                 "labelLimit": 300}},
        },
    }  # fmt: skip
    zero = {
        "mark": {"type": "rule", "color": look.ink, "strokeWidth": 1.5, "aria": False},
        "encoding": {"x": {"datum": 0, "type": "quantitative", "scale": scale}},
    }
    turns = {
        "transform": [{"filter": f"datum.side == {_quoted(sides[0])}"}],
        "mark": {"type": "text", "align": "right", "fontSize": 13, "color": look.ink, "aria": False},
        "encoding": {"y": place, "x": {"datum": round(high + room, 6), "type": "quantitative", "scale": scale},
                     "text": {"field": "turns"}},
    }  # fmt: skip
    return {
        "$schema": SCHEMA, "data": {"name": "margins"}, "width": "container", "height": 40 * len(rows) + 60,
        "layer": [bars, zero, turns], "config": _config(look),
    }  # fmt: skip


@lru_cache(maxsize=32)
def weight_dots(look: Look, across: str, rows: tuple[str, ...], top: float) -> Spec:
    """A dot for each member's weight of a criterion, a line over their range, a stroke at the mean, a diamond at the present.

    Fields criterion, kind (``member``, ``mean``, ``now``), weight in percent, low and high of the members, said.
    """
    place: Spec = {"field": "criterion", "type": "nominal", "sort": list(rows), "title": None, "axis": _names_axis()}
    scale = {"domain": [0, round(top, 6)], "nice": False}
    at = {
        "field": "weight",
        "type": "quantitative",
        "title": across,
        "scale": scale,
        "axis": {"ticks": False, "tickCount": 6},
    }
    said: Spec = {"tooltip": {"field": "said"}, "description": {"field": "said"}}
    span = {
        "transform": [{"filter": "datum.kind == 'mean'"}],
        "mark": {"type": "rule", "color": look.soft, "strokeWidth": 2, "aria": False},
        "encoding": {"y": place, "x": {**at, "field": "low"}, "x2": {"field": "high"}},
    }
    marks = {
        "member": {"type": "circle", "color": look.act, "size": 110, "opacity": 0.75},
        "mean": {"type": "tick", "color": look.ink, "thickness": 3, "size": 22, "opacity": 1},
        "now": {"type": "point", "shape": "diamond", "color": look.ink, "size": 120, "filled": False, "opacity": 1},
    }
    layers: list[Spec] = [
        {"transform": [{"filter": f"datum.kind == '{kind}'"}], "mark": mark, "encoding": {"y": place, "x": at, **said}}
        for kind, mark in marks.items()
    ]
    return {
        "$schema": SCHEMA, "data": {"name": "weights"}, "width": "container", "height": 40 * len(rows) + 40,
        "layer": [span, *layers], "config": _config(look),
    }  # fmt: skip


def paired_bars(look: Look, across: str, sides: tuple[str, str], rows: tuple[str, ...], most: float) -> Spec:
    """Two bars a row, each with its number; fields row, side, amount, shown, said."""
    place = {"field": "row", "type": "nominal", "sort": list(rows), "title": None, "axis": _names_axis()}
    shift = {"field": "side", "type": "nominal", "sort": list(sides)}
    reach = {"field": "amount", "type": "quantitative", "title": across, "scale": {"domain": [0, most], "nice": False},
             "axis": {"ticks": False, "tickCount": 6}}  # fmt: skip
    legend = {"title": None, "orient": "bottom", "direction": "horizontal", "symbolType": "square", "labelLimit": 300}
    colour = {"field": "side", "type": "nominal", "scale": {"domain": list(sides), "range": list(look.series[:2])}}
    said = {"tooltip": {"field": "said"}, "description": {"field": "said"}, "color": {**colour, "legend": legend}}
    bars = {"mark": {"type": "bar", "height": 12}, "encoding": {"y": place, "yOffset": shift, "x": reach, **said}}
    numbers = {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": look.ink, "aria": False},
        "encoding": {"y": place, "yOffset": shift, "x": reach, "text": {"field": "shown"}},
    }
    return {"$schema": SCHEMA, "data": {"name": "pairs"}, "width": "container", "height": 42 * len(rows) + 60,
            "layer": [bars, numbers], "config": _config(look)}  # fmt: skip


def _names(look: Look, side: Spec, rank: Spec, at: str, align: str, shift: int) -> Spec:
    return {
        "transform": [{"filter": {"field": "side", "equal": at}}],
        "mark": {
            "type": "text",
            "align": align,
            "dx": shift,
            "fontSize": 13,
            "color": look.ink,
            "limit": 260,
            "aria": False,
        },
        "encoding": {"x": side, "y": rank, "text": {"field": "label"}},
    }


def _columns(titles: list[str]) -> int:
    """How many titles of a legend fit beside each other; a Chinese sign is about twice as wide as a Latin one."""
    width = sum(34 + sum(13 if sign > "\u2e80" else 7 for sign in title) for title in titles)
    return len(titles) if width <= LEGEND_WIDTH else (len(titles) + 1) // 2


def _names_axis() -> Spec:
    return {"domain": False, "ticks": False, "labelFontSize": 13, "labelPadding": 10, "labelLimit": 270}


def _quoted(text: str) -> str:
    cleaned = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + " ".join(cleaned.split()) + "'"


def _config(look: Look) -> Spec:
    # Each mark says what it is in the page's words; what Vega would say of axes and legends is English.
    return {
        "background": "transparent", "font": look.font, "view": {"stroke": None},
        "axis": {"aria": False, "labelColor": look.ink, "titleColor": look.soft, "gridColor": look.line, "domainColor": look.line},
        "legend": {"aria": False, "labelColor": look.ink, "labelFontSize": 13, "symbolSize": 110},
        "text": {"font": look.font},
    }  # fmt: skip

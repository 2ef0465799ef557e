"""Contribution bars: what each criterion adds to each bid's total, as one stacked bar a bid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from evaluator.adapters import charts
from evaluator.ui.parts import chart
from evaluator.ui.parts.tables import points, span
from evaluator.ui.state import PageContext

Contributions: TypeAlias = Mapping[str, tuple[Fraction, Fraction]]
"""The least and the most that each criterion adds, as fractions of 1; equal once nothing under it is open."""


def contribution_bars(
    page: PageContext,
    rows: Sequence[tuple[str, Contributions]],
    criteria: Sequence[tuple[str, str]],
    *,
    totals: Mapping[str, str],
    alt: str,
) -> None:
    """Bars in the order of the rows, parts in the order of the criteria; ``totals`` stand behind the bars as given."""
    look = chart.look(page, len(criteria))
    waits = any(low != high for _, parts in rows for low, high in parts.values())
    spec = charts.contribution_bars(look, tuple(criteria), tuple(vendor for vendor, _ in rows), 100.0, waits=waits)
    laid = [
        record
        for vendor, parts in rows
        for record in records(vendor, parts, criteria, total=totals[vendor], look=look, waiting=page.t("parts.open"))
    ]
    chart.show(spec, "parts", laid, alt=alt, key=f"bars_{page.key}")


def records(
    vendor: str,
    parts: Contributions,
    criteria: Sequence[tuple[str, str]],
    *,
    total: str,
    look: charts.Look,
    waiting: str,
) -> list[charts.Record]:
    """A bid's parts laid end to end on the scale to 100: what it has for certain, then what is still open, as one part.

    ``said`` tells a part in words, ``shown`` is its number, preceded by ≥ where more may come.
    """
    laid: list[charts.Record] = []
    start = more = Fraction(0)
    for (key, title), ink in zip(criteria, look.inks, strict=True):
        low, high = parts[key]
        shown = points(low) if low == high else f"≥{points(low)}"
        laid.append(_part(start, start + low, key=key, title=title, shown=shown, ink=ink))
        laid[-1]["said"] = f"{vendor} · {title} · {span(low, high)}"
        start, more = start + low, more + high - low
    if more:
        laid.append(_part(start, start + more, key=charts.OPEN, title=waiting, shown=waiting, ink=look.ink))
        laid[-1]["said"] = f"{vendor} · {waiting} · {span(start, start + more)}"
    return [{**record, "vendor": vendor, "total": total} for record in laid]


def _part(start: Fraction, end: Fraction, **words: str) -> charts.Record:
    return {"start": float(start * 100), "end": float(end * 100), "middle": float((start + end) * 50), **words}

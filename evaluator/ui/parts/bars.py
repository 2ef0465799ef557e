"""Contribution bars: what each criterion adds to each bid's total, as one stacked bar a bid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evaluator.adapters import charts
from evaluator.ui.parts import chart
from evaluator.ui.parts.tables import points
from evaluator.ui.state import PageContext

Contributions = Mapping[str, Fraction | None]


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
    spec = charts.contribution_bars(look, tuple(criteria), tuple(vendor for vendor, _ in rows), 100.0)
    chart.show(spec, "parts", records(rows, criteria, totals, look.inks), alt=alt, key=f"bars_{page.key}")


def records(
    rows: Sequence[tuple[str, Contributions]],
    criteria: Sequence[tuple[str, str]],
    totals: Mapping[str, str],
    inks: Sequence[str],
) -> list[charts.Record]:
    """One record for each part of each bar, laid end to end on the scale to 100; an open part has no length."""
    laid: list[charts.Record] = []
    for vendor, parts in rows:
        start = Fraction(0)
        for (key, title), ink in zip(criteria, inks, strict=True):
            part = parts.get(key) or Fraction(0)
            end = start + part
            laid.append(
                {"vendor": vendor, "key": key, "title": title, "start": float(start * 100), "end": float(end * 100),
                 "middle": float((start + end) * 50), "shown": points(part), "total": totals.get(vendor, ""),
                 "ink": ink}
            )  # fmt: skip
            start = end
    return laid

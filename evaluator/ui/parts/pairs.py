"""Paired bars: two shares of each row beside each other, with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.adapters import charts
from evaluator.ui import theme
from evaluator.ui.parts import chart
from evaluator.ui.parts.tables import points
from evaluator.ui.state import PageContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row: its title, two shares as fractions of 1, and what is said of each."""

    title: str
    shares: tuple[Fraction, Fraction]
    said: tuple[str, str]


def paired_bars(
    page: PageContext, across: str, sides: tuple[str, str], rows: Sequence[Pair], *, alt: str, key: str
) -> None:
    """The rows in the order given; ``across`` says what is measured, ``sides`` what the two are."""
    look = chart.look(page, len(theme.SERIES["light"]))
    look = replace(look, series=(look.series[0], look.series[-1]))  # the two that are furthest apart in hue
    most = max((float(share * 100) for row in rows for share in row.shares), default=0.0)
    spec = charts.paired_bars(look, across, sides, tuple(row.title for row in rows), round(most * 1.12, 1) or 1.0)
    chart.show(spec, "pairs", records(sides, rows), alt=alt, key=key)


def records(sides: tuple[str, str], rows: Sequence[Pair]) -> list[charts.Record]:
    """Two records a row."""
    return [
        {"row": row.title, "side": side, "amount": float(share * 100), "shown": points(share), "said": said}
        for row in rows
        for side, share, said in zip(sides, row.shares, row.said, strict=True)
    ]

"""Points against price as a line."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.adapters import charts
from evaluator.ui.parts import chart
from evaluator.ui.state import PageContext


def price_curve(page: PageContext, records: Sequence[charts.Record], *, alt: str) -> None:
    """One line from the cheapest to the dearest price of the records; those that say something are marked."""
    spec = charts.price_curve(chart.look(page, 1), page.t("method.curve_axis"), page.t("method.col.points"))
    chart.show(spec, "prices", records, alt=alt, key=f"curve_{page.key}")

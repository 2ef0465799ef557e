"""Points against price: what the published formula gives for prices around a sample, as a line and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.adapters.charts import Record
from evaluator.domain.question import rounded
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.scoring.check_price import price_faults
from evaluator.scoring.price_formulas import sample_curve
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Column, Row, points
from evaluator.ui.views.method import number

# The line goes percent by percent, so that it bends where the formula does; these are told.
EVERY, TOLD = range(50, 201), (50, 75, 100, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Curve:
    """The sample's lowest price, the records of the chart, the same as a table, and as one sentence."""

    low: str
    records: Sequence[Record]
    table: tuple[list[Column], list[Row]]
    alt: str


def curve(state: TenderState, lang: Lang) -> Curve | None:
    """The curve of a method's formula; None where the formula lacks a parameter and gives no price a value yet."""
    rule, grain, currency = state.pack.method.price, state.pack.method.grain, state.tender.currency
    if any(price_faults(rule)):
        return None
    low, found = sample_curve(rule, EVERY)
    said = {percent: points(rounded(value, grain)) for percent, value in found}
    told = {at: t("method.curve_point", lang, percent=at, points=said[at]) for at in TOLD}
    records: list[Record] = [
        {"percent": float(at), "points": float(value * 100), "said": told.get(at, "")} for at, value in found
    ]
    columns = [
        Column(t("method.curve_axis", lang), kind="number", width=8),
        Column(t("method.curve_price", lang), kind="number", note=currency, width=8),
        Column(t("method.col.points", lang), kind="number", width=5),
    ]
    rows = [Row([str(at), number(low * at / 100), said[at]]) for at in TOLD]
    joint = "；" if lang == "zh" else "; "
    alt = t("method.curve_alt", lang, points=joint.join(told.values()))
    return Curve(f"{currency} {number(low)}", records, (columns, rows), alt)

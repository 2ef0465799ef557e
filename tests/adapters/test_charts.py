"""Chart specifications that Vega-Lite accepts."""

from __future__ import annotations

import altair as alt
import pytest

from evaluator.adapters import charts
from evaluator.adapters.charts import Look

LOOK = Look(
    font="sans-serif", ink="#1d2329", soft="#59636e", line="#e3ded4", paper="#faf8f4", series=("#1f4e8c", "#2a90f2"),
    inks=("#ffffff", "#101316"), act="#1f4e8c",
)  # fmt: skip
CRITERIA = (("a", "案例 'A'"), ("b\\'", "价格"))


@pytest.mark.parametrize(
    "spec",
    [
        charts.contribution_bars(LOOK, CRITERIA, ("Ada", "Bea"), 100.0),
        charts.contribution_bars(LOOK, CRITERIA, ("Ada",), 100.0, waits=False),
        charts.rank_slope(LOOK, ("Official", "TOPSIS", "VIKOR"), 5),
        charts.price_curve(LOOK, "价格", "Points"),
        charts.margin_tornado(LOOK, "Points", ("less", "more"), ("价格", "Support"), (-1.5, 6.0)),
        charts.weight_dots(LOOK, "权重", ("价格", "Support"), 50.0),
        charts.paired_bars(LOOK, "Weight", ("公布", "Effective"), ("价格", "Support"), 40.0),
    ],
    ids=["bars", "settled", "slope", "curve", "tornado", "dots", "pairs"],
)
def test_a_specification_follows_the_schema(spec: charts.Spec) -> None:
    alt.Chart.from_dict(spec, validate=True) if "layer" not in spec else alt.LayerChart.from_dict(spec, validate=True)


def test_axis_and_legend_are_drawn_in_ink() -> None:
    config = charts.contribution_bars(LOOK, CRITERIA, ("Ada",), 100.0)["config"]

    assert config["axis"]["labelColor"] == LOOK.ink
    assert config["legend"]["labelColor"] == LOOK.ink


def test_a_specification_is_built_once() -> None:
    assert charts.rank_slope(LOOK, ("a", "b"), 4) is charts.rank_slope(LOOK, ("a", "b"), 4)


def test_a_key_cannot_leave_its_string_in_an_expression() -> None:
    track = charts.contribution_bars(LOOK, CRITERIA, ("Ada",), 100.0)["layer"][0]

    assert track["transform"] == [{"filter": r"datum.key == 'b\\\''"}]

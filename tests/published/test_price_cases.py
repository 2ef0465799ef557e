"""The price formulas give the points that published rules print."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.domain.method import PriceRule
from evaluator.scoring.price import price_value

LOWEST_RATIO = PriceRule(formula="lowest_ratio", lines=(), years=Decimal(1), groups={})


def test_lowest_price_over_price_is_the_table_of_the_georgia_procurement_manual() -> None:
    # Georgia Procurement Manual 5.6.3.2.2, table 5.7: L / R × P = Z for two suppliers and 300 cost points.
    prices = [Fraction(50000), Fraction(55000)]

    points = [300 * price_value(LOWEST_RATIO, price, prices, 4) for price in prices]

    assert [float(value) for value in points] == pytest.approx([300, 272.7], rel=0, abs=0.05)

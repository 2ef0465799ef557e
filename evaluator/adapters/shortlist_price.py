"""The price formula as a spreadsheet calculates it: from the cell of a bid's price and the range of all that are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from evaluator.domain.method import PriceRule


def price_formula(rule: PriceRule, own: str, area: str) -> str:
    """The value of the price in a cell, not yet kept between 0 and 1; words in the range are no prices.

    >>> price_formula(PriceRule(formula="lowest_ratio", lines=(), years=1, groups={}), "E9", "$E$9:$G$9")
    'MIN($E$9:$G$9)/E9'
    """
    return _FORMULAS[rule.formula](rule, own, area)


def _lowest_ratio(rule: PriceRule, own: str, area: str) -> str:
    return f"MIN({area})/{own}"


def _linear(rule: PriceRule, own: str, area: str) -> str:
    return f"({_said(rule.worst)}-{own})/({_said(rule.worst)}-{_said(rule.best)})"


def _lowest_distance(rule: PriceRule, own: str, area: str) -> str:
    return f"1-({own}-MIN({area}))/MIN({area})"


def _observed_linear(rule: PriceRule, own: str, area: str) -> str:
    return f"IF(MAX({area})>MIN({area}),(MAX({area})-{own})/(MAX({area})-MIN({area})),1)"


def _logarithm(rule: PriceRule, own: str, area: str) -> str:
    return f"1-LN({own}/MIN({area}))/LN({_said(rule.log_base)})"


def _benchmark(rule: PriceRule, own: str, area: str) -> str:
    mean = f"AVERAGE({area})"
    if rule.trim_from is not None:
        trimmed = f"(SUM({area})-MAX({area})-MIN({area}))/(COUNT({area})-2)"
        mean = f"IF(COUNT({area})>={rule.trim_from},{trimmed},{mean})"
    apart = f"({own}/({mean}*{_said(rule.benchmark)}/100)-1)"
    return f"1-MAX(0,{apart})*{_said(rule.over)}+MIN(0,{apart})*{_said(rule.under)}"


def _discount_mean(rule: PriceRule, own: str, area: str) -> str:
    base, share = _said(rule.base_price), f"{_said(rule.mean_share)}/100"
    least = f'"<"&{base}'
    mean = f"((COUNTIF({area},{least})*{base}-SUMIF({area},{least}))/COUNT({area}))"
    discount, most = f"MAX(0,{base}-{own})", f"({base}-MIN({area}))"
    above = f"{share}+(1-{share})*({discount}-{mean})/({most}-{mean})"
    # A sheet's own sum of equal discounts may miss their mean by a last digit.
    return f"IF({mean}<=0,0,IF({discount}<={mean}+{base}*1E-12,{share}*{discount}/{mean},{above}))"


def _discount_power(rule: PriceRule, own: str, area: str) -> str:
    base = _said(rule.base_price)
    return f"IF({own}>={base},0,(({base}-{own})/({base}-MIN({area})))^{_said(rule.exponent)})"


def _said(number: Decimal | None) -> str:
    return f"{number or 0:f}"


_FORMULAS: Mapping[str, Callable[[PriceRule, str, str], str]] = {
    "lowest_ratio": _lowest_ratio, "linear": _linear, "lowest_distance": _lowest_distance,
    "observed_linear": _observed_linear, "logarithm": _logarithm, "benchmark": _benchmark,
    "discount_mean": _discount_mean, "discount_power": _discount_power,
}  # fmt: skip

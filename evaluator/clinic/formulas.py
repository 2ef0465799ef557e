"""The price formulas that are set beside the method's own, with what each needs taken from the method or supposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from evaluator.domain.method import Method, PriceRule
from evaluator.scoring.check_price import price_faults
from evaluator.scoring.index_rules import price_points_count

# What a formula needs and the method does not give: figures in use at the formula's own source (the ends and the base in
# shares of the expected price, which no source can give).
_SUPPOSED: Final[Mapping[str, Mapping[str, Any]]] = {
    "lowest_ratio": {},
    "linear": {"best": Fraction(3, 5), "worst": Fraction(7, 5)},
    "lowest_distance": {},
    "observed_linear": {},
    "logarithm": {"log_base": Decimal(10)},
    "benchmark": {"benchmark": Decimal(100), "over": Decimal("0.6"), "under": Decimal("0.3")},
    "discount_mean": {"base_price": Fraction(20, 17), "mean_share": Decimal(80)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A formula that is tried; ``own`` is the method's, ``supposed`` says that the method does not give what it needs."""

    rule: PriceRule
    own: bool = False
    supposed: bool = False


def compared_formulas(method: Method, reference: Fraction) -> tuple[Variant, ...]:
    """The method's own formula, and the others where the points of a price count at all."""
    every = variants(method.price, reference)
    return every if price_points_count(method) else every[:1]


def variants(rule: PriceRule, reference: Fraction) -> tuple[Variant, ...]:
    """The method's own formula and the others; ``reference`` is the price that generated bids lie around."""
    found = [Variant(rule=rule, own=True)]
    for formula, needs in _SUPPOSED.items():
        if formula == rule.formula:
            continue
        other = replace(rule, formula=formula)  # type: ignore[arg-type]  # the keys are the formulas' names
        if not any(price_faults(other)):
            found.append(Variant(rule=other, supposed=False))
            continue
        given: dict[str, Any] = {name: _amount(value, reference) for name, value in needs.items()}
        other = replace(other, **given)
        if needs and not any(price_faults(other)):
            found.append(Variant(rule=other, supposed=True))
    return tuple(found)


def _amount(value: Decimal | Fraction, reference: Fraction) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(round(value * reference))

"""Price formulas that buyers publish, each with where it is in use: an evaluated price among the admissible ones → 0…1.

Every amount is above zero: a price that is missing, zero or negative stays open and never comes here. All is exact, but for
logarithms and broken powers: those are calculated to 60 digits and cut to 50 before anything is rounded, so that they come
out the same everywhere, and what is a half in truth is a half here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from evaluator.domain.method import PriceRule

ZERO, ONE = Fraction(0), Fraction(1)
# What the value of a price depends on: nothing but the rule itself, the lowest admissible price, or more than that.
ABSOLUTE = frozenset({"linear"})
BY_LOWEST = frozenset({"lowest_ratio", "lowest_distance", "logarithm", "discount_power"})
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_CUT = Decimal(1).scaleb(-50)


def exact_value(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """Value of a price, one of the admissible ``prices``, before it is rounded at the method's grain.

    >>> rule = PriceRule(formula="lowest_distance", lines=(), years=1, groups={})
    >>> str(exact_value(rule, Fraction(55000), [Fraction(50000), Fraction(55000)]))
    '9/10'
    """
    return min(max(_FORMULAS[rule.formula](rule, price, prices), ZERO), ONE)


def either_way(rule: PriceRule) -> bool:
    """Whether one bid more or less may move the value of another's price up as well as down.

    >>> either_way(PriceRule(formula="lowest_ratio", lines=(), years=1, groups={}))
    False
    """
    return rule.formula not in ABSOLUTE | BY_LOWEST


def open_bounds(
    rule: PriceRule, price: Fraction, known: Sequence[Fraction], floors: Sequence[Fraction]
) -> tuple[Fraction, Fraction]:
    """The least and the most that a price may come to be worth while others are open, each at or above its floor.

    An open bid may also drop out, so that what is known alone decides. A floor of zero says nothing.
    """
    alone = exact_value(rule, price, known)
    if not floors or rule.formula in ABSOLUTE:
        return alone, alone
    if rule.formula in BY_LOWEST:
        return (exact_value(rule, price, [*known, *floors]) if min(floors) > 0 else ZERO), alone
    if rule.formula == "observed_linear" and min(floors) > 0:
        # A lower price beside no higher one costs most; one that is high enough lifts every other towards 1.
        least = exact_value(rule, price, [*known, min(floors)]) if min(floors) < max(known) else alone
        return least, ONE
    return ZERO, ONE


def benchmark_price(rule: PriceRule, prices: Sequence[Fraction]) -> Fraction:
    """The benchmark of `benchmark`: K % of the mean, from ``trim_from`` bids on without the highest and the lowest."""
    kept = sorted(prices)
    if rule.trim_from is not None and len(kept) >= rule.trim_from:
        kept = kept[1:-1]
    return sum(kept, ZERO) / len(kept) * _of_hundred(rule.benchmark)


def compared(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> dict[str, Fraction]:
    """The amounts that a value rests on, by the names that its words use."""
    found = {"price": price, "lowest": min(prices), "highest": max(prices)}
    if rule.formula == "benchmark":
        found["benchmark"] = benchmark_price(rule, prices)
    if rule.formula in ("discount_mean", "discount_power"):
        found |= {"base": _given(rule.base_price), "discount": _discount(rule, price)}
    return found


def sample_curve(rule: PriceRule, percents: Sequence[int]) -> tuple[Fraction, list[tuple[int, Fraction]]]:
    """A sample lowest price, and what prices of so many percent of it are worth beside bids of 100, 125 and 150 % of it.

    >>> rule = PriceRule(formula="lowest_ratio", lines=(), years=1, groups={})
    >>> [f"{percent} {value}" for percent, value in sample_curve(rule, [50, 100, 200])[1]]
    ['50 1', '100 1', '200 1/2']
    """
    low = Fraction(1_000_000)
    if rule.formula == "linear":
        low = _given(rule.best)
    elif rule.base_price is not None and rule.formula in ("discount_mean", "discount_power"):
        low = Fraction(rule.base_price) * 4 / 5
    others = [low, low * 5 / 4, low * 3 / 2]
    own = ((percent, low * percent / 100) for percent in percents)
    return low, [(percent, exact_value(rule, price, [*others, price])) for percent, price in own]


def _lowest_ratio(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """Lowest price ÷ price: Order 87 of China's Ministry of Finance, article 55; World Bank and ADB for the financial score."""
    return min(prices) / price


def _linear(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """1 at ``best``, 0 at ``worst``, both published: Negometrix, weighted score with preset bounds."""
    best, worst = _given(rule.best), _given(rule.worst)
    return (worst - price) / (worst - best)


def _lowest_distance(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """1 − (price − lowest) ÷ lowest. The shape of South Africa's preferential points, whose text nobody here has read."""
    low = min(prices)
    return 1 - (price - low) / low


def _observed_linear(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """1 at the lowest, 0 at the highest admissible price: Mercell, ratio to smallest, linear. One price alone earns 1."""
    low, high = min(prices), max(prices)
    return (high - price) / (high - low) if low < high else ONE


def _logarithm(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """1 − log(price ÷ lowest) ÷ log(A): Negometrix, logarithmic formula; A times the lowest price earns nothing."""
    if rule.log_base is None:
        raise ValueError("a logarithmic price formula needs its base")
    above = _EXACT.ln(_decimal(price / min(prices)))
    return _cut(_EXACT.subtract(Decimal(1), _EXACT.divide(above, _EXACT.ln(rule.log_base))))


def _benchmark(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """Full points at the benchmark, less for each percent above or below it: tenders for works in China.

    Order 87 does not know it: in government procurement it is refused.
    """
    aim = benchmark_price(rule, prices)
    apart = (price - aim) / aim
    # Points of 100 for each percent: both hundreds cancel out.
    return 1 - apart * _given(rule.over) if apart >= 0 else 1 + apart * _given(rule.under)


def _discount_mean(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """X × discount ÷ mean up to the mean discount, from there in proportion to 1 at the greatest: Regione Marche (OEPV).

    A price above the base is no discount. Where nobody gives one, nobody earns anything.
    """
    own, share = _discount(rule, price), _of_hundred(rule.mean_share)
    discounts = [_discount(rule, each) for each in prices]
    mean, most = sum(discounts, ZERO) / len(discounts), max(discounts)
    if mean == 0:
        return ZERO
    return share * own / mean if own <= mean else share + (1 - share) * (own - mean) / (most - mean)


def _discount_power(rule: PriceRule, price: Fraction, prices: Sequence[Fraction]) -> Fraction:
    """(discount ÷ greatest discount) to the power of a: Regione Marche (OEPV); as `_discount_mean` where nobody gives one."""
    if rule.exponent is None:
        raise ValueError("a price formula with a power needs its exponent")
    own, most = _discount(rule, price), _discount(rule, min(prices))
    if own == 0:
        return ZERO
    return power(own / most, Fraction(rule.exponent))


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """A number from 0 to 1 to a power above 0: exact where the power is whole, else to 50 digits after the point.

    >>> str(power(Fraction(2, 3), Fraction(2))), str(float(power(Fraction(1, 4), Fraction(1, 2))))
    ('4/9', '0.5')
    """
    if base == 0 or exponent.denominator == 1:
        return Fraction(base ** int(exponent)) if base else ZERO
    return _cut(_EXACT.power(_decimal(base), _decimal(exponent)))


def _discount(rule: PriceRule, price: Fraction) -> Fraction:
    return max(_given(rule.base_price) - price, ZERO)


def _given(number: Decimal | None) -> Fraction:
    """A parameter as published; `evaluator.scoring.check_price` takes no formula without those that it needs."""
    if number is None:
        raise ValueError("a price formula lacks a parameter")
    return Fraction(number)


def _of_hundred(number: Decimal | None) -> Fraction:
    return _given(number) / 100


def _decimal(number: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))


def _cut(number: Decimal) -> Fraction:
    # So far below zero, as a price of a million times the lowest may come, no digit after the point counts.
    return Fraction(_EXACT.quantize(number, _CUT)) if abs(number) < 10**9 else Fraction(int(number))


_FORMULAS: Mapping[str, Callable[[PriceRule, Fraction, Sequence[Fraction]], Fraction]] = {
    "lowest_ratio": _lowest_ratio, "linear": _linear, "lowest_distance": _lowest_distance,
    "observed_linear": _observed_linear, "logarithm": _logarithm, "benchmark": _benchmark,
    "discount_mean": _discount_mean, "discount_power": _discount_power,
}  # fmt: skip

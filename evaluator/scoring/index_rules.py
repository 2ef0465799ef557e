"""Official indexes of quality and price, each with where it is in use: one exact number for a bid, higher or lower is better.

Quality is the weighted value of all sub-criteria that compare no prices, by their weights among themselves: 0…1. A price is
above zero, for a bid whose price is missing or zero is not ranked. Only admissible, settled bids are compared. A bid that
earns nothing for quality keeps its number. What has a broken power is rounded once, at the method's grain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from evaluator.domain.award_rule import Parameter
from evaluator.domain.method import LeafJudge, Method
from evaluator.domain.question import AMOUNTS, rounded
from evaluator.scoring.check_bounds import Fault
from evaluator.scoring.price_formulas import power

ONE = Fraction(1)
# So that an index in points for the money is no string of zeros.
MILLION = 1_000_000
RECEIVED, POSSIBLE = "highest_received", "highest_possible"
# tessa's guidance: weights over 70 % distort the weighted index; the other side of each is then at least 30 %.
LEAST_SHARE, MOST_SHARE = Fraction(3, 10), Fraction(7, 10)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an index looks at: quality and the value of the price are 0…1, the price an amount above zero.

    ``added`` is what a life-cycle cost adds to the price.
    """

    quality: Fraction
    price: Fraction
    value: Fraction
    added: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was published: the parameters, the weight of price as a fraction of 1, decimals of a value."""

    parameters: Mapping[str, Parameter]
    price_share: Fraction
    grain: int

    def number(self, name: str) -> Fraction:
        """A parameter that is a number; `faults` takes no method without it."""
        return Fraction(self.parameters[name])

    @property
    def odds(self) -> Fraction:
        """The weight of quality for each part of the weight of price."""
        return (1 - self.price_share) / self.price_share


@dataclass(frozen=True, slots=True)
class IndexRule:
    """One index; ``numbers`` are the parameters that are amounts above zero, each with its most or None."""

    key: Callable[[Terms, Offer, Sequence[Offer]], Fraction]
    better: Literal["higher", "lower"] = "higher"
    numbers: Mapping[str, int | None] | None = None
    words: Mapping[str, tuple[str, ...]] | None = None
    weighs: bool = False  # the published weight of price counts
    points: bool = False  # so do the points that the price formula gives


def index_keys(method: Method, offers: Mapping[str, Offer]) -> dict[str, Fraction]:
    """The official number of each bid, by vendor."""
    terms = Terms(method.award.parameters, price_share(method), method.grain)
    rule, everyone = RULES[method.award.method], list(offers.values())
    return {vendor: rule.key(terms, offer, everyone) for vendor, offer in offers.items()}


def price_share(method: Method) -> Fraction:
    """The weight of price in the whole, as a fraction of 1."""
    priced = next(leaf.key for leaf in method.leaves() if leaf.judge is LeafJudge.PRICE)
    return method.shares()[priced]


def price_points_count(method: Method) -> bool:
    """Whether the points that the price formula gives a price enter the official number of a bid."""
    return method.award.rule != "index" or RULES[method.award.method].points


def quality(method: Method, values: Mapping[str, Fraction]) -> Fraction:
    """The weighted value of all sub-criteria that compare no prices, from the values of all sub-criteria."""
    shares = method.shares()
    judged = {leaf.key: shares[leaf.key] for leaf in method.leaves() if leaf.judge is not LeafJudge.PRICE}
    whole = sum(judged.values(), Fraction(0))
    return sum((share * values[key] for key, share in judged.items()), Fraction(0)) / (whole or 1)


def offer_of(method: Method, values: Mapping[str, Fraction], price: Fraction, added: Fraction) -> Offer:
    """What an index looks at, from the values of all sub-criteria, the evaluated price and what is added to it."""
    priced = next(leaf.key for leaf in method.leaves() if leaf.judge is LeafJudge.PRICE)
    return Offer(quality(method, values), price, values[priced], added)


def faults(method: Method) -> Iterator[Fault]:
    """What keeps an index from being the official rule: parameters that lack or do not fit, weights that it cannot use."""
    name, given = method.award.method, method.award.parameters
    rule = RULES[name]
    numbers, words = rule.numbers or {}, rule.words or {}
    if name == "life_cycle_cost":
        numbers = dict.fromkeys(given)
        amounts = {question.id for question in method.questions if question.kind in AMOUNTS}
        if not given or given.keys() - amounts:
            wrong = ", ".join(sorted(given.keys() - amounts)) or "–"
            yield "award.parameters", "index_questions", (("method", name), ("given", wrong))
    unknown = [key for key in given if key not in numbers and key not in words]
    if unknown:
        yield "award.parameters", "award_parameters", (("method", name), ("names", ", ".join(unknown)))
    for key, most in numbers.items():
        value = given.get(key)
        number = isinstance(value, Decimal | int) and not isinstance(value, bool)
        if not number or not 0 < Decimal(str(value)) <= (most or Decimal("Infinity")):
            yield _lacking(name, key, "> 0" if most is None else f"> 0, ≤ {most}")
    for key, allowed in words.items():
        if given.get(key) not in allowed:
            yield _lacking(name, key, " | ".join(allowed))
    if rule.points and method.price.formula != "lowest_ratio":
        yield "price.formula", "index_formula", (("method", name),)
    # That there is exactly one price is told by itself.
    if sum(leaf.judge is LeafJudge.PRICE for leaf in method.leaves()) == 1:
        yield from _weights(method, rule)


def _weights(method: Method, rule: IndexRule) -> Iterator[Fault]:
    """Weights that leave nothing to compare, or too little."""
    name, alone = method.award.method, method.award.method == "life_cycle_cost"
    share = price_share(method)
    if (share == 1 and not alone) or (rule.weighs and share == 0):
        yield "award.method", "index_weights", (("method", name),)
    elif name == "weighted_quality_per_price" and not LEAST_SHARE <= share <= MOST_SHARE:
        yield "award.method", "index_lopsided", (("method", name), ("share", f"{round(float(share * 100), 2):g}"))


def _lacking(name: str, key: str, allowed: str) -> Fault:
    return f"award.parameters.{key}", "index_parameter", (("method", name), ("name", key), ("allowed", allowed))


def _quality_per_price(terms: Terms, own: Offer, _: Sequence[Offer]) -> Fraction:
    """Quality points for each million: Victoria's recommended ratio, Negometrix Q/P; UK MOD as value for money index."""
    return 100 * own.quality * MILLION / own.price


def _weighted_quality_per_price(terms: Terms, own: Offer, _: Sequence[Offer]) -> Fraction:
    """Q to the power of (weight of quality ÷ weight of price), for each million: UK MOD's weighted index, by tessa."""
    return 100 * rounded(power(own.quality, terms.odds), terms.grain) * MILLION / own.price


def _price_less_quality(terms: Terms, own: Offer, _: Sequence[Offer]) -> Fraction:
    """Price − Q × what full quality is worth: Negometrix award on value (fictional price), tessa; Bergman and Lundberg."""
    return own.price - own.quality * terms.number("willingness_to_pay")


def _utility_index(terms: Terms, own: Offer, everyone: Sequence[Offer]) -> Fraction:
    """(1 − (best Q − Q) × N) ÷ price × lowest price, not below nothing: Negometrix utility index.

    Below nothing a dearer bid would lose less than a cheap one.
    """
    best, lowest = max(each.quality for each in everyone), min(each.price for each in everyone)
    left = 1 - (best - own.quality) * terms.number("n")
    return max(left, Fraction(0)) / own.price * lowest


def _relative_value_cost(terms: Terms, own: Offer, everyone: Sequence[Offer]) -> Fraction:
    """Price ÷ ((Q + most) ÷ (lowest Q + most)), the most being 1: relative value cost, New South Wales and LGP."""
    lowest = min(each.quality for each in everyone)
    return own.price * (lowest + 1) / (own.quality + 1)


def _price_over_features(terms: Terms, own: Offer, _: Sequence[Offer]) -> Fraction:
    """Price ÷ (1 + features ÷ weight of price): reduced price of Prozorro, where features carry what price does not."""
    return own.price / (1 + own.quality * terms.odds)


def _life_cycle_cost(terms: Terms, own: Offer, _: Sequence[Offer]) -> Fraction:
    """Price + what the bid's answers cost besides, such as energy over the years: life-cycle cost of Prozorro."""
    return own.price + own.added


def _rated_criteria(terms: Terms, own: Offer, everyone: Sequence[Offer]) -> Fraction:
    """X × lowest price ÷ price + (1 − X) × T ÷ T high: rated criteria of the World Bank, in points of 100.

    Its documents know two readings of T high: the highest received, or the highest possible (then it is the weighted total).
    Where nobody earns anything, nobody's share of the highest is anything.
    """
    best = max(each.quality for each in everyone) if terms.parameters["technical_scale"] == RECEIVED else ONE
    technical = own.quality / best if best else Fraction(0)
    return 100 * (terms.price_share * own.value + (1 - terms.price_share) * technical)


RULES: Mapping[str, IndexRule] = {
    "quality_per_price": IndexRule(_quality_per_price),
    "weighted_quality_per_price": IndexRule(_weighted_quality_per_price, weighs=True),
    "price_less_quality": IndexRule(_price_less_quality, "lower", numbers={"willingness_to_pay": None}),
    "utility_index": IndexRule(_utility_index, numbers={"n": 10}),
    "relative_value_cost": IndexRule(_relative_value_cost, "lower"),
    "price_over_features": IndexRule(_price_over_features, "lower", weighs=True),
    "life_cycle_cost": IndexRule(_life_cycle_cost, "lower"),
    "rated_criteria": IndexRule(
        _rated_criteria, words={"technical_scale": (RECEIVED, POSSIBLE)}, weighs=True, points=True
    ),
}

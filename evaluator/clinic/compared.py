"""The price formulas side by side on the same bids: who could never win, what a losing bid's withdrawal does, who wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from evaluator.clinic.formulas import Variant
from evaluator.clinic.found import Check, Found, Trap, found, percent
from evaluator.clinic.spread import price_weight, without_price
from evaluator.clinic.tried import Tried, price_share
from evaluator.domain.method import Method, PriceRule
from evaluator.scoring.price import price_value

ZERO, ONE = Fraction(0), Fraction(1)
# From these shares on something is found: one tender in a hundred is one that somebody will contest.
LEAST_TURNED, LEAST_NEVER, LEAST_OTHER = Fraction(1, 100), Fraction(5, 100), Fraction(20, 100)
# Some bids lie between others in price and quality and can never be first by any formula; this one adds none to them.
STRAIGHT: Final = "lowest_distance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one formula did: of ``tenders``, in how many ``turned`` the winner when a losing bid withdrew.

    In ``other`` the winner is another than by the method's own formula. Of ``sound`` bids, than which none is as good and as
    cheap, ``never`` are first at no weight of the price. ``effective`` is the price's effective weight. ``middle`` says
    whether a middle bid can win between one half as good and half as dear and one that is full at both. None: not defined
    for this method.
    """

    variant: Variant
    tenders: int
    turned: int
    other: int
    sound: int | None
    never: int | None
    effective: Fraction | None
    middle: bool | None


def compared(
    method: Method, tenders: Sequence[Tried], formulas: Sequence[Variant], reference: Fraction
) -> Iterator[Counts]:  # fmt: skip
    """What each formula does to the tenders in which two bids at least are ranked."""
    several = [one for one in tenders if len(one.ranked) > 1]
    additive = method.award.rule == "additive"
    rest = without_price(method, several) if additive else ZERO
    for variant in formulas:
        firsts = [one.turned(variant.rule) for one in several]
        turned = sum(bool(turners(one, variant.rule, first)) for one, first in zip(several, firsts, strict=True))
        other = sum(set(one.first) != set(first) for one, first in zip(several, firsts, strict=True))
        row = Counts(
            variant=variant, tenders=len(several), turned=turned, other=other, sound=None, never=None, effective=None, middle=None,
        )  # fmt: skip
        yield _with_prices(method, several, row, (rest, reference)) if additive else row


def _with_prices(method: Method, several: Sequence[Tried], row: Counts, given: tuple[Fraction, Fraction]) -> Counts:
    """The row with what is defined only where totals are weighted sums."""
    rest, reference = given
    priced = [one.prices(row.variant.rule) for one in several]
    told = [never_first(method, one, values) for one, values in zip(several, priced, strict=True)]
    return replace(
        row, sound=sum(len(sound) for sound, _ in told), never=sum(len(never) for _, never in told),
        effective=price_weight(method, rest, priced), middle=middle_wins(row.variant.rule, reference, method.grain),
    )  # fmt: skip


def turners(one: Tried, rule: PriceRule, first: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Losing bids whose withdrawal makes others first, and whom."""
    after = {gone: one.turned(rule, gone) for gone in one.losers(rule, first)}
    return {gone: now for gone, now in after.items() if set(now) != set(first)}


def never_first(method: Method, one: Tried, priced: Mapping[str, Fraction]) -> tuple[list[str], list[str]]:
    """Bids than which no other is as good and as cheap, and those of them that no weight of the price makes first."""
    share = price_share(method)
    asked = {offer.vendor: offer.price for offer in one.ranked}
    if share == 1:
        return [], []
    # Everything but the price at full weight, in the proportions that are published.
    good = {
        offer.vendor: (offer.total - share * one.leaves[offer.vendor][one.priced]) / (1 - share) for offer in one.ranked
    }
    sound = [
        vendor
        for vendor in asked
        if not any(_beats((good[o], asked[o]), (good[vendor], asked[vendor])) for o in asked if o != vendor)
    ]
    points = {vendor: (good[vendor], priced[vendor]) for vendor in asked}
    return sound, [vendor for vendor in sound if winning_weights(points, vendor) is None]


def _beats(other: tuple[Fraction, Fraction], own: tuple[Fraction, Fraction]) -> bool:
    return other != own and other[0] >= own[0] and other[1] <= own[1]


def winning_weights(
    points: Mapping[str, tuple[Fraction, Fraction]], vendor: str
) -> tuple[Fraction, Fraction] | None:  # fmt: skip
    """The weights of the price at which a bid is first, or shares the first place; None where there is none.

    ``points`` are the values of everything else and of the price. A total is linear in the weight, so that each rival leaves
    an interval.

    >>> half, full = Fraction(1, 2), Fraction(1)
    >>> ratio = {"A": (half, full), "B": (Fraction(3, 4), Fraction(2, 3)), "C": (full, half)}
    >>> winning_weights(ratio, "B") is None, [str(end) for end in winning_weights(ratio, "A")]
    (True, ['1/2', '1'])
    """
    low, high = ZERO, ONE
    for other, (good, price) in points.items():
        if other == vendor:
            continue
        at_none, at_all = points[vendor][0] - good, points[vendor][1] - price
        if at_none < 0 and at_all < 0:
            return None
        if at_none < 0:
            low = max(low, at_none / (at_none - at_all))
        elif at_all < 0:
            high = min(high, at_none / (at_none - at_all))
    return (low, high) if low <= high else None


def middle_wins(rule: PriceRule, reference: Fraction, grain: int) -> bool:
    """Whether the middle of three bids can win that are worth 50, 75 and 100 for prices in the same proportion.

    At the lowest price divided by the price it cannot at any weight (https://www.localgovernmentlawyer.co.uk, article 39482).
    The dearest asks the price that generated bids lie around.
    """
    prices = [reference * share / 100 for share in (50, 75, 100)]
    values = [price_value(rule, price, prices, grain) for price in prices]
    goods = (Fraction(1, 2), Fraction(3, 4), ONE)
    points = {name: (good, value) for name, good, value in zip("ABC", goods, values, strict=True)}
    return winning_weights(points, "B") is not None


def formula_traps(rows: Sequence[Counts]) -> Iterator[Found]:
    """What the method's own formula does to the generated bids."""
    own, others = rows[0], rows[1:]
    if own.middle is False:
        yield found(Check.NEVER, Trap.MIDDLE_NEVER)
    straight = next((row for row in rows if row.variant.rule.formula == STRAIGHT), None)
    if own.sound and own.never is not None and straight is not None and straight.never is not None:
        more = Fraction(own.never - straight.never, own.sound)
        if more >= LEAST_NEVER:
            shown = {"never": str(own.never), "sound": str(own.sound), "straight": str(straight.never)}
            yield found(Check.NEVER, Trap.NEVER_FIRST, **shown)
    if own.tenders and Fraction(own.turned, own.tenders) >= LEAST_TURNED:
        shown = {
            "turned": str(own.turned),
            "tenders": str(own.tenders),
            "share": percent(Fraction(own.turned, own.tenders)),
        }
        yield found(Check.WITHDRAWAL, Trap.WITHDRAWAL_TURNS, **shown)
    most = max(others, key=lambda row: row.other, default=None)
    if most is not None and most.tenders and Fraction(most.other, most.tenders) >= LEAST_OTHER:
        shown = {
            "other": str(most.other),
            "tenders": str(most.tenders),
            "share": percent(Fraction(most.other, most.tenders)),
        }
        yield found(Check.FORMULAS, Trap.FORMULA_DECIDES, **shown)

"""The ranked bids' values and prices, small enough to be added up again thousands of times.

It finds the candidates; what it finds about scores and rules is confirmed by the official evaluation before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from evaluator.domain.award_rule import ADDITIVE
from evaluator.domain.method import Criterion, Method
from evaluator.domain.ranking import Ranking, Status
from evaluator.scoring.minima import TOTAL, minima_of
from evaluator.scoring.price import price_value
from evaluator.scoring.rank_other import judged
from evaluator.scoring.ties import Key, parting
from evaluator.scoring.totals import price_leaf

Changed = tuple[str, str, Fraction]  # vendor, sub-criterion, its other value


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Values by vendor and sub-criterion, shares of every criterion by sub-criterion, all prices as offered.

    ``added`` is what a life-cycle cost adds to each price, ``kept`` the part of it that a policy leaves to be compared.
    """

    method: Method
    values: Mapping[str, Mapping[str, Fraction]]
    shares: Mapping[str, Mapping[str, Fraction]]
    prices: Mapping[str, Fraction]
    priced: str
    added: Mapping[str, Fraction]
    kept: Mapping[str, Fraction] = field(default_factory=dict)

    def keys(self) -> dict[str, Key]:
        """Official number and tie rule of every bid, more being better, as they were ranked."""
        return self._keys(self.values, self._kept(self.prices))

    def with_value(self, now: Mapping[str, Key], changed: Changed) -> dict[str, Key]:
        """The keys once one value is another; a bid that then misses a minimum is out, and its price with it."""
        vendor, leaf, value = changed
        values = {**self.values[vendor], leaf: value}
        if not self._falls(leaf, values):
            there = self._kept(self.prices)
            if self.method.award.rule == ADDITIVE:
                return {**now, vendor: self._key(vendor, values, there[vendor])}
            return self._keys({**self.values, vendor: values}, there)
        return self.without(vendor)

    def without(self, gone: str = "") -> dict[str, Key]:
        """The keys of the others once a bid has gone, and its price with it; where nobody has, all prices compared anew."""
        left = {other: found for other, found in self.values.items() if other != gone}
        return self._compared(left, {other: price for other, price in self.prices.items() if other != gone})

    def with_price(self, vendor: str, price: Fraction) -> dict[str, Key]:
        """The keys once one price, as offered, is another; a policy takes the same part off it as before."""
        return self._compared(self.values, {**self.prices, vendor: price})

    def repriced(self, changed: Mapping[str, Fraction]) -> Board:
        """The same bids once some prices are others."""
        prices = {**self.prices, **changed}
        return replace(self, values=self._valued(self.values, prices), prices=prices)

    def _compared(
        self, values: Mapping[str, Mapping[str, Fraction]], prices: Mapping[str, Fraction]
    ) -> dict[str, Key]:  # fmt: skip
        return self._keys(self._valued(values, prices), self._kept(prices))

    def _valued(
        self, values: Mapping[str, Mapping[str, Fraction]], prices: Mapping[str, Fraction]
    ) -> dict[str, dict[str, Fraction]]:  # fmt: skip
        there = self._kept(prices)
        known, rule = list(there.values()), self.method.price
        return {
            vendor: {**found, self.priced: price_value(rule, there[vendor], known, self.method.grain)}
            for vendor, found in values.items()
        }

    def parts(self, vendor: str) -> Key:
        """What parts a bid from others with the same total."""
        return self._parting(vendor, self.values[vendor], self._kept(self.prices)[vendor])

    def _kept(self, prices: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Prices as they are compared, less what a policy takes off."""
        return {vendor: price * self.kept.get(vendor, 1) for vendor, price in prices.items()}

    def _keys(self, values: Mapping[str, Mapping[str, Fraction]], prices: Mapping[str, Fraction]) -> dict[str, Key]:
        if self.method.award.rule == ADDITIVE:
            return {vendor: self._key(vendor, found, prices[vendor]) for vendor, found in values.items()}
        tops = [top.key for top in self.method.criteria]
        every = {vendor: {**own, **{key: self.value(own, key) for key in tops}} for vendor, own in values.items()}
        order = judged(self.method, every, {name: (prices[name], self.added[name]) for name in values}).order
        return {vendor: (key, *self._parting(vendor, values[vendor], prices[vendor])) for vendor, key in order.items()}

    def _key(self, vendor: str, values: Mapping[str, Fraction], price: Fraction) -> Key:
        return (self.value(values, ""), *self._parting(vendor, values, price))

    def _parting(self, vendor: str, values: Mapping[str, Fraction], price: Fraction) -> Key:
        return parting(self.method, vendor, lambda key: self.value(values, key), price)

    def value(self, values: Mapping[str, Fraction], key: str) -> Fraction:
        """The value of a criterion, or of everything where no key is given."""
        return sum((share * values[leaf] for leaf, share in self.shares[key].items()), Fraction(0))

    def _falls(self, leaf: str, values: Mapping[str, Fraction]) -> bool:
        minima = (("" if one.key == TOTAL else one.key, one.points) for one in minima_of(self.method))
        return any(
            self.value(values, key) < Fraction(minimum) / 100
            for key, minimum in minima
            if leaf in self.shares.get(key, ())  # not a question's own, which neither a score nor a price can move
        )


def board(method: Method, ranking: Ranking) -> Board:
    """The board of a ranking, whatever its official rule."""
    leaves = [leaf.key for leaf in method.leaves()]
    shares = {"": leaf_shares(method)}
    for top in method.criteria:
        for one in every(top):
            shares[one.key] = dict(_shares(one, Fraction(1)))
    alive = [result for result in ranking.results if result.status is not Status.EXCLUDED]
    return Board(
        method=method,
        values={
            result.vendor: {leaf: result.node(leaf).value or Fraction(0) for leaf in leaves}
            for result in ranking.ranked()
        },
        shares=shares,
        prices={result.vendor: result.price for result in alive if result.price is not None},
        priced=price_leaf(method).key,
        kept={result.vendor: result.compared / result.price for result in alive if result.price and result.compared},
        added={result.vendor: result.added or Fraction(0) for result in ranking.ranked()},
    )


def leaf_shares(method: Method) -> dict[str, Fraction]:
    """The share of the whole of every sub-criterion."""
    return {leaf: share for top in method.criteria for leaf, share in _shares(top, top.share)}


def _shares(criterion: Criterion, share: Fraction) -> Iterator[tuple[str, Fraction]]:
    if not criterion.children:
        yield criterion.key, share
    for child in criterion.children:
        yield from _shares(child, share * child.share)


def every(criterion: Criterion) -> Iterator[Criterion]:
    """A criterion and all below it, in published order."""
    yield criterion
    for child in criterion.children:
        yield from every(child)


def first(keys: Mapping[str, Key]) -> tuple[str, ...]:
    """The bids whose key is the highest.

    >>> first({"Ada": (Fraction(1),), "Bo": (Fraction(2),)})
    ('Bo',)
    """
    best = max(keys.values(), default=())
    return tuple(vendor for vendor, key in keys.items() if key == best)

"""The ranked bids' values and prices, small enough to be added up again thousands of times.

It finds the candidates; what it finds about scores and rules is confirmed by the official evaluation before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.domain.method import Criterion, Method
from evaluator.domain.ranking import Ranking, Status
from evaluator.scoring.minima import settled_minima
from evaluator.scoring.price import price_value
from evaluator.scoring.totals import price_leaf

Key = tuple[Fraction, ...]
Changed = tuple[str, str, Fraction]  # vendor, sub-criterion, its other value


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Values by vendor and sub-criterion, shares of every criterion by sub-criterion, and all prices compared."""

    method: Method
    values: Mapping[str, Mapping[str, Fraction]]
    shares: Mapping[str, Mapping[str, Fraction]]
    prices: Mapping[str, Fraction]
    priced: str

    def keys(self) -> dict[str, Key]:
        """Total and tie criteria of every bid, as they were ranked."""
        return {vendor: self._key(found) for vendor, found in self.values.items()}

    def with_value(self, now: Mapping[str, Key], changed: Changed) -> dict[str, Key]:
        """The keys once one value is another; a bid that then misses a minimum is out, and its price with it."""
        vendor, leaf, value = changed
        values = {**self.values[vendor], leaf: value}
        if not self._falls(leaf, values):
            return {**now, vendor: self._key(values)}
        left = {other: found for other, found in self.values.items() if other != vendor}
        return self._compared(left, {other: price for other, price in self.prices.items() if other != vendor})

    def with_price(self, vendor: str, price: Fraction) -> dict[str, Key]:
        """The keys once one price is another."""
        return self._compared(self.values, {**self.prices, vendor: price})

    def repriced(self, changed: Mapping[str, Fraction]) -> Board:
        """The same bids once some prices are others."""
        prices = {**self.prices, **changed}
        return replace(self, values=self._valued(self.values, prices), prices=prices)

    def _compared(
        self, values: Mapping[str, Mapping[str, Fraction]], prices: Mapping[str, Fraction]
    ) -> dict[str, Key]:  # fmt: skip
        return {vendor: self._key(found) for vendor, found in self._valued(values, prices).items()}

    def _valued(
        self, values: Mapping[str, Mapping[str, Fraction]], prices: Mapping[str, Fraction]
    ) -> dict[str, dict[str, Fraction]]:  # fmt: skip
        known, rule = list(prices.values()), self.method.price
        return {
            vendor: {**found, self.priced: price_value(rule, prices[vendor], known, self.method.grain)}
            for vendor, found in values.items()
        }

    def _key(self, values: Mapping[str, Fraction]) -> Key:
        return tuple(self.value(values, key) for key in ("", *self.method.ties))

    def value(self, values: Mapping[str, Fraction], key: str) -> Fraction:
        """The value of a criterion, or of everything where no key is given."""
        return sum((share * values[leaf] for leaf, share in self.shares[key].items()), Fraction(0))

    def _falls(self, leaf: str, values: Mapping[str, Fraction]) -> bool:
        minima = settled_minima(self.method)
        return any(
            self.value(values, key) < Fraction(minimum) / 100
            for key, minimum in minima.items()
            if leaf in self.shares[key]
        )


def board(method: Method, ranking: Ranking) -> Board:
    """The board of a ranking by the additive rule."""
    leaves = [leaf.key for leaf in method.leaves()]
    shares = {"": {leaf: share for top in method.criteria for leaf, share in _shares(top, top.share)}}
    for top in method.criteria:
        for one in _every(top):
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
    )


def _shares(criterion: Criterion, share: Fraction) -> Iterator[tuple[str, Fraction]]:
    if not criterion.children:
        yield criterion.key, share
    for child in criterion.children:
        yield from _shares(child, share * child.share)


def _every(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for child in criterion.children:
        yield from _every(child)


def first(keys: Mapping[str, Key]) -> tuple[str, ...]:
    """The bids whose key is the highest.

    >>> first({"Ada": (Fraction(1),), "Bo": (Fraction(2),)})
    ('Bo',)
    """
    best = max(keys.values(), default=())
    return tuple(vendor for vendor, key in keys.items() if key == best)

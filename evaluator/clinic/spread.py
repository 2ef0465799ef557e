"""Effective weight: how much of what parts the bids comes from each criterion, beside the weight that is published.

The effective weight of a criterion is its share of the mean difference between two bids of a tender: with d the mean of
|w·v − w·v′| over all pairs of ranked bids of all tenders, it is d of the criterion ÷ the sum of d over all criteria. That
weights act through the spread of what they are put on was shown for the parts of examinations (Wang and Stanley 1970;
Adams and Murphy 1982); the mean difference (Gini) stands here for their standard deviation because it is exact, and what
criteria have in common is not split among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from evaluator.clinic.found import Check, Found, Trap, found, percent
from evaluator.clinic.tried import Tried, price_share
from evaluator.domain.finding import Param
from evaluator.domain.method import Method
from evaluator.domain.text import Text
from evaluator.robustness.board import leaf_shares
from evaluator.scoring.totals import price_leaf

ZERO = Fraction(0)
# Apart by less than so many points of 100, or by a smaller factor, nobody would choose other weights.
LEAST_APART = Fraction(5, 100)
MORE, LESS = Fraction(3, 2), Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A criterion of the first level (the price apart from what may stand beside it): published weight and effective one."""

    key: str
    title: Text
    nominal: Fraction
    effective: Fraction


def parts(method: Method) -> dict[str, tuple[Text, dict[str, Fraction]]]:
    """Title and shares of the whole by sub-criterion of each part of the total that is looked at."""
    shares, priced = leaf_shares(method), price_leaf(method).key
    made: dict[str, tuple[Text, dict[str, Fraction]]] = {}
    for top in method.criteria:
        own = {leaf.key: shares[leaf.key] for leaf in top.leaves() if leaf.key != priced}
        if own:
            made[top.key] = (top.title, own)
        if priced in {leaf.key for leaf in top.leaves()}:
            leaf = method.leaf(priced)
            made[priced] = (leaf.title if own else top.title, {priced: shares[priced]})
    return made


def weights(method: Method, tenders: Sequence[Tried]) -> tuple[Weight, ...]:
    """Published and effective weight of each part, in published order; empty where no two bids were ever compared."""
    made = parts(method)
    apart = {key: sum((_apart(one, own) for one in tenders), ZERO) for key, (_, own) in made.items()}
    whole = sum(apart.values(), ZERO)
    if not whole:
        return ()
    return tuple(
        Weight(key=key, title=title, nominal=sum(own.values(), ZERO), effective=apart[key] / whole)
        for key, (title, own) in made.items()
    )


def without_price(method: Method, tenders: Sequence[Tried]) -> Fraction:
    """What parts the bids but for their prices, summed over all pairs."""
    priced = price_leaf(method).key
    rest = [own for key, (_, own) in parts(method).items() if key != priced]
    return sum((_apart(one, own) for one in tenders for own in rest), ZERO)


def price_weight(method: Method, rest: Fraction, priced: Sequence[Mapping[str, Fraction]]) -> Fraction | None:
    """Effective weight of the price where it is worth ``priced`` in each tender, beside the ``rest``: by another formula."""
    share = price_share(method)
    own = sum((share * _pairs(list(values.values())) for values in priced), ZERO)
    return own / (own + rest) if own + rest else None


def weight_traps(found_weights: Sequence[Weight]) -> Iterator[Found]:
    """Criteria that part the bids far more, or far less, than their weight says."""
    for one in found_weights:
        if abs(one.effective - one.nominal) < LEAST_APART:
            continue
        shown: dict[str, Param] = {
            "criterion": one.title,
            "nominal": percent(one.nominal),
            "effective": percent(one.effective),
        }
        if one.effective >= MORE * one.nominal:
            yield found(Check.WEIGHTS, Trap.WEIGHT_MORE, **shown)
        elif one.effective <= LESS * one.nominal:
            yield found(Check.WEIGHTS, Trap.WEIGHT_LESS, **shown)


def _apart(one: Tried, shares: Mapping[str, Fraction]) -> Fraction:
    return _pairs([sum((share * own[leaf] for leaf, share in shares.items()), ZERO) for own in one.leaves.values()])


def _pairs(amounts: Sequence[Fraction]) -> Fraction:
    """Sum of the differences of all pairs.

    >>> str(_pairs([Fraction(1), Fraction(1, 2), Fraction(0)]))
    '2'
    """
    return sum((abs(one - other) for one, other in combinations(amounts, 2)), ZERO)

"""The result: values on the criteria tree, exact totals, places, exclusions with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding
from evaluator.domain.text import Text


class Status(StrEnum):
    """What became of a bid."""

    RANKED = "ranked"
    EXCLUDED = "excluded"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A bid's value on a criterion, sub-criterion or question; all numbers are exact fractions of 1, more is better.

    ``value`` is None while anything below is unsettled; ``low`` and ``high`` bound it and equal it once it is settled.
    ``weight`` is the share among siblings, ``contribution`` the part of the total (None with ``value``).
    ``basis`` says where the value comes from (finding-like key in catalogue ``basis`` with its parameters).
    """

    key: str
    title: Text
    weight: Fraction
    value: Fraction | None
    low: Fraction
    high: Fraction
    contribution: Fraction | None = None
    children: tuple[Node, ...] = ()
    basis: str = ""
    params: tuple[tuple[str, str], ...] = ()

    def walk(self) -> Iterator[Node]:
        """This node and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One bid in the ranking. ``place`` and ``score`` are None unless ranked; ``low``…``high`` bound the total.

    A rule other than ``additive`` has no total: ``score`` is None and the bid's official number is its key in the ranking.
    ``places`` is the best and the worst place the bid can still take once everything is settled.
    ``price`` is the evaluated price in the tender's currency, ``added`` what a life-cycle cost adds; None while unsettled.
    ``part``: see `Bid`; it takes no place.
    """

    vendor: str
    status: Status
    low: Fraction
    high: Fraction
    nodes: tuple[Node, ...]
    place: int | None = None
    score: Fraction | None = None
    places: tuple[int, int] | None = None
    price: Fraction | None = None
    compared: Fraction | None = None
    added: Fraction | None = Fraction(0)
    reasons: tuple[Finding, ...] = ()
    part: bool = False
    variant_of: str = ""

    def node(self, key: str) -> Node:
        """The node of a criterion, sub-criterion or question."""
        return next(node for top in self.nodes for node in top.walk() if node.key == key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Why one bid stands before the next: what each top-level criterion adds to (or takes from) the difference."""

    ahead: str
    behind: str
    difference: Fraction
    parts: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All bids, ranked ones first in order of place; keeps the rule and the exact weights that made it.

    ``keys``: for a rule other than ``additive``, the official key of each ranked bid, exact for an index and a float for
    a named method; ``better`` says which way.
    ``provisional`` is true while any bid is unsettled.
    """

    rule: str
    better: str
    results: tuple[Result, ...]
    weights: Mapping[str, Fraction]
    gaps: tuple[Gap, ...] = ()
    keys: Mapping[str, Fraction | float] = field(default_factory=dict)
    provisional: bool = False

    def ranked(self) -> tuple[Result, ...]:
        """Bids with a place, best first."""
        return tuple(result for result in self.results if result.status is Status.RANKED)

    def of(self, vendor: str) -> Result:
        """The result of one vendor."""
        return next(result for result in self.results if result.vendor == vendor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything that one run of ``evaluate`` found: the settled bids, the ranking, and all findings."""

    bids: tuple[Bid, ...]
    ranking: Ranking
    findings: tuple[Finding, ...]

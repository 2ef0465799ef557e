"""How far second opinions agree with the official ranking: same first place, pairs turned round, who moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from evaluator.scoring.second_opinion import Opinion, Refused


@dataclass(frozen=True, slots=True)
class Move:
    """A vendor whose place differs: the official place and the rank that the method gives."""

    vendor: str
    official: int
    opinion: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One method beside the official ranking; ``pairs`` of bids stand in another order, a tie being an order too."""

    method: str
    same_first: bool
    first: tuple[str, ...]
    pairs: int
    moves: tuple[Move, ...]

    @property
    def identical(self) -> bool:
        """Whether every bid has its official place."""
        return not self.moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All methods in one sentence: ``key`` of the catalogue ``opinion`` and what fills it.

    ``first`` are the officially first vendors; ``agreeing`` and ``others`` the methods that put the same, or another,
    bid first; ``refused`` those that could not judge the matrix.
    """

    key: str
    first: tuple[str, ...]
    agreeing: tuple[str, ...]
    others: tuple[str, ...]
    refused: tuple[str, ...]


def agreement(official: Mapping[str, int], opinions: Mapping[str, Opinion | Refused]) -> dict[str, Agreement]:
    """Each method that could judge, beside the official places.

    >>> said = Opinion(method="topsis", parameters={}, alternatives=("Ada", "Bo", "Cy"), scores=(0.5, 0.9, 0.1),
    ...                ranks=(2, 1, 3), better="higher")
    >>> found = agreement({"Ada": 1, "Bo": 2, "Cy": 3}, {"topsis": said})["topsis"]
    >>> found.same_first, found.pairs, found.moves[0]
    (False, 1, Move(vendor='Ada', official=1, opinion=2))
    """
    return {name: _beside(official, said) for name, said in opinions.items() if isinstance(said, Opinion)}


def _beside(official: Mapping[str, int], said: Opinion) -> Agreement:
    ranks = dict(zip(said.alternatives, said.ranks, strict=True))
    moves = tuple(Move(vendor, place, ranks[vendor]) for vendor, place in official.items() if place != ranks[vendor])
    turned = sum(
        _order(official[one], official[other]) != _order(ranks[one], ranks[other])
        for one, other in combinations(official, 2)
    )
    first = said.first()
    return Agreement(
        method=said.method, same_first=set(first) == set(_first(official)), first=first, pairs=turned, moves=moves
    )


def _order(one: int, other: int) -> int:
    return (one > other) - (one < other)


def _first(official: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(vendor for vendor, place in official.items() if place == 1)


def verdict(official: Mapping[str, int], opinions: Mapping[str, Opinion | Refused]) -> Verdict:
    """The one sentence over all methods.

    >>> verdict({"Ada": 1, "Bo": 2}, {"spotis": Refused("spotis", ())}).key
    'opinion.verdict.none'
    """
    found = agreement(official, opinions)
    agreeing = tuple(name for name, item in found.items() if item.same_first)
    others = tuple(name for name in found if name not in agreeing)
    refused = tuple(name for name in opinions if name not in found)
    if not found:
        kind = "none"
    elif not others:
        kind = "all" if any(item.moves for item in found.values()) else "identical"
    else:
        kind = "some" if agreeing else "nobody"
    return Verdict(
        key=f"opinion.verdict.{kind}", first=_first(official), agreeing=agreeing, others=others, refused=refused
    )

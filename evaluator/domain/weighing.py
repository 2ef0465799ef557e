"""Weighing: what a member of the committee judged of one group of criteria, and the groups of a method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.domain.method import Criterion, Method
from evaluator.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Criteria that share out 100 %; ``key`` is the criterion above them, empty for those of the first level.

    ``share`` is what the criterion above counts of the whole, as a fraction of 1.
    """

    key: str
    title: Text
    criteria: tuple[Criterion, ...]
    share: Fraction = Fraction(1)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the criteria in published order."""
        return tuple(one.key for one in self.criteria)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one member judged of a group, in the order of ``criteria``, the group's keys at that time.

    ``rows`` has the form that ``scoring.judged_weights.judged`` takes for the ``way``. ``number`` counts the member's
    judgements of the group: 1 was given before any other was seen, a later one has a ``reason``.
    """

    group: str
    member: str
    number: int
    way: str
    criteria: tuple[str, ...]
    rows: tuple[tuple[Fraction, ...], ...]
    reason: str = ""
    at: str = ""


def groups(method: Method) -> tuple[Group, ...]:
    """The groups of a method in which there is something to weigh, the first level before what is below it.

    The title of the first level is empty: it has no criterion above it.
    """
    top = Group(key="", title=Text(), criteria=method.criteria)
    found = [top, *(group for node in method.criteria for group in _below(node, node.share))]
    return tuple(group for group in found if len(group.criteria) > 1)


def _below(node: Criterion, share: Fraction) -> Iterator[Group]:
    if node.children:
        yield Group(key=node.key, title=node.title, criteria=node.children, share=share)
    for child in node.children:
        yield from _below(child, share * child.share)


def latest(given: tuple[Judgement, ...], group: Group) -> tuple[Judgement, ...]:
    """The last judgement of each member on a group; none that was given on other criteria than it has now."""
    last = {one.member: one for one in sorted(given, key=lambda one: one.number) if one.group == group.key}
    return tuple(one for one in last.values() if one.criteria == group.keys)

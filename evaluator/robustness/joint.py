"""The least change of all weights together, in the sum of what each moves, that makes a bid first.

Against the first bid alone it is a knapsack: weight goes from the criteria on which the rival gains least by it to the one
where it gains most, each giving no more than it has. Where a third bid is then ahead of both, a linear program decides.
That no weights can do it is proved by a mixture of other bids that is better on every criterion (Farkas' lemma).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from evaluator.robustness.linear import Program, ahead_somewhere, least_move, mixture
from evaluator.robustness.stability import Sums
from evaluator.robustness.whole import Floats, Rows

ZERO = Fraction(0)
_LITTLE = Fraction(1, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """What it takes for a rival to reach the first place by weights alone.

    ``l1`` is the sum of what all weights move, None where no weights can (``possible`` is false); then ``proof`` is a
    mixture of other bids, shares that sum to 1, that is better on every criterion. ``shared``: it can be level with the
    first under some weights, but ahead under none. ``against_first`` is the same sum against the first bid alone, whoever
    else is ahead. ``exact`` is false where the weights are those of the linear program, good to nine digits.
    """

    rival: int
    l1: Fraction | None
    weights: tuple[Fraction, ...] | None
    against_first: Fraction | None
    shared: bool = False
    proof: tuple[tuple[int, Fraction], ...] = ()
    exact: bool = True

    @property
    def possible(self) -> bool:
        """Whether there are weights under which it is first, or level with the first."""
        return self.l1 is not None


def joint_flips(values: Rows, weights: Sequence[Fraction], first: int) -> list[Joint]:
    """The least change for every bid but the first, in the order of the bids.

    >>> half = Fraction(1, 2)
    >>> found = joint_flips([[Fraction(1), Fraction(0)], [Fraction(0), Fraction(4, 5)]], [half, half], 0)
    >>> str(found[0].l1), [str(weight) for weight in found[0].weights]
    ('1/9', ['4/9', '5/9'])
    """
    sums, rows = Sums(values), np.array([[float(value) for value in row] for row in values])
    found = []
    for rival in range(len(values)):
        if rival != first:
            found.append(_joint(Program(values, rows, weights, sums), first, rival))
    return found


def _joint(program: Program, first: int, rival: int) -> Joint:
    values, weights = program.values, program.weights
    gains = [mine - theirs for mine, theirs in zip(values[rival], values[first], strict=True)]
    moved = moved_towards(gains, weights)
    if moved is None:
        return Joint(rival=rival, l1=None, weights=None, against_first=None, proof=((first, Fraction(1)),))
    pair = distance(moved, weights)
    if program.sums.lead(moved, rival):
        shared = _only_level(program, gains, rival, moved)
        return Joint(rival=rival, l1=pair, weights=moved, against_first=pair, shared=shared)
    found = least_move(program, rival, first)
    if found is None:
        return Joint(rival=rival, l1=None, weights=None, against_first=pair, proof=mixture(values, rival))
    best, exact = found
    shared = _only_level(program, gains, rival, best)
    return Joint(rival=rival, l1=distance(best, weights), weights=best, against_first=pair, shared=shared, exact=exact)


def _only_level(program: Program, gains: Sequence[Fraction], rival: int, at: Sequence[Fraction]) -> bool:
    """Whether no weights put the rival ahead of every bid that is not its equal.

    A little further towards the criterion on which it gains most it is ahead as a rule; else a linear program looks
    whether it is anywhere: what is told from level weights holds from there on, since all such weights are convex.
    """
    best = max(range(len(gains)), key=lambda k: gains[k])
    if gains[best] <= 0:
        return any(gains)
    further = [weight * (1 - _LITTLE) + (_LITTLE if k == best else 0) for k, weight in enumerate(at)]
    return not program.ahead(further, rival) and not ahead_somewhere(program, rival)


def leads(values: Rows, weights: Sequence[Fraction], bid: int) -> bool:
    """Whether a bid is first under these weights, or shares the first place."""
    return Sums(values).lead(weights, bid)


def distance(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    """Sum of the differences of two sets of weights."""
    return sum((abs(mine - theirs) for mine, theirs in zip(one, other, strict=True)), ZERO)


def moved_towards(gains: Sequence[Fraction], weights: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    """The nearest weights under which the sum of the gains is not below zero; None where there are none."""
    missing = -sum((weight * gain for weight, gain in zip(weights, gains, strict=True)), ZERO)
    if missing <= 0:
        return tuple(weights)
    best = max(range(len(gains)), key=lambda k: gains[k])
    if gains[best] < 0:
        return None
    moved = list(weights)
    for k in sorted(range(len(gains)), key=lambda k: gains[k]):
        step = gains[best] - gains[k]
        if not step or missing <= 0:
            break
        given = min(weights[k], missing / step)
        moved[k] -= given
        moved[best] += given
        missing -= given * step
    return tuple(moved)


# What sums of values from 0 to 1 can be off by in double precision.
_LAST_BITS = 1e-12


def quick_moves(values: Floats, weights: Floats, first: int) -> Floats:
    """``against_first`` of every bid in double precision, infinite where there are no such weights."""
    gains: Floats = values - values[first]
    missing = np.maximum(-(gains @ weights), 0)
    order = np.argsort(gains, axis=1)
    ordered = np.take_along_axis(gains, order, axis=1)
    steps = ordered[:, -1:] - ordered
    masses = weights[order]
    reached = np.cumsum(masses * steps, axis=1)
    given = np.cumsum(masses, axis=1)
    # The criterion that gives only as much as is still missing after all before it; where all have to give what they can,
    # the last bits of the sums must not make those give that have nothing to gain.
    last = np.minimum((reached < missing[:, None] - _LAST_BITS).sum(axis=1), len(weights) - 1)
    rows = np.arange(len(values))
    before, spent = reached[rows, last] - (masses * steps)[rows, last], given[rows, last] - masses[rows, last]
    step = steps[rows, last]
    part = np.divide(missing - before, step, out=np.zeros_like(step), where=step > 0)
    return np.where(missing <= 0, 0.0, np.where(ordered[:, -1] < 0, np.inf, 2 * (spent + part)))

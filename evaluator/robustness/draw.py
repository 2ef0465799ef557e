"""Weights drawn by the block, as whole numbers; a block has its own seed, whoever draws it and whenever.

A ranking does not change when all weights are multiplied, so that weights of the whole simplex are drawn as independent
exponentials and never divided by their sum.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from evaluator.robustness.regions import Intervals, Ordinal, Region, Scaled, Simplex
from evaluator.robustness.walk import walked
from evaluator.robustness.whole import Floats

BLOCK = 8192
# No exponential beyond this is ever drawn in practice (one in 10²⁰); the limit makes the sums provably exact.
LONGEST = 48
_DOUBLE = 2**52
_KEPT_BYTES = 128 * 2**20
# Below this share of draws inside the bounds, drawing and throwing away is slower than walking.
_FEW = 0.02


def generator(seed: int, *place: int) -> np.random.Generator:
    """The random numbers of one block and no other."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=place)))


@dataclass(frozen=True, slots=True)
class Sampler:
    """Draws weights of a region as whole numbers whose products with values up to ``top`` can be added exactly."""

    region: Region
    criteria: int
    top: int

    @property
    def scale(self) -> int:
        """What a weight of 1, or an exponential of 1, is as a whole number."""
        room = _DOUBLE // (self.top * self.criteria * LONGEST)
        if not isinstance(self.region, Intervals):
            return 1 << min(max(room.bit_length() - 1, 1), 30)
        # The bounds are whole numbers too, so that they hold exactly; the sum of weights is the scale itself.
        steps = lcm(*(bound.denominator for bound in (*self.region.low, *self.region.high)))
        most = _DOUBLE // self.top
        return steps << min((most // steps).bit_length() - 1, 30) if steps <= most else most

    def block(self, seed: int, index: int) -> Floats:
        """Criteria by samples."""
        numbers = generator(seed, index)
        if isinstance(self.region, Intervals):
            return self._between(self.region, numbers)
        if isinstance(self.region, Scaled):
            return np.rint(_factors(self.region, numbers.random((self.criteria, BLOCK))) * self.scale)
        drawn = numbers.standard_exponential((self.criteria, BLOCK))
        drawn *= self.scale
        np.minimum(np.ceil(drawn, out=drawn), LONGEST * self.scale, out=drawn)
        return _ordered(drawn, self.region)

    def rough(self, seed: int, index: int) -> Floats:
        """The same region in single precision, good enough to be shown while somebody moves a slider."""
        if isinstance(self.region, Intervals):
            return self.block(seed, index).astype(np.float32)
        if isinstance(self.region, Scaled):
            return _factors(self.region, generator(seed, index).random((self.criteria, BLOCK), dtype=np.float32))
        drawn = generator(seed, index).standard_exponential((self.criteria, BLOCK), dtype=np.float32)
        return _ordered(drawn, self.region)

    def _between(self, region: Intervals, numbers: np.random.Generator) -> Floats:
        scale = self.scale
        # A bound that is no whole number even so is moved by less than one step of the scale.
        low = np.array([float(round(bound * scale)) for bound in region.low])
        high = np.array([float(round(bound * scale)) for bound in region.high])
        drawn = np.rint(within(region, numbers) * scale)
        np.clip(drawn, low[:, None], high[:, None], out=drawn)
        left = scale - drawn.sum(axis=0)
        for k in range(self.criteria):  # rounding is made good where there is room for it
            moved = np.clip(drawn[k] + left, low[k], high[k])
            left -= moved - drawn[k]
            drawn[k] = moved
        return drawn


def _factors(region: Scaled, drawn: Floats) -> Floats:
    share = float(region.share)
    drawn *= 2 * share
    drawn += 1 - share
    return drawn


def _ordered(drawn: Floats, region: Simplex | Ordinal) -> Floats:
    if isinstance(region, Simplex):
        return drawn
    drawn = np.sort(drawn, axis=0)[::-1]
    out = np.empty_like(drawn)
    out[list(region.order)] = drawn
    return out


def within(region: Intervals, numbers: np.random.Generator) -> Floats:
    """A block of weights inside the bounds, uniform: by rejection, or by a walk where too many would be rejected."""
    low, high = (np.array([float(bound) for bound in side]) for side in (region.low, region.high))
    free = [k for k, (least, most) in enumerate(zip(region.low, region.high, strict=True)) if least < most]
    found = np.repeat(low[:, None], BLOCK, axis=1)
    if not free or sum(region.low, Fraction(0)) == 1:
        return found
    if sum(region.high, Fraction(0)) == 1:
        return np.repeat(high[:, None], BLOCK, axis=1)
    slack = max(free, key=lambda k: region.high[k] - region.low[k])
    rest, have, tries = [k for k in range(len(low)) if k != slack], 0, 0
    while have < BLOCK:
        # Uniform over the boxes of all others, the widest takes what is left: uniform over the region where it fits.
        drawn = low[rest, None] + (high - low)[rest, None] * numbers.random((len(rest), BLOCK))
        left = 1 - drawn.sum(axis=0)
        fits = np.flatnonzero((left >= low[slack]) & (left <= high[slack]))[: BLOCK - have]
        found[rest, have : have + len(fits)] = drawn[:, fits]
        found[slack, have : have + len(fits)] = left[fits]
        have, tries = have + len(fits), tries + 1
        if have < _FEW * BLOCK * tries:
            found[:, have:] = walked(low, high, BLOCK - have, numbers)
            break
    return found


_kept: OrderedDict[tuple[object, ...], Floats] = OrderedDict()
_lock = threading.Lock()


def block(sampler: Sampler, seed: int, place: tuple[int, int], *, rough: bool) -> Floats:
    """The weights of a block, from memory where they were drawn before: the same criteria have the same weights.

    ``place`` is the number of the block and how many there are; where they cannot all be kept, none is.
    """
    index, blocks = place
    if blocks * sampler.criteria * BLOCK * (4 if rough else 8) > _KEPT_BYTES:
        return sampler.rough(seed, index) if rough else sampler.block(seed, index)
    key = (sampler.region, sampler.criteria, 0 if rough else sampler.scale, seed, index, rough)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    drawn = sampler.rough(seed, index) if rough else sampler.block(seed, index)
    drawn.flags.writeable = False
    with _lock:
        _kept[key] = drawn
        while sum(one.nbytes for one in _kept.values()) > _KEPT_BYTES and len(_kept) > 1:
            _kept.popitem(last=False)
    return drawn


def forget() -> None:
    """Let go of all drawn weights."""
    with _lock:
        _kept.clear()

"""Ranks counted over samples: whole numbers, so that counts of blocks add up to the same whatever the grouping.

Bids with equal scores share the better rank, as everywhere in the ranking. A rank of a row counts every bid that has a
better row, so identical bids are compared once and never come apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.robustness.whole import Floats

Counts = NDArray[np.int64]

# Up to so many rows it is quicker to compare each pair than to sort.
PAIRS_UPTO = 12
# Weights where a bid is first are added up as whole shares of 2³⁰.
SHARE = 2**30
_MAGIC = 2.0**52
# Single precision has 23 bits after the first; of these so many may be lost to the rows' numbers.
_TAGGED = 5


@dataclass(slots=True, eq=False)
class Tally:
    """What was counted: ``ranks`` rank by rows, ``wins`` rows by rows, ``weights`` rows by criteria where they are first."""

    samples: int
    ranks: Counts
    wins: Counts | None
    weights: Counts | None

    def add(self, other: Tally) -> None:
        """Count the other's samples too."""
        self.samples += other.samples
        self.ranks += other.ranks
        if self.wins is not None and other.wins is not None:
            self.wins += other.wins
        if self.weights is not None and other.weights is not None:
            self.weights += other.weights


def ranks_by_pairs(scores: Floats, size: Counts) -> Counts:
    """How often each rank has each row, from scores rows by samples; every pair is compared."""
    rows, samples = scores.shape
    places, single = int(size.sum()), bool((size == 1).all())
    if single:
        ahead = np.empty((rows, samples), dtype=np.uint8)
        for row in range(rows):
            np.add.reduce((scores > scores[row]).view(np.uint8), axis=0, out=ahead[row], dtype=np.uint8)
        # So few ranks are counted one by one quicker than all at once in a table; along an axis numpy would add them up.
        levels = (ahead == rank for rank in range(rows))
        return np.array([[np.count_nonzero(row) for row in level] for level in levels], dtype=np.int64)
    flat, many = np.empty((rows, samples), dtype=np.int32), size.astype(np.int32)[:, None]
    for row in range(rows):
        better = (scores > scores[row]).view(np.uint8)
        np.add.reduce(better * many, axis=0, out=flat[row], dtype=np.int32)
        flat[row] *= rows
        flat[row] += row
    return np.bincount(flat.ravel(), minlength=rows * places).reshape(places, rows)


def ranks_by_sorting(scores: Floats, size: Counts) -> Counts:
    """The same from scores samples by rows that are whole numbers below 2⁵²: the row's number rides in the lowest bits."""
    rows = scores.shape[1]
    bits = (rows - 1).bit_length()
    # Added to 2⁵², a whole number stands in the lowest bits of the double; the exponent above it is the same for all.
    keys = (scores + _MAGIC).view(np.int64)
    keys <<= bits
    keys |= np.arange(rows, dtype=np.int64)
    keys.sort(axis=1)
    one, places = 1 << bits, int(size.sum())
    gaps = keys[:, 1:] - keys[:, :-1]
    if rows == 1 or int(gaps.min()) >= one:  # else neighbours may be level: they are less than one step apart
        return _counted(_numbers(keys, one), size, places)
    keys >>= bits
    tied = (keys[:, 1:] == keys[:, :-1]).any(axis=1)
    order = np.argsort(scores[~tied], axis=1)
    found = _counted(order, size, places)
    for row in scores[tied]:
        better = (size * (row[None, :] > row[:, None])).sum(axis=1)
        found[better, np.arange(rows)] += 1
    return found


def _numbers(keys: NDArray[np.signedinteger], one: int) -> NDArray[np.signedinteger]:
    keys &= one - 1
    return keys


def ranks_roughly(scores: Floats, size: Counts) -> Counts:
    """The same from any single-precision scores that are not below zero: the number rides in their own lowest bits.

    Where so many rows leave too few bits, they are compared in steps of a fraction of the sample's highest score.
    """
    rows = scores.shape[1]
    bits = (rows - 1).bit_length()
    if bits <= _TAGGED:
        keys = scores.view(np.int32) & ~np.int32((1 << bits) - 1)
    else:
        highest = np.maximum(scores.max(axis=1), np.float32(1e-20))
        keys = (scores * (np.float32(2.0 ** (31 - bits) * (1 - 2.0**-20)) / highest)[:, None]).astype(np.int32)
        keys <<= bits
    keys |= np.arange(rows, dtype=np.int32)
    keys.sort(axis=1)
    return _counted(_numbers(keys, 1 << bits), size, int(size.sum()))


def _counted(order: NDArray[np.signedinteger], size: Counts, places: int) -> Counts:
    """Counts of rank by row, from the rows of each sample in order, the worst first; ``order`` is used up."""
    rows = len(size)
    if (size == 1).all():
        order += np.arange(rows - 1, -1, -1, dtype=order.dtype) * rows
        return np.bincount(order.ravel(), minlength=rows * rows).reshape(rows, rows)
    heads = places - size[order].cumsum(axis=1)
    return np.bincount((order + heads * rows).ravel(), minlength=rows * places).reshape(places, rows)


def pairwise(scores: Floats) -> Counts:
    """How often each row is ahead of each other row, from scores rows by samples."""
    rows = len(scores)
    wins = np.zeros((rows, rows), dtype=np.int64)
    for one in range(rows):
        wins[one] = np.count_nonzero(scores[one] > scores, axis=1)
    return wins


def first_weights(scores: Floats, weights: Floats) -> Counts:
    """Sum of the weights, as shares of ``SHARE``, over the samples where each row is first or shares the first rank."""
    shares = np.rint(weights * (SHARE / weights.sum(axis=0)))
    first = (scores == scores.max(axis=0)).astype(shares.dtype)
    sums: Counts = (first @ shares.T).astype(np.int64)
    return sums

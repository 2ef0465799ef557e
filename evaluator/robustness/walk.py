"""Hit-and-run inside bounds on weights, for regions of which rejection finds too little.

Each step pairs the criteria anew and moves weight within each pair, as far as their bounds allow, by a random amount: so
the sum never changes, the bounds are never left, and the uniform distribution is the only one that stays as it is.
"""

from __future__ import annotations

import numpy as np

from evaluator.robustness.whole import Floats

_STEPS = 64


def walked(low: Floats, high: Floats, count: int, numbers: np.random.Generator) -> Floats:
    """So many independent walks, each ended after a number of steps that grows with the criteria."""
    width = high - low
    share = (1 - low.sum()) / width.sum()
    found = np.repeat((low + share * width)[:, None], count, axis=1)
    free = np.flatnonzero(width > 0)
    size = np.log(width[free])
    for step in range(_STEPS + 4 * len(free)):
        # Every other step pairs criteria of like width, because a wide one moves little beside a narrow one.
        near = size + numbers.uniform(-1, 1, len(free)) if step % 2 else numbers.random(len(free))
        order = free[np.argsort(near)]
        order = order[int(numbers.integers(2)) if len(order) > 2 else 0 :]
        one, other = order[0 : len(order) - 1 : 2], order[1::2]
        both = found[one] + found[other]
        least = np.maximum(low[one, None], both - high[other, None])
        most = np.minimum(high[one, None], both - low[other, None])
        found[one] = least + (most - least) * numbers.random(both.shape)
        found[other] = both - found[one]
    return found

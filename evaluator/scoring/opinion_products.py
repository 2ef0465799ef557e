"""The full multiplicative form and MULTIMOORA, written here because scikit-criteria 0.10 departs from both.

Its full multiplicative form takes the logarithm of value × weight, so a weight of 0 makes every bid equal; in Brauers
and Zavadskas (2010) it has no weights. Its MULTIMOORA drops a pair of bids as soon as one of the three parts has them
equal; dominance there means ahead in more of the parts than behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from evaluator.scoring.opinion_places import places
from evaluator.scoring.opinion_prepared import Prepared, Scored, scored


def multiplicative_form(prepared: Prepared) -> Scored:
    """U = product of what should be high ÷ product of what should be low; the score is its natural logarithm.

    The logarithm keeps hundreds of factors within a float; the order is the same.

    >>> from math import exp
    >>> said = multiplicative_form(Prepared(values=((6.0, 3.0), (4.0, 1.0)), weights=(1.0, 1.0), signs=(1, -1)))
    >>> [round(exp(score), 6) for score in said.scores]
    [2.0, 4.0]
    """
    rows = [[sign * log(value) for sign, value in zip(prepared.signs, row, strict=True)] for row in prepared.values]
    size = max(sum(map(abs, row)) for row in rows)
    return scored(tuple(map(sum, rows)), size, weights_used=False)


def multimoora(prepared: Prepared, parts: Mapping[str, Scored]) -> Scored:
    """The number of bids that each one dominates: ahead of them in more of the three parts than behind.

    ``parts`` are the ratio system and the reference point of the same matrix. A bid that is nowhere behind another and
    somewhere ahead dominates it, and also all that the other dominates; so it scores higher.
    """
    import numpy as np

    form = multiplicative_form(prepared)
    ranks = {
        "ratio": places(parts["ratio"].scores, "higher", parts["ratio"].size),
        "reference_point": places(parts["reference_point"].scores, "lower", parts["reference_point"].size),
        "multiplicative_form": places(form.scores, "higher", form.size),
    }
    table = [np.array(part) for part in ranks.values()]
    balance = sum(np.sign(part[None, :] - part[:, None]) for part in table)
    wins = tuple(float(count) for count in (balance > 0).sum(axis=1))
    return Scored(wins, max(wins), {f"ranks_{name}": part for name, part in ranks.items()})

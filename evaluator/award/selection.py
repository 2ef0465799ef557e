"""What a choice of a vendor rests on: the ranking at that moment, known again by its fingerprint."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

from evaluator.domain.ranking import Ranking

# Keys of a named method are floats: the last digits may differ between machines, a changed score shows in the first nine.
_KEY_DIGITS = ".9g"


def fingerprint(ranking: Ranking) -> str:
    """SHA-256 of what the ranking says of every bid: its status, place, exact total, bounds, price and key.

    >>> one, other = (Ranking(rule=rule, better="higher", results=(), weights={}) for rule in ("additive", "index"))
    >>> fingerprint(one) == fingerprint(one), fingerprint(one) == fingerprint(other)
    (True, False)
    """
    rows = sorted(
        [result.vendor, result.status.value, str(result.place), str(result.score), str(result.low), str(result.high),
         str(result.price), _key(ranking.keys.get(result.vendor, 0))]
        for result in ranking.results
    )  # fmt: skip
    return hashlib.sha256(json.dumps([ranking.rule, rows]).encode()).hexdigest()


def _key(key: Fraction | float) -> str:
    return str(key) if isinstance(key, Fraction) else format(key, _KEY_DIGITS)

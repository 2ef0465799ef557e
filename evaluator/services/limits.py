"""How long the words of people may be: a name fits a line, a reason a page; what is longer is refused in a sentence."""

from __future__ import annotations

from typing import Final

from evaluator.services.problem import Refused

NAME: Final = 200
WORDS: Final = 2000


def demand_short(limit: int, *texts: str) -> None:
    """Raise `Refused` where a text has more than ``limit`` characters.

    >>> demand_short(NAME, "Ada", "Ada " * 50)
    >>> demand_short(NAME, "Ada " * 51)
    Traceback (most recent call last):
    evaluator.services.problem.Refused: ('too_long', {'start': 'Ada Ada Ada Ada Ada Ada', 'n': 204, 'limit': 200})
    """
    for text in texts:
        if len(text) > limit:
            raise Refused("too_long", start=text[:24].strip(), n=len(text), limit=limit)

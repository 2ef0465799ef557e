"""What people may write: how long a name and a reason are, and that what they tell of has already been."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from evaluator.i18n.days import day_at, zone_of
from evaluator.intake.tender_check import is_day
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


def demand_been(day: str, now: datetime, deadline: str) -> None:
    """Raise `Refused` where a text is no day, or one that has not come yet where the tender is.

    >>> from datetime import UTC
    >>> demand_been("2026-11-28", datetime(2026, 11, 27, 18, 30, tzinfo=UTC), "2026-12-05T17:00+08:00")
    >>> demand_been("2026-11-28", datetime(2026, 11, 27, 18, 30, tzinfo=UTC), "2026-12-05T17:00+01:00")
    Traceback (most recent call last):
    evaluator.services.problem.Refused: ('conversation_day', {'given': '2026-11-28'})
    """
    if not is_day(day) or day > day_at(now.isoformat(), zone_of(deadline)):
        raise Refused("conversation_day", given=day)

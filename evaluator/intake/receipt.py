"""When a file was handed in, and whether that was too late; the moment of the upload is another thing."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from evaluator.domain.finding import Finding, Phrase, Rule, Severity, Source, finding


def moment(text: str) -> datetime | None:
    """A moment with the offset of its place; None for a text that states no such moment.

    >>> moment("2026-12-05T17:30+08:00"), moment("2026-12-05T17:30")
    (datetime.datetime(2026, 12, 5, 17, 30, tzinfo=datetime.timezone(datetime.timedelta(seconds=28800))), None)
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def is_late(handed_in: str, deadline: str) -> bool:
    """Whether a file came after the deadline; one that states no offset means the clock at the place of handing in.

    A deadline that is only a day ends with that day.

    >>> is_late("2026-12-05T17:01+08:00", "2026-12-05T17:00"), is_late("2026-12-05T17:00+08:00", "2026-12-05T17:00")
    (True, False)
    >>> is_late("2026-12-05T23:59+08:00", "2026-12-05"), is_late("2026-12-05T17:30+08:00", "2026-12-05T17:00Z")
    (False, False)
    """
    came = moment(handed_in)
    if came is None or not deadline:
        return False
    due = datetime.fromisoformat(deadline.replace(" ", "T"))
    if len(deadline) == len("2026-12-05"):
        due = datetime.combine(due.date(), time.max)
    return came > due if due.tzinfo is not None else came.replace(tzinfo=None) > due


def lateness(
    vendor: str, source: Source, handed_in: str, deadline: str, admitted: dict[str, str] | None
) -> Finding | None:
    """What is found of a file that was handed in late: that a person must decide, or the word by which it counts."""
    if not is_late(handed_in, deadline):
        return None
    told: dict[str, Any] = {"file": source.file, "at": clock(handed_in), "deadline": clock(deadline)}
    if admitted is None:
        return finding(Rule.HANDED_IN_LATE, source, vendor=vendor, severity=Severity.WARNING, **told)
    by = Phrase("ranking.local") if admitted["by"] == "local" else admitted["by"]
    return finding(Rule.LATE_ADMITTED, source, vendor=vendor, **told, by=by, reason=admitted["reason"])


def late_reply(vendor: str, source: Source, handed_in: str, asked: tuple[int, str]) -> Finding | None:
    """What is found of a workbook or list that waits and was handed in after its round; ``asked`` is number and last day."""
    number, due = asked
    if not is_late(handed_in, due):
        return None
    return finding(
        Rule.REPLY_LATE, source, vendor=vendor, file=source.file, at=clock(handed_in), n=number, deadline=clock(due)
    )


def clock(text: str) -> str:
    """A moment as people read it: the day and the hour at its own place.

    >>> clock("2026-12-05T17:30+08:00"), clock("2026-12-05T17:00"), clock("2026-12-05")
    ('2026-12-05 17:30', '2026-12-05 17:00', '2026-12-05')
    """
    return text[:16].replace("T", " ")

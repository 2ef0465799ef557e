"""Days as vendors write them, in several orders; what may be two days is both, what is no day is none."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from evaluator.intake.words import plain

_YEARS: Final = range(1900, 2200)  # a year outside is a slip of the keyboard
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_CHINESE: Final = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_CLOCK = re.compile(r"[t ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$")
_YEAR_FIRST = re.compile(
    r"^(\d{4})\s*(?:[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?)$"
)
_YEAR_LAST = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$")
_BARE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_NAMED = re.compile(
    r"^(?:(\d{1,2})(?:st|nd|rd|th)?[ -]+([a-z]{3,9})\.?|([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?),?[ -]+(\d{4})$"
)
_SPELLED = re.compile(
    r"^([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]$"
)
_SERIALS: Final = range(20_000, 80_000)  # 1954 to 2119


def days(text: str) -> tuple[date, ...]:
    """The days that a text may name: one where it is clear, two where day and month may change places, none otherwise.

    >>> [str(day) for day in days("03/04/2026")], days("2026年11年24日"), [str(day) for day in days("March 4, 2026")]
    (['2026-03-04', '2026-04-03'], (), ['2026-03-04'])
    """
    words = _CLOCK.sub("", plain(text))
    if found := _YEAR_FIRST.match(words):
        month, day = found[2] or found[4], found[3] or found[5]
        return _those((found[1], month, day))
    if found := _BARE.match(words):
        return _those((found[1], found[2], found[3]))
    if found := _YEAR_LAST.match(words):
        return _those((found[3], found[1], found[2]), (found[3], found[2], found[1]))
    if found := _NAMED.match(words):
        name, day = found[2] or found[3], found[1] or found[4]
        return _those((found[5], _month(name), day))
    if found := _SPELLED.match(words):
        return _those(("".join(_CHINESE[char] for char in found[1]), _spelled(found[2]), _spelled(found[3])))
    return ()


def day_of_serial(number: str) -> date | None:
    """The day that a spreadsheet would show for a number, None where no such day is likely.

    >>> str(day_of_serial("46085")), day_of_serial("12")
    ('2026-03-04', None)
    """
    return date(1899, 12, 30) + timedelta(days=int(number)) if number.isdecimal() and int(number) in _SERIALS else None


def _month(name: str) -> str:
    """Number of a month by its English name, 0 where it is none."""
    return str(next((n for n, one in enumerate(_MONTHS, start=1) if name in (one, one[:3], one[:4])), 0))


def _spelled(words: str) -> str:
    tens, found, ones = words.partition("十")
    if not found:
        return _CHINESE[words] if len(words) == 1 else "0"
    return str(int(_CHINESE.get(tens, "1") if tens else "1") * 10 + int(_CHINESE.get(ones, "0")))


def _those(*parts: tuple[str, str, str]) -> tuple[date, ...]:
    """The days among these that exist, each once."""
    found = []
    for year, month, day in parts:
        try:
            made = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if made.year in _YEARS:
            found.append(made)
    return tuple(dict.fromkeys(found))

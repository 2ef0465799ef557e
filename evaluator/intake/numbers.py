"""Numbers as vendors write them: thousands marks, 万 and 亿, bounds, ranges; what may be read two ways is never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evaluator.intake.numerals import arabic
from evaluator.intake.words import ABOUT, AT_LEAST, AT_MOST, TRAILING_BOUND, plain

MOST_DIGITS = 20  # no promise has more, and sums with them stay exact
_NUMBER = r"[+-]?\d[\d,' ]*(?:\.\d+)?"
_LEADING = re.compile(rf"^({_NUMBER})\s*(.*)$", re.DOTALL)
_SPAN = re.compile(
    rf"^({_NUMBER})\s*[^\d\s,.]{{0,8}}\s*(?:-|~|–|—|至|到|to|或者|或|\bor\b)\s*({_NUMBER})\s*(.*)$", re.DOTALL
)
_WESTERN = re.compile(r"^[+-]?\d{1,3}(,\d{3})+$")
_INDIAN = re.compile(r"^[+-]?\d{1,2}(,\d{2})+,\d{3}$")
_MORE = re.compile(r"^(?:\+|余|多(?=个|家|人|次|项|名|年|$))")
_SCALES = (("万亿", 10**12), ("亿", 10**8), ("千万", 10**7), ("百万", 10**6), ("万", 10**4), ("千", 10**3),
           ("million", 10**6), ("thousand", 10**3))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """Numbers found in a text and what follows them; one number is a clear reading, several or ``loose`` are not.

    ``bound`` says that the text states a least or a most: a promise where a time is asked, no price where one is.
    """

    numbers: tuple[Decimal, ...]
    rest: str
    loose: bool = False
    bound: bool = False


def read_amount(text: str) -> Amount | None:
    """The amount a text states, or None where it states none.

    >>> read_amount("1.2 亿元")
    Amount(numbers=(Decimal('120000000.0'),), rest='元', loose=False, bound=False)
    >>> read_amount("4-8 小时").numbers, read_amount("约 4 小时").loose, read_amount("尽快")
    ((Decimal('4'), Decimal('8')), True, None)
    >>> read_amount("2或4").numbers, read_amount("2小时或者4小时").rest, read_amount("30 or 60 days").numbers
    ((Decimal('2'), Decimal('4')), '小时', (Decimal('30'), Decimal('60')))
    """
    words, loose = _without_hedges(plain(text))
    bare = _without_bounds(words)
    bound, words = bare != words, arabic(bare)
    span = _SPAN.match(words)
    if span:
        low, high = _digits(span[1]), _digits(span[2])
        if len(low) == len(high) == 1:
            scale, rest = _scaled(span[3])
            return Amount((low[0] * scale, high[0] * scale), rest, True, bound)
    found = _LEADING.match(words)
    if found is None:
        return None
    numbers = _digits(found[1])
    scale, rest = _scaled(found[2])
    if more := _MORE.match(rest):  # 10+, 10余个: more than that, and nobody knows how much
        rest, loose = rest[more.end() :].strip(), True
    return Amount(tuple(number * scale for number in numbers), rest, loose, bound) if numbers else None


def _without_hedges(words: str) -> tuple[str, bool]:
    loose = False
    for hedge in ABOUT:
        if words.startswith(hedge) or words.endswith(hedge):
            words, loose = words.removeprefix(hedge).removesuffix(hedge).strip(), True
    return words, loose


def _without_bounds(words: str) -> str:
    for bound in (*AT_MOST, *AT_LEAST, "<", ">", "小于", "大于"):
        if words.startswith(bound):
            words = words.removeprefix(bound).strip()
            break
    for bound in TRAILING_BOUND:
        words = words.removesuffix(bound).strip()
    return words


def _digits(text: str) -> tuple[Decimal, ...]:
    """Readings of a run of digits: one where its marks are clear, two where a comma may be a decimal point."""
    text = text.replace(" ", "").replace("'", "").strip(",")
    if sum(map(str.isdigit, text)) > MOST_DIGITS:
        return ()
    whole, _, decimals = text.partition(".")
    if "," not in whole:
        return (Decimal(text),)
    if _WESTERN.match(whole) or _INDIAN.match(whole):
        return (Decimal(whole.replace(",", "") + (f".{decimals}" if decimals else "")),)
    if whole.count(",") == 1 and not decimals:
        return (Decimal(whole.replace(",", ".")), Decimal(whole.replace(",", "")))
    return ()


def _scaled(rest: str) -> tuple[int, str]:
    rest = rest.strip()
    for word, scale in _SCALES:
        if rest.startswith(word):
            return scale, rest[len(word) :].strip()
    return 1, rest

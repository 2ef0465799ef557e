"""Numbers, shares, times and money in a cell → a value in the question's unit, where that is certain and exact.

The unit stands in the cell, in its number format, or in a foreign sheet's heading; else a bare number has the question's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from evaluator.domain.bid import Scalar, State
from evaluator.domain.finding import Rule
from evaluator.domain.money import Money
from evaluator.domain.question import Kind
from evaluator.domain.text import Text
from evaluator.intake.cells import Cell
from evaluator.intake.numbers import Amount, read_amount
from evaluator.intake.numerals import yuan
from evaluator.intake.parsed import Asked, Parsed, given, no_number, open_between
from evaluator.intake.words import COUNTERS, CURRENCIES, DURATIONS, FREE, plain

# Exact only: a working day is no fixed number of hours, a month no fixed number of days.
_SCALES: Final = ({"minute": 1, "hour": 60}, {"day": 1, "week": 7}, {"month": 1, "year": 12})
_LOOSE: Final[Mapping[tuple[str, str], tuple[int | Fraction, ...]]] = {
    ("day", "hour"): (24, 8), ("working_day", "hour"): (24, 8), ("week", "hour"): (168, 40),
    ("hour", "day"): (Fraction(1, 24),), ("hour", "working_day"): (Fraction(1, 8), Fraction(1, 24)),
    ("working_day", "day"): (1,), ("month", "day"): (30,), ("day", "working_day"): (1,),
    ("week", "working_day"): (5, 7), ("month", "week"): (4,),
}  # fmt: skip
_PARTS = re.compile(r"^(\d{1,9})\s*(?:个?小时|hours?|hrs?|h)\s*(\d{1,2})\s*(?:分钟?|minutes?|mins?|min|m)?$")
_AFTER = re.compile(r"^[^\d]{1,12}后\s*的?\s*(.+)$")
_SHORT: Final = 4  # a longer word behind a number is a sentence, and the number not all that it says
_ROUNDED: Final = Decimal("0.0001")


def amount_of(verbatim: str, cell: Cell, asked: Asked) -> Parsed:
    """The reading of a cell under a question for a number, a share, a time or money."""
    if cell.kind not in ("number", "text"):
        return no_number(verbatim, asked)
    number = Decimal(cell.text) if cell.kind == "number" and cell.written == cell.text else None
    if asked.kind is Kind.PERCENT:
        return _percent(verbatim, number, asked)
    if number is not None and not asked.written:
        return _bare(verbatim, number, asked)
    words = _with_unit(verbatim if number is None else f"{number:f}", asked)
    read = {Kind.NUMBER: _number, Kind.DURATION: _duration, Kind.MONEY: _money}[asked.kind]
    found = read(verbatim, words, asked)
    if words != verbatim and asked.written and (Rule.NOT_A_NUMBER in {rule for rule, _ in found.rules}):
        return _in_other_unit(verbatim, asked)
    unread = found.state is State.AMBIGUOUS and not found.readings and cell.kind == "number"
    return no_number(verbatim, asked, (_in_kind(Decimal(cell.text), asked),)) if unread else found


def _with_unit(words: str, asked: Asked) -> str:
    """The words, with the unit that a foreign sheet states where they are a bare number."""
    amount = read_amount(words) if asked.written else None
    return f"{words}{asked.written}" if amount and not amount.rest else words


def _in_other_unit(verbatim: str, asked: Asked) -> Parsed:
    """A bare number in a unit that the sheet states and nobody knows: the number alone is offered."""
    amount = read_amount(verbatim)
    values = tuple(_in_kind(number, asked) for number in amount.numbers) if amount and not amount.rest else ()
    return open_between(Rule.UNIT_AMBIGUOUS, f"{verbatim} {asked.written}", asked, values)


def _in_kind(number: Decimal, asked: Asked) -> Scalar:
    return Money(number, asked.currency) if asked.kind is Kind.MONEY else number


def _bare(verbatim: str, number: Decimal, asked: Asked) -> Parsed:
    """A number without a unit: in ours, unless the question is somebody else's, who may have meant another."""
    if asked.foreign and asked.kind is Kind.DURATION:
        return open_between(Rule.UNIT_AMBIGUOUS, verbatim, asked, (number,), "duration")
    return Parsed(State.ANSWERED, _in_kind(number, asked))


def _clear_or_not(verbatim: str, amount: Amount, asked: Asked, make: Callable[[Decimal], Scalar]) -> Parsed:
    values = tuple(dict.fromkeys(make(number) for number in amount.numbers))
    if len(values) == 1 and not amount.loose:
        note = ((Rule.TEXT_NUMBER, given(verbatim)),) if not amount.rest else ()
        return Parsed(State.ANSWERED, values[0], (), note)
    return open_between(Rule.AMOUNT_AMBIGUOUS, verbatim, asked, values)


def _number(verbatim: str, words: str, asked: Asked) -> Parsed:
    amount = read_amount(words)
    if amount is None:
        return no_number(verbatim, asked)
    if not _unit_fits(amount.rest, asked):
        return no_number(verbatim, asked, amount.numbers if len(amount.rest) <= _SHORT and amount.rest != "%" else ())
    return _clear_or_not(verbatim, amount, asked, lambda number: number)


def _unit_fits(rest: str, asked: Asked) -> bool:
    """Whether what follows a number is the unit asked for, or a word that only counts where things are counted."""
    own = (asked.units or {}).get(asked.unit, Text())
    name = plain(own.zh)
    names = {"", name, plain(own.en), plain(own.en).removesuffix("s"), asked.unit}
    counted = not name or name in COUNTERS
    return rest in names or (counted and rest in COUNTERS) or any(rest == f"{word}{name}" for word in COUNTERS)


def _percent(verbatim: str, number: Decimal | None, asked: Asked) -> Parsed:
    if number is not None and asked.written in ("", "%"):
        return _bare_percent(verbatim, number, asked)
    words = plain(verbatim)
    named = words.startswith("百分之")
    bare = read_amount(words)
    if asked.written not in ("", "%") and bare and not bare.rest and not named:
        return _percent_in(verbatim, bare, asked)
    amount = read_amount(words.removeprefix("百分之"))
    if amount is None or amount.rest not in ("%", "‰", "percent", "per cent", ""):
        return no_number(verbatim, asked)
    if amount.rest == "" and len(amount.numbers) == 1 and not amount.loose and not named:
        return _bare_percent(verbatim, amount.numbers[0], asked)
    scale = Decimal("0.1") if amount.rest == "‰" else Decimal(1)
    amount = replace(amount, rest="%")
    return _clear_or_not(verbatim, amount, asked, lambda number: number * scale)


def _percent_in(verbatim: str, amount: Amount, asked: Asked) -> Parsed:
    """A bare number under a unit that the sheet states: per mille is known, of any other nobody knows what it means."""
    if asked.written != "‰":
        return _in_other_unit(verbatim, asked)
    if len(amount.numbers) == 1 and 0 < amount.numbers[0] <= 1:  # a share again, whatever the heading says
        (number,) = amount.numbers
        both = ((number * 100).normalize(), (number / 10).normalize())
        return open_between(Rule.PERCENT_AMBIGUOUS, verbatim, asked, both, "percent")
    return _clear_or_not(verbatim, replace(amount, rest="‰"), asked, lambda number: number / 10)


def _bare_percent(verbatim: str, number: Decimal, asked: Asked) -> Parsed:
    if not 0 < number <= 1:
        return Parsed(State.ANSWERED, number)
    # 0.999 in a column headed "%" is 99.9 % to most people and 0.999 % to the letter: a person decides.
    return open_between(Rule.PERCENT_AMBIGUOUS, verbatim, asked, ((number * 100).normalize(), number), "percent")


def _duration(verbatim: str, words: str, asked: Asked) -> Parsed:
    parts = _PARTS.match(plain(words))
    if parts:
        minutes = int(parts[1]) * 60 + int(parts[2])
        return _converted(verbatim, Amount((Decimal(minutes),), "minute"), "minute", asked)
    amount = read_amount(words)
    if amount is None:
        return _counted_from(verbatim, words, asked)
    if not amount.rest:
        clear = len(amount.numbers) == 1 and not amount.loose
        return (
            _bare(verbatim, amount.numbers[0], asked)
            if asked.foreign and clear
            else _clear_or_not(verbatim, amount, asked, lambda number: number)
        )
    written = next((code for code, names in DURATIONS.items() if amount.rest in names), None)
    return no_number(verbatim, asked) if written is None else _converted(verbatim, amount, written, asked)


def _counted_from(verbatim: str, words: str, asked: Asked) -> Parsed:
    """A time that runs from some event, "签约后30日内": whether that is what was asked only a person can say."""
    after = _AFTER.match(plain(words))
    found = _duration(verbatim, after[1], asked) if after else no_number(verbatim, asked)
    values = (found.value,) if found.value is not None else tuple(one.value for one in found.readings)
    return open_between(Rule.AMOUNT_AMBIGUOUS, verbatim, asked, values) if values else no_number(verbatim, asked)


def _converted(verbatim: str, amount: Amount, written: str, asked: Asked) -> Parsed:
    """The time in the unit asked for, where one unit is an exact number of the other and the result has an end."""
    per = factor(written, asked.unit)
    if per is None:
        factors = _LOOSE.get((written, asked.unit), ())
        values = [_rough(Fraction(number) * Fraction(one)) for number in amount.numbers for one in factors]
        return open_between(Rule.UNIT_AMBIGUOUS, verbatim, asked, tuple(dict.fromkeys(values)), "duration")
    exact = tuple(one for number in amount.numbers if (one := _exact(Fraction(number) * per)) is not None)
    if len(exact) < len(amount.numbers):
        near = tuple(_rough(Fraction(number) * per) for number in amount.numbers)
        return open_between(Rule.UNIT_AMBIGUOUS, verbatim, asked, near, "duration")
    return _clear_or_not(verbatim, replace(amount, numbers=exact), asked, lambda number: number)


def _exact(value: Fraction) -> Decimal | None:
    """The value as a decimal, None where it never ends: 20 minutes are no number of hours.

    >>> _exact(Fraction(3, 2)), _exact(Fraction(1, 3))
    (Decimal('1.5'), None)
    """
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Decimal(value.numerator) / Decimal(value.denominator) if rest == 1 else None


def _rough(value: Fraction) -> Decimal:
    """The value as a person may agree to it: as it is where it has an end, else to four decimals."""
    found = _exact(value)
    if found is not None:
        return found
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_ROUNDED, ROUND_HALF_UP)


def factor(written: str, asked: str) -> Fraction | None:
    """How many of the asked unit one written unit is, where that is exact."""
    if written == asked:
        return Fraction(1)
    for scale in _SCALES:
        if written in scale and asked in scale:
            return Fraction(scale[written], scale[asked])
    return None


def _money(verbatim: str, written: str, asked: Asked) -> Parsed:
    words, currency = plain(written), ""
    if words in FREE:
        return open_between(Rule.AMOUNT_AMBIGUOUS, verbatim, asked, (Money(Decimal(0), asked.currency),))
    for code, names in CURRENCIES.items():
        for name in names:
            if words.startswith(name):
                words, currency = words.removeprefix(name).strip(": "), code
    spelled = yuan(words)
    amount = Amount((spelled,), "元") if spelled is not None else read_amount(words)
    if amount is None:
        return no_number(verbatim, asked)
    rest, _, per = amount.rest.removesuffix("整").replace("每", "/").partition("/")
    trailing = next((code for code, names in CURRENCIES.items() if rest.strip() in names), None)
    if rest and trailing is None:
        return no_number(verbatim, asked)
    chosen = currency or trailing or asked.currency
    # "Not less than 300" and "300 a year" name no price, though a person may take them for one.
    amount = replace(amount, loose=amount.loose or amount.bound or bool(per))
    parsed = _clear_or_not(verbatim, amount, asked, lambda number: Money(number, chosen))
    if currency:  # "CNY 1,200" is how an amount is asked for, not a number kept as text by mistake
        parsed = replace(parsed, rules=tuple(rule for rule in parsed.rules if rule[0] is not Rule.TEXT_NUMBER))
    if chosen != asked.currency:
        other = (Rule.CURRENCY_OTHER, (*given(verbatim), ("expected", asked.currency)))
        return Parsed(parsed.state, parsed.value, parsed.readings, (*parsed.rules, other))
    return parsed

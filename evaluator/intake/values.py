"""One cell's text → one typed value, or the readings between which a person must choose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.bid import Reading, Scalar, State
from evaluator.domain.finding import Param, Phrase, Rule
from evaluator.domain.money import Money
from evaluator.domain.question import Kind, Option
from evaluator.domain.text import Text
from evaluator.intake.cells import Cell
from evaluator.intake.numbers import Amount, read_amount
from evaluator.intake.words import CURRENCIES, DURATIONS, NO, NOT_APPLICABLE, PLACEHOLDER, YES, clean, plain

TEXT_LIMIT = 32_767
# Exact only: a working day is no fixed number of hours, a month no fixed number of days.
_MINUTES = {"minute": 1, "hour": 60}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_DATE_BACK = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cell is expected to hold: of a question, or of a column of a table; ``name`` is what a person calls it."""

    kind: Kind
    unit: str = ""
    options: tuple[Option, ...] = ()
    currency: str = "CNY"
    units: Mapping[str, Text] | None = None
    name: Param = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell says: a value where it is clear, else readings; ``rules`` are findings to raise, with parameters."""

    state: State
    value: Scalar | None = None
    readings: tuple[Reading, ...] = ()
    rules: tuple[tuple[Rule, tuple[tuple[str, Param], ...]], ...] = ()
    verbatim: str = ""


def parse(cell: Cell | None, asked: Asked) -> Parsed:
    """The typed reading of a cell.

    >>> parse(Cell(1, 4, "4h"), Asked(Kind.DURATION, "hour")).value
    Decimal('4')
    >>> parse(Cell(1, 4, "0.999", "number"), Asked(Kind.PERCENT, "%")).state.value
    'ambiguous'
    """
    if cell is None or not cell.text.strip():
        if cell is not None and cell.uncalculated:
            return Parsed(State.DAMAGED, rules=((Rule.FORMULA_UNCALCULATED, ()),))
        return Parsed(State.UNANSWERED)
    verbatim, removed = clean(cell.written)
    if cell.kind == "error":
        return Parsed(State.DAMAGED, rules=((Rule.ERROR_VALUE, _given(verbatim)),), verbatim=verbatim)
    notes: list[tuple[Rule, tuple[tuple[str, Param], ...]]] = []
    if removed:
        notes.append((Rule.CONTROL_CHARACTERS, (("n", removed),)))
    if len(verbatim) > TEXT_LIMIT:
        notes.append((Rule.TEXT_TOO_LONG, (("n", len(verbatim)), ("limit", TEXT_LIMIT))))
    if cell.formula:
        notes.append((Rule.FORMULA_VALUE, ()))
    parsed = _by_words(verbatim, cell, asked)
    return Parsed(parsed.state, parsed.value, parsed.readings, (*notes, *parsed.rules), verbatim.strip())


def _by_words(verbatim: str, cell: Cell, asked: Asked) -> Parsed:
    words = plain(verbatim)
    if words in PLACEHOLDER and cell.kind == "text":
        return Parsed(State.UNANSWERED)
    if asked.kind is not Kind.TEXT and words in NOT_APPLICABLE:
        return Parsed(State.NOT_APPLICABLE)
    return _PARSERS[asked.kind](verbatim.strip(), cell, asked)


def _given(text: str) -> tuple[tuple[str, Param], ...]:
    return (("given", text[:120]),)


def _text(verbatim: str, _: Cell, __: Asked) -> Parsed:
    return Parsed(State.ANSWERED, verbatim)


def matches(option: Option, words: str) -> bool:
    """Whether a cell's plain text names this option in either language, or in both as our workbook prints it."""
    forms = {plain(option.text.zh), plain(option.text.en), plain(option.text.show("both", " / "))} - {""}
    return words in forms or words == option.key


def _choice(verbatim: str, cell: Cell, asked: Asked) -> Parsed:
    words = plain(verbatim)
    for option in asked.options:
        if matches(option, words):
            return Parsed(State.ANSWERED, option.key)
    if asked.kind is Kind.YES_NO:
        keys = {option.key for option in asked.options}
        if cell.kind == "bool":
            return Parsed(State.ANSWERED, "yes" if words == "true" else "no")
        for synonyms, key in ((YES, "yes"), (NO, "no")):
            if words in synonyms and key in keys:
                return Parsed(State.ANSWERED, key)
    return _no_option(verbatim, asked)


def _no_option(verbatim: str, asked: Asked) -> Parsed:
    allowed = Text(
        "；".join(option.text.zh for option in asked.options), "; ".join(option.text.en for option in asked.options)
    )
    several = asked.kind is Kind.MULTI_CHOICE
    readings = tuple(
        Reading((option.key,) if several else option.key, "reading.option", (("key", option.key),))
        for option in asked.options
    )
    return Parsed(State.AMBIGUOUS, None, readings, ((Rule.NOT_AN_OPTION, (*_given(verbatim), ("allowed", allowed))),))


def _multi_choice(verbatim: str, _: Cell, asked: Asked) -> Parsed:
    for marks in (r"[;；\n]+", r"[;；\n、,，]+"):
        pieces = [plain(piece) for piece in re.split(marks, verbatim) if piece.strip()]
        found = [next((o.key for o in asked.options if matches(o, piece)), None) for piece in pieces]
        if found and None not in found:
            chosen = set(found)
            return Parsed(State.ANSWERED, tuple(option.key for option in asked.options if option.key in chosen))
    return _no_option(verbatim, asked)


def _bare(cell: Cell) -> Decimal | None:
    """The number in a cell that shows it without a unit; with one it is read as those words, so that none is overlooked."""
    return Decimal(cell.text) if cell.kind == "number" and cell.written == cell.text else None


def _amount(verbatim: str, cell: Cell) -> Amount | None:
    return read_amount(verbatim) if cell.kind in ("text", "number") else None


def _number(verbatim: str, cell: Cell, asked: Asked) -> Parsed:
    number = _bare(cell)
    if number is not None:
        return Parsed(State.ANSWERED, number)
    amount = _amount(verbatim, cell)
    if amount is None or not _unit_fits(amount.rest, asked):
        return _not_a_number(verbatim, asked)
    return _clear_or_not(verbatim, amount, asked, lambda number: number)


def _unit_fits(rest: str, asked: Asked) -> bool:
    own = (asked.units or {}).get(asked.unit, Text())
    names = {
        plain(own.zh),
        plain(own.en),
        plain(own.en).removesuffix("s"),
        asked.unit,
        "个",
        "人",
        "家",
        "名",
        "项",
        "次",
        "",
    }
    return rest in names or any(rest == f"{measure}{plain(own.zh)}" for measure in ("个", "名", "家"))


def _not_a_number(verbatim: str, asked: Asked) -> Parsed:
    return Parsed(State.AMBIGUOUS, None, (), ((Rule.NOT_A_NUMBER, (*_given(verbatim), ("unit", _in_unit(asked)))),))


def _in_unit(asked: Asked) -> Param:
    """The unit asked for, as a sentence adds it after a number; empty where a bare number is asked for."""
    if asked.kind is Kind.MONEY:
        return Phrase("finding.in_unit", (("unit", asked.currency),))
    code = "%" if asked.kind is Kind.PERCENT else asked.unit
    own = (asked.units or {}).get(code)
    return Phrase("finding.in_unit", (("unit", own or Phrase(f"unit.{code}.name")),)) if code else ""


def _said(value: Scalar, asked: Asked) -> Param:
    """One reading with its unit, as a sentence says it."""
    shown = show_plain(value)
    code = "%" if asked.kind is Kind.PERCENT else asked.unit
    if not isinstance(value, Decimal) or not code:
        return shown
    own = (asked.units or {}).get(code)
    if own:
        return Text(f"{shown} {own.zh}", f"{shown} {own.en}")
    return Phrase(f"unit.{code}", (("n", 1 if shown == "1" else 2), ("amount", shown)))


def _readings(values: tuple[Scalar, ...], asked: Asked) -> Param:
    """What a sentence says of the readings: one is rough, several leave open which is meant, none is none."""
    if not values:
        return Phrase("finding.readings.none")
    *first, last = [_said(value, asked) for value in values]
    if not first:
        return Phrase("finding.readings.one", (("reading", last),))
    listed = first[0]
    for more in first[1:]:
        listed = Phrase("finding.readings.list", (("first", listed), ("then", more)))
    return Phrase("finding.readings.some", (("first", listed), ("last", last)))


def _clear_or_not(verbatim: str, amount: Amount, asked: Asked, make: Callable[[Decimal], Scalar]) -> Parsed:
    values = tuple(dict.fromkeys(make(number) for number in amount.numbers))
    if len(values) == 1 and not amount.loose:
        note = ((Rule.TEXT_NUMBER, _given(verbatim)),) if not amount.rest else ()
        return Parsed(State.ANSWERED, values[0], (), note)
    readings = tuple(Reading(value, "reading.amount") for value in values)
    shown = _readings(values, asked)
    return Parsed(State.AMBIGUOUS, None, readings, ((Rule.AMOUNT_AMBIGUOUS, (*_given(verbatim), ("readings", shown))),))


def show_plain(value: Scalar) -> str:
    """A value without words: numbers without trailing zeros, dates as ISO text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _percent(verbatim: str, cell: Cell, asked: Asked) -> Parsed:
    number = _bare(cell)
    if number is not None:
        return _bare_percent(verbatim, number, asked)
    amount = _amount(verbatim, cell)
    if amount is None or amount.rest not in ("%", "‰", "percent", ""):
        return _not_a_number(verbatim, asked)
    if amount.rest == "" and len(amount.numbers) == 1 and not amount.loose:
        return _bare_percent(verbatim, amount.numbers[0], asked)
    scale = Decimal("0.1") if amount.rest == "‰" else Decimal(1)
    return _clear_or_not(verbatim, amount, asked, lambda number: number * scale)


def _bare_percent(verbatim: str, number: Decimal, asked: Asked) -> Parsed:
    if not 0 < number <= 1:
        return Parsed(State.ANSWERED, number)
    # 0.999 in a column headed "%" is 99.9 % to most people and 0.999 % to the letter: a person decides.
    values = ((number * 100).normalize(), number)
    readings = tuple(Reading(value, "reading.percent") for value in values)
    shown = _readings(values, asked)
    return Parsed(
        State.AMBIGUOUS, None, readings, ((Rule.PERCENT_AMBIGUOUS, (*_given(verbatim), ("readings", shown))),)
    )


def _duration(verbatim: str, cell: Cell, asked: Asked) -> Parsed:
    number = _bare(cell)
    if number is not None:
        return Parsed(State.ANSWERED, number)
    amount = _amount(verbatim, cell)
    if amount is None:
        return _not_a_number(verbatim, asked)
    if not amount.rest:
        return _clear_or_not(verbatim, amount, asked, lambda number: number)
    written = next((code for code, names in DURATIONS.items() if amount.rest in names), None)
    if written is None:
        return _not_a_number(verbatim, asked)
    factor = _factor(written, asked.unit)
    if factor is not None:
        return _clear_or_not(verbatim, amount, asked, lambda number: number * factor.numerator / factor.denominator)
    return _inexact_unit(verbatim, amount, written, asked)


def _factor(written: str, asked: str) -> Fraction | None:
    """How many of the asked unit one written unit is, where that is exact."""
    if written == asked:
        return Fraction(1)
    for scale in (_MINUTES, _DAYS, _MONTHS):
        if written in scale and asked in scale:
            return Fraction(scale[written], scale[asked])
    return None


_LOOSE = {
    ("day", "hour"): (24, 8), ("working_day", "hour"): (24, 8), ("week", "hour"): (168, 40),
    ("working_day", "day"): (1,), ("month", "day"): (30,), ("day", "working_day"): (1,),
    ("week", "working_day"): (5, 7), ("month", "week"): (4,),
}  # fmt: skip


def _inexact_unit(verbatim: str, amount: Amount, written: str, asked: Asked) -> Parsed:
    factors = _LOOSE.get((written, asked.unit), ())
    values = tuple(dict.fromkeys(number * factor for number in amount.numbers for factor in factors))
    readings = tuple(Reading(value, "reading.duration", (("unit", asked.unit),)) for value in values)
    shown = _readings(values, asked)
    return Parsed(State.AMBIGUOUS, None, readings, ((Rule.UNIT_AMBIGUOUS, (*_given(verbatim), ("readings", shown))),))


def _money(verbatim: str, cell: Cell, asked: Asked) -> Parsed:
    number = _bare(cell)
    if number is not None:
        return Parsed(State.ANSWERED, Money(number, asked.currency))
    words, currency = plain(verbatim), ""
    for code, names in CURRENCIES.items():
        for name in names:
            if words.startswith(name):
                words, currency = words.removeprefix(name).strip(": "), code
    amount = _amount(words, cell)
    if amount is None:
        return _not_a_number(verbatim, asked)
    trailing = next((code for code, names in CURRENCIES.items() if amount.rest.removesuffix("整") in names), None)
    if amount.rest and trailing is None:
        return _not_a_number(verbatim, asked)
    chosen = currency or trailing or asked.currency
    parsed = _clear_or_not(verbatim, amount, asked, lambda number: Money(number, chosen))
    if currency:  # "CNY 1,200" is how an amount is asked for, not a number kept as text by mistake
        parsed = replace(parsed, rules=tuple(rule for rule in parsed.rules if rule[0] is not Rule.TEXT_NUMBER))
    if chosen != asked.currency:
        other = (Rule.CURRENCY_OTHER, (*_given(verbatim), ("expected", asked.currency)))
        return Parsed(parsed.state, parsed.value, parsed.readings, (*parsed.rules, other))
    return parsed


def _date(verbatim: str, cell: Cell, _: Asked) -> Parsed:
    words = plain(cell.text[:10] if cell.kind == "date" else verbatim)
    found = _DATE.match(words)
    if found:
        moment = _day(int(found[1]), int(found[2]), int(found[3]))
        if moment:
            return Parsed(State.ANSWERED, moment)
    back = _DATE_BACK.match(words)
    if back:
        first, second, year = int(back[1]), int(back[2]), int(back[3])
        days = [day for day in (_day(year, first, second), _day(year, second, first)) if day]
        if len(set(days)) == 1:
            return Parsed(State.ANSWERED, days[0])
        readings = tuple(Reading(day, "reading.amount") for day in days)
        return Parsed(State.AMBIGUOUS, None, readings, ((Rule.NOT_A_DATE, _given(verbatim)),))
    return Parsed(State.AMBIGUOUS, None, (), ((Rule.NOT_A_DATE, _given(verbatim)),))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_PARSERS: Mapping[Kind, Callable[[str, Cell, Asked], Parsed]] = {
    Kind.TEXT: _text, Kind.TABLE: _text, Kind.YES_NO: _choice, Kind.CHOICE: _choice, Kind.DEVIATION: _choice,
    Kind.MULTI_CHOICE: _multi_choice, Kind.NUMBER: _number, Kind.PERCENT: _percent, Kind.DURATION: _duration,
    Kind.MONEY: _money, Kind.DATE: _date,
}  # fmt: skip

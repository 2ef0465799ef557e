"""What a cell is expected to hold, what it was found to say, and how a sentence says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evaluator.domain.bid import Reading, Scalar, State
from evaluator.domain.finding import Param, Phrase, Rule
from evaluator.domain.question import Kind, Option
from evaluator.domain.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cell is expected to hold: of a question, or of a column of a table; ``name`` is what a person calls it.

    ``written`` is the unit that a sheet of somebody else's states for bare numbers, ``foreign`` whether the words of the
    question are his too: then a bare number has our unit only where he says so.
    """

    kind: Kind
    unit: str = ""
    options: tuple[Option, ...] = ()
    currency: str = "CNY"
    units: Mapping[str, Text] | None = None
    name: Param = ""
    written: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell says: a value where it is clear, else readings; ``rules`` are findings to raise, with parameters."""

    state: State
    value: Scalar | None = None
    readings: tuple[Reading, ...] = ()
    rules: tuple[tuple[Rule, tuple[tuple[str, Param], ...]], ...] = ()
    verbatim: str = ""


def given(text: str) -> tuple[tuple[str, Param], ...]:
    """The vendor's own words as a finding quotes them."""
    return (("given", text[:120]),)


def in_unit(asked: Asked) -> Param:
    """The unit asked for, as a sentence adds it after a number; empty where a bare number is asked for."""
    if asked.kind is Kind.MONEY:
        return Phrase("finding.in_unit", (("unit", asked.currency),))
    code = "%" if asked.kind is Kind.PERCENT else asked.unit
    own = (asked.units or {}).get(code)
    return Phrase("finding.in_unit", (("unit", own or Phrase(f"unit.{code}.name")),)) if code else ""


def in_words(value: Scalar, asked: Asked) -> Param:
    """One reading with its unit, as a sentence says it."""
    plain = show_plain(value)
    code = "%" if asked.kind is Kind.PERCENT else asked.unit
    if not isinstance(value, Decimal) or not code:
        return plain
    own = (asked.units or {}).get(code)
    if own:
        return Text(f"{plain} {own.zh}", f"{plain} {own.en}")
    return Phrase(f"unit.{code}", (("n", 1 if plain == "1" else 2), ("amount", plain)))


def shown(values: tuple[Scalar, ...], asked: Asked) -> Param:
    """What a sentence says of the readings: one is rough, several leave open which is meant, none is none."""
    if not values:
        return Phrase("finding.readings.none")
    *first, last = [in_words(value, asked) for value in values]
    if not first:
        return Phrase("finding.readings.one", (("reading", last),))
    listed = first[0]
    for more in first[1:]:
        listed = Phrase("finding.readings.list", (("first", listed), ("then", more)))
    return Phrase("finding.readings.some", (("first", listed), ("last", last)))


def show_plain(value: Scalar) -> str:
    """A value without words: numbers without trailing zeros, dates as ISO text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def open_between(rule: Rule, verbatim: str, asked: Asked, values: tuple[Scalar, ...], label: str = "amount") -> Parsed:
    """No value, but the readings between which a person chooses; ``label`` is a key of the ``reading`` catalogue."""
    unit = (("unit", asked.unit),) if label == "duration" else ()
    offered = tuple(Reading(value, f"reading.{label}", unit) for value in values)
    return Parsed(State.AMBIGUOUS, None, offered, ((rule, (*given(verbatim), ("readings", shown(values, asked)))),))


def no_number(verbatim: str, asked: Asked, values: tuple[Scalar, ...] = ()) -> Parsed:
    """What states no number for certain; where it seems to, that number is a reading."""
    offered = tuple(Reading(value, "reading.amount") for value in values)
    return Parsed(State.AMBIGUOUS, None, offered, ((Rule.NOT_A_NUMBER, (*given(verbatim), ("unit", in_unit(asked)))),))

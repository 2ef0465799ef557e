"""One cell's text → one typed value, or the readings between which a person must choose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from evaluator.domain.bid import Reading, State
from evaluator.domain.finding import Param, Rule
from evaluator.domain.question import Kind, Option
from evaluator.domain.text import Text
from evaluator.intake.amounts import amount_of
from evaluator.intake.cells import Cell
from evaluator.intake.dates import day_of_serial, days
from evaluator.intake.parsed import Asked, Parsed, given, show_plain
from evaluator.intake.words import NO, NOT_APPLICABLE, PLACEHOLDER, YES, clean, is_ditto, is_picture, plain

__all__ = ["Asked", "Parsed", "matches", "parse", "show_plain"]

TEXT_LIMIT = 32_767
_EITHER = re.compile(r"或者|或|\bor\b", re.IGNORECASE)


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
    if cell.kind == "sealed":
        return Parsed(State.DAMAGED, rules=((Rule.ANSWER_SEALED, ()),))
    verbatim, removed = clean(cell.written)
    if cell.kind == "error":
        return Parsed(State.DAMAGED, rules=((Rule.ERROR_VALUE, given(verbatim)),), verbatim=verbatim)
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
    if (words in PLACEHOLDER or words.rstrip(".。") in PLACEHOLDER) and cell.kind == "text":
        return Parsed(State.UNANSWERED)
    if is_picture(words):
        return Parsed(State.DAMAGED, rules=((Rule.ANSWER_PICTURE, ()),))
    if is_ditto(words) and cell.kind == "text":
        return Parsed(State.AMBIGUOUS, rules=((Rule.ANSWER_DITTO, (("cell", cell.address), *given(verbatim))),))
    if asked.kind is not Kind.TEXT and words in NOT_APPLICABLE:
        return Parsed(State.NOT_APPLICABLE)
    return _PARSERS[asked.kind](verbatim.strip(), cell, asked)


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
    return Parsed(State.AMBIGUOUS, None, readings, ((Rule.NOT_AN_OPTION, (*given(verbatim), ("allowed", allowed))),))


def _multi_choice(verbatim: str, _: Cell, asked: Asked) -> Parsed:
    for marks in (r"[;；\n]+", r"[;；\n、,，]+"):
        pieces = [plain(piece) for piece in re.split(marks, verbatim) if piece.strip()]
        found = [next((o.key for o in asked.options if matches(o, piece)), None) for piece in pieces]
        if found and None not in found:
            chosen = set(found)
            return Parsed(State.ANSWERED, tuple(option.key for option in asked.options if option.key in chosen))
    return _no_option(verbatim, asked)


def _date(verbatim: str, cell: Cell, _: Asked) -> Parsed:
    found = days(cell.text[:10] if cell.kind == "date" else verbatim)
    if not found:  # two days with a word between them: a person says which
        found = tuple(dict.fromkeys(day for part in _EITHER.split(verbatim) for day in days(part)))
        found = found if len(found) > 1 else ()
    if len(found) == 1:
        return Parsed(State.ANSWERED, found[0])
    if not found and cell.kind == "number" and (shown := day_of_serial(cell.text)):
        found = (shown,)  # a day that lost its format, or a number that was none: only a person knows
    readings = tuple(Reading(day, "reading.amount") for day in found)
    return Parsed(State.AMBIGUOUS, None, readings, ((Rule.NOT_A_DATE, given(verbatim)),))


_PARSERS: Mapping[Kind, Callable[[str, Cell, Asked], Parsed]] = {
    Kind.TEXT: _text, Kind.TABLE: _text, Kind.YES_NO: _choice, Kind.CHOICE: _choice, Kind.DEVIATION: _choice,
    Kind.MULTI_CHOICE: _multi_choice, Kind.NUMBER: amount_of, Kind.PERCENT: amount_of, Kind.DURATION: amount_of,
    Kind.MONEY: amount_of, Kind.DATE: _date,
}  # fmt: skip

"""Which clauses a draft prints, how they are numbered, and what their tokens point at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from evaluator.domain.bid import Scalar
from evaluator.domain.contract import (
    Clause,
    Condition,
    ContractLibrary,
    Paragraph,
    TermStatus,
    TermTable,
    TermValue,
    When,
)
from evaluator.domain.money import Money
from evaluator.domain.text import Text

Values = Mapping[str, TermValue]
TokenKind = Literal["text", "t", "ref", "sch", "bad"]
_BRACES = re.compile(r"(\{[^{}]*\})")
_TOKEN = re.compile(r"^\{(t|ref|sch):([a-z0-9_.]+)\}$")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a clause's text: plain words, or what stands in braces."""

    kind: TokenKind
    value: str


def tokens(text: str) -> tuple[Token, ...]:
    """The pieces of a text; a brace that is no token is kept and marked ``bad``.

    >>> [(token.kind, token.value) for token in tokens("within {t:acceptance_days} as {ref:acceptance}{x}")]
    [('text', 'within '), ('t', 'acceptance_days'), ('text', ' as '), ('ref', 'acceptance'), ('bad', '{x}')]
    """
    return tuple(_token(piece) for piece in _BRACES.split(text) if piece)


def _token(piece: str) -> Token:
    found = _TOKEN.match(piece)
    if found:
        kind: TokenKind = "t" if found[1] == "t" else "ref" if found[1] == "ref" else "sch"
        return Token(kind, found[2])
    return Token("bad" if "{" in piece or "}" in piece else "text", piece)


def texts(clause: Clause) -> tuple[tuple[str, Text], ...]:
    """Every text of a clause that may hold tokens, with the id of its paragraph."""
    return tuple((part.id, words) for part in clause.paragraphs for words in (part.text, *part.items))


def choose(library: ContractLibrary, values: Values) -> tuple[Clause, ...]:
    """The clauses that apply, in order, each with only the paragraphs that apply."""
    ordered = sorted(library.clauses, key=lambda clause: (clause.order, clause.id))
    kept = (
        replace(clause, paragraphs=tuple(part for part in clause.paragraphs if holds(part.when, values)))
        for clause in ordered
        if holds(clause.when, values)
    )
    return tuple(clause for clause in kept if clause.paragraphs)


def holds(when: When, values: Values) -> bool:
    """Whether all of ``all`` and at least one of ``any`` are true; an empty ``when`` always holds."""
    return all(true(test, values) for test in when.all) and (
        not when.any or any(true(test, values) for test in when.any)
    )


def true(test: Condition, values: Values) -> bool:
    """Whether a condition holds; a comparison with a blank term never does."""
    found = values.get(test.term)
    if found is None or found.status is TermStatus.BLANK:
        return test.op == "blank"
    if test.op in ("live", "blank", "deviates"):
        return test.op == "live" or (test.op == "deviates" and found.status is TermStatus.DEVIATES)
    if test.op == "has_rows":
        return isinstance(found.value, TermTable) and bool(found.value.rows)
    return _compares(_counted(found), test)


def _counted(found: TermValue) -> Scalar | Text | TermTable | None:
    """What a comparison sees: the printed position where the vendor's deviation is only words."""
    if found.status is TermStatus.DEVIATES and found.position is not None and found.term.fill == "deviation":
        return found.position.value
    return found.value


def _compares(value: Scalar | Text | TermTable | None, test: Condition) -> bool:
    if isinstance(value, Money):
        value = value.amount
    wanted = test.value
    if test.op == "in":
        return isinstance(wanted, tuple) and isinstance(value, str) and value in wanted
    if test.op in ("eq", "ne"):
        same = str(wanted) in value if isinstance(value, tuple) else value == wanted
        return same is (test.op == "eq")
    if not isinstance(value, Decimal) or not isinstance(wanted, Decimal | int):
        return False
    return {"lt": value < wanted, "le": value <= wanted, "gt": value > wanted, "ge": value >= wanted}[test.op]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the draft: an article, a paragraph of one, or a schedule (``article`` 0)."""

    article: int = 0
    paragraph: int = 0
    schedule: int = 0


def number(clauses: Sequence[Clause], library: ContractLibrary) -> dict[str, Place]:
    """The place of every clause, paragraph and schedule that the draft holds, by id (schedules by number).

    Paragraph ids contain their clause's id, so one table serves both.
    """
    places = {str(schedule.number): Place(schedule=schedule.number) for schedule in library.schedules}
    for article, clause in enumerate(clauses, 1):
        places[clause.id] = Place(article)
        for count, part in enumerate(clause.paragraphs, 1):
            places.setdefault(part.id, Place(article, count))
    return places


def used_terms(parts: Sequence[Paragraph]) -> tuple[str, ...]:
    """Ids of the terms that these paragraphs print, in order of first use."""
    found = (
        token.value
        for part in parts
        for words in (part.text, *part.items)
        for text in (words.zh, words.en)
        for token in tokens(text)
        if token.kind == "t"
    )
    return tuple(dict.fromkeys(found))

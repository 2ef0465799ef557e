"""Faults of terms and positions: where a value comes from, whether its kind and unit fit, what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from evaluator.contract.cells import KINDS, table_question
from evaluator.contract.clauses import used_terms
from evaluator.contract.draft import Fault
from evaluator.contract.known import options_of
from evaluator.contract.points import MONTHS
from evaluator.contract.repeats import repeat
from evaluator.contract.terms import BUYER_FIELDS, VENDOR_CELLS
from evaluator.domain.contract import ContractLibrary, Position, Term, TermKind
from evaluator.domain.question import Column, Kind, Question
from evaluator.intake.questionnaire import PRICES_ID

_FITS: Mapping[TermKind, tuple[Kind, ...]] = {
    TermKind.LINE: (Kind.TEXT, Kind.CHOICE, Kind.YES_NO),
    TermKind.TEXT: (Kind.TEXT,),
    TermKind.MONEY: (Kind.MONEY,),
    TermKind.DURATION: (Kind.DURATION,),
    TermKind.PERCENT: (Kind.PERCENT,),
    TermKind.NUMBER: (Kind.NUMBER,),
    TermKind.DATE: (Kind.DATE,),
    TermKind.YES_NO: (Kind.YES_NO,),
    TermKind.CHOICE: (Kind.CHOICE, Kind.YES_NO),
    TermKind.LIST: (Kind.MULTI_CHOICE, Kind.TEXT),
    TermKind.TABLE: (Kind.TABLE,),
}
_NUMERIC = (TermKind.MONEY, TermKind.DURATION, TermKind.PERCENT, TermKind.NUMBER)
_PRICES = ("total", "lines")


def check_terms(library: ContractLibrary, questions: Mapping[str, Question]) -> Iterator[Fault]:
    """Faults in where terms are filled from, and tables without a schedule."""
    for term in library.terms:
        place = f"term {term.id}"
        if term.kind is TermKind.TABLE and term.schedule is None:
            yield Fault("no_schedule", place, term.id)
        yield from (Fault("unknown_question", place, path) for path in term.repeats if not _column(path, questions))
        kind, _, rest = term.fill.partition(":")
        if kind == "question":
            yield from _from_question(term, rest, questions)
        elif kind == "deviation":
            if library.position(term.id) is None:
                yield Fault("no_position", place)
        elif not _known_fill(kind, rest):
            yield Fault("unknown_fill", place, term.fill)


def _known_fill(kind: str, rest: str) -> bool:
    if kind == "price":
        return rest in _PRICES or (rest.startswith("group/") and len(rest) > len("group/"))
    fields = {"buyer": BUYER_FIELDS, "vendor": tuple(VENDOR_CELLS)}
    if kind in fields:
        return rest in fields[kind]
    return (kind == "tender" and bool(rest)) or (kind in ("requirements", "commitments") and not rest)


def _from_question(term: Term, path: str, questions: Mapping[str, Question]) -> Iterator[Fault]:
    place = f"term {term.id}"
    if path in VENDOR_CELLS.values():
        return
    asked = _asked(path, questions)
    if asked is None:
        yield Fault("unknown_question", place, path)
        return
    if asked.kind not in _FITS[term.kind]:
        yield Fault("kind_differs", place, path)
    if term.unit and asked.unit and term.unit != asked.unit:
        yield Fault("unit_differs", place, path)
    if term.kind is TermKind.TABLE and isinstance(asked, Question):
        known = {column.key for column in asked.columns} | {"row"}
        yield from (Fault("unknown_question", place, f"{path}/{c.key}") for c in term.columns if c.key not in known)


def _asked(path: str, questions: Mapping[str, Question]) -> Question | Column | None:
    key, _, rest = path.partition("/")
    question = questions.get(key)
    if question is None or not rest:
        return question
    row, _, column = rest.partition("/")
    if question.rows and row not in {fixed.key for fixed in question.rows}:
        return None
    return next((found for found in question.columns if found.key == column), None)


def _column(path: str, questions: Mapping[str, Question]) -> bool:
    named = repeat(path)
    asked = questions.get(named.question) if named else None
    return named is not None and asked is not None and any(one.key == named.column for one in asked.columns)


def check_notable(library: ContractLibrary) -> Iterator[Fault]:
    """Paragraphs in plain type that print a term which must be pointed out to the other side."""
    notable = {term.id for term in library.terms if term.notable}
    for clause in library.clauses:
        for part in clause.paragraphs:
            if not (part.notable or clause.notable):
                yield from (Fault("notable_plain", part.id, key) for key in used_terms((part,)) if key in notable)


def check_sums(library: ContractLibrary, questions: Mapping[str, Question]) -> Iterator[Fault]:
    """Faults in sums: a term or price line that does not exist, a term that is no period in months or years."""
    terms = {term.id: term for term in library.terms}
    priced = {row.key for row in questions[PRICES_ID].rows} if PRICES_ID in questions else set()
    for rule in library.sums:
        yield from (Fault("unknown_question", f"sum {rule.id}", line) for line in rule.lines if line not in priced)
        for key in (rule.total, *rule.parts):
            if key not in terms:
                yield Fault("unknown_term", f"sum {rule.id}", key)
            elif terms[key].unit not in MONTHS:
                yield Fault("unit_differs", f"sum {rule.id}", key)


def check_positions(library: ContractLibrary, questions: Mapping[str, Question]) -> Iterator[Fault]:
    """Faults in positions: no owner, no such term, a question nobody reads, a value that cannot be compared or printed."""
    terms = {term.id: term for term in library.terms}
    for position in library.positions:
        place = f"position {position.term}"
        if not position.owner.strip():
            yield Fault("no_owner", place)
        term = terms.get(position.term)
        if term is None:
            yield Fault("unknown_term", place, position.term)
            continue
        if (position.question or position.within) and term.fill != "deviation":
            yield Fault("unknown_fill", place, term.fill)
        if term.fill == "deviation" and not position.question:
            yield from _asked_within(library, position)
        if position.value is None and position.compare != "none":
            yield Fault("no_compare", place)
        if not _fits(position, term, questions):
            yield Fault("unknown_option", place, str(position.value))
        yield from _cells(position, term, questions)


def _cells(position: Position, term: Term, questions: Mapping[str, Question]) -> Iterator[Fault]:
    """Cells that the table does not have, or whose value its column cannot hold."""
    place, question = f"position {position.term}", table_question(term, questions)
    for cell in position.cells:
        column = next((one for one in question.columns if one.key == cell.column), None) if question else None
        fixed = {row.key for row in question.rows} if question else set()
        named = f"{cell.row}/{cell.column}".strip("/")
        if column is None or column.kind not in KINDS or (cell.row and cell.row not in fixed):
            yield Fault("unknown_question", place, named)
        elif KINDS[column.kind] in _NUMERIC:
            if not isinstance(cell.value, Decimal | int):
                yield Fault("unknown_option", place, f"{named} {cell.value}")
        elif cell.value not in {option.key for option in options_of(column)}:
            yield Fault("unknown_option", place, f"{named} {cell.value}")


def _asked_within(library: ContractLibrary, position: Position) -> Iterator[Fault]:
    """A position without a row of its own must be part of another position's row, or no vendor ever reads it."""
    place = f"position {position.term}"
    if not position.within:
        yield Fault("unasked", place, position.term)
    elif position.within not in {other.question for other in library.positions if other.question}:
        yield Fault("unknown_within", place, position.within)


def _fits(position: Position, term: Term, questions: Mapping[str, Question]) -> bool:
    if position.value is None:
        return True
    if term.kind in _NUMERIC:
        return isinstance(position.value, Decimal | int)
    kind, _, path = term.fill.partition(":")
    asked = _asked(path, questions) if kind == "question" else None
    keys = {option.key for option in position.options} | {option.key for option in (options_of(asked) if asked else ())}
    return not isinstance(position.value, Decimal) and (
        position.value in keys or (not keys and term.kind is TermKind.LINE)
    )

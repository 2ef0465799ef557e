"""Faults of a library's checks and references: what points at nothing in some draft, and articles that do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator.contract.clauses import texts, tokens
from evaluator.contract.draft import Fault
from evaluator.contract.law import citations
from evaluator.domain.contract import Clause, Condition, ContractLibrary, GateRule, Paragraph, When
from evaluator.domain.law import LawBook
from evaluator.domain.question import Question

# What these gates compare takes two terms; every other looks at one or more.
_LEAST: Mapping[GateRule, int] = {"breakdown": 2, "daily_damages": 2, "excess_damages": 3, "named_places": 2}


def check_gates(library: ContractLibrary, questions: Mapping[str, Question]) -> Iterator[Fault]:
    """Faults in gates: terms and columns that do not exist."""
    terms = {term.id: term for term in library.terms}
    for gate in library.gates:
        place = f"gate {gate.rule}"
        if len(gate.terms) < _LEAST.get(gate.rule, 1):
            yield Fault("gate_terms", place)
        yield from (Fault("unknown_term", place, key) for key in gate.terms if key not in terms)
        first = terms.get(gate.terms[0]) if gate.terms else None
        _, _, own = first.fill.partition(":") if first else ("", "", "")
        for column in gate.columns:
            question, _, key = column.rpartition("/")
            asked = questions.get(question or own)
            if asked is None or all(one.key != key for one in asked.columns):
                yield Fault("unknown_question", place, column)


def check_references(library: ContractLibrary) -> Iterator[Fault]:
    """References to a clause or paragraph that a draft may leave out while the words that refer to it stay."""
    needs = _needs(library)
    for clause in library.clauses:
        for part in clause.paragraphs:
            mine = needs[part.id]
            for target in _targets(clause, part):
                if not needs.get(target, frozenset()) <= mine:
                    yield Fault("droppable_reference", part.id, target)


Need = tuple[str, tuple[Condition, ...]]


def _needs(library: ContractLibrary) -> dict[str, frozenset[Need]]:
    """What has to be true for each clause and paragraph to be in the draft, by id."""
    found: dict[str, frozenset[Need]] = {}
    for clause in library.clauses:
        whole = _need(clause.when)
        if all(_need(part.when) for part in clause.paragraphs) and len(clause.paragraphs) == 1:
            whole |= _need(clause.paragraphs[0].when)
        found[clause.id] = whole
        for part in clause.paragraphs:
            found[part.id] = whole | _need(part.when)
    return found


def _need(when: When) -> frozenset[Need]:
    every = {("all", (test,)) for test in when.all}
    return frozenset(every | ({("any", when.any)} if when.any else set()))


def _targets(clause: Clause, part: Paragraph) -> tuple[str, ...]:
    return tuple(
        token.value
        for place, words in texts(clause)
        if place == part.id
        for text in (words.zh, words.en)
        for token in tokens(text)
        if token.kind == "ref"
    )


def check_law(library: ContractLibrary, book: LawBook, day: str = "") -> tuple[Fault, ...]:
    """Citations that no article answers to, or none that is in force on a day; without one, on the last day of a check."""
    found = []
    for place, key in citations(library):
        if not book.versions(key):
            found.append(Fault("unknown_law", place, key))
        elif book.find(key, day or book.last_checked) is None:
            found.append(Fault("law_not_in_force", place, key))
    return tuple(dict.fromkeys(found))

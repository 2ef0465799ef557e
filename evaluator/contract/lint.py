"""Faults of a clause library: what would come out wrong in some draft, found before any draft is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from evaluator.contract.clauses import texts, tokens, used_terms
from evaluator.contract.draft import Fault
from evaluator.contract.lint_gates import check_gates, check_references
from evaluator.contract.lint_terms import check_notable, check_positions, check_sums, check_terms
from evaluator.domain.contract import Clause, Condition, ContractLibrary, When
from evaluator.domain.question import Question
from evaluator.domain.text import LANGS, Lang, Text

# The guide's points S1…S38; S37, review by counsel, is the fixed header, the annex and the status of the draft itself.
GUIDE_DEMANDS = tuple(f"S{number}" for number in range(1, 39) if number != 37)
# Without these words a vendor reads an empty row, or a reader an empty heading.
_NEEDED = ("text", "label", "title")
_VALUED = ("eq", "ne", "in", "lt", "le", "gt", "ge")


def lint(
    library: ContractLibrary, questions: Mapping[str, Question], demands: Sequence[str] = (),
    languages: Sequence[Lang] = LANGS,
) -> tuple[Fault, ...]:  # fmt: skip
    """All faults of a library, each once; ``questions`` are those that vendors are asked, by id.

    ``demands`` are the points that terms and clauses must both answer, ``languages`` those of the pack.
    """
    found = [
        *_ids(library),
        *_languages(library, languages),
        *_tokens(library),
        *_conditions(library),
        *_schedules(library),
        *_dead(library),
        *check_terms(library, questions),
        *check_sums(library, questions),
        *check_notable(library),
        *check_positions(library, questions),
        *_demands(library, demands),
        *check_references(library),
        *check_gates(library, questions),
    ]
    return tuple(dict.fromkeys(found))


def _ids(library: ContractLibrary) -> Iterator[Fault]:
    spaces = {
        "terms": [term.id for term in library.terms],
        "positions": [position.term for position in library.positions],
        "clauses": [clause.id for clause in library.clauses]
        + [part.id for clause in library.clauses for part in clause.paragraphs],
        "schedules": [str(schedule.number) for schedule in library.schedules],
        "questions": [position.question for position in library.positions if position.question],
    }
    for space, keys in spaces.items():
        yield from (Fault("duplicate_id", space, key) for key, count in Counter(keys).items() if count > 1)


def _languages(library: ContractLibrary, languages: Sequence[Lang]) -> Iterator[Fault]:
    for place, name, words in _all_texts(library):
        said = {lang for lang in LANGS if getattr(words, lang).strip()}
        if (said or name in _NEEDED) and not said.issuperset(languages):
            yield Fault("missing_language", place, name)


def _all_texts(library: ContractLibrary) -> Iterator[tuple[str, str, Text]]:
    yield "library", "title", library.title
    for term in library.terms:
        for name in ("label", "after", "base", "silent"):
            yield f"term {term.id}", name, getattr(term, name)
        for column in term.columns:
            yield f"term {term.id}", column.key, column.title
    for position in library.positions:
        for name in ("text", "fallback", "escalate", "reason"):
            yield f"position {position.term}", name, getattr(position, name)
        for option in position.options:
            yield f"position {position.term}", option.key, option.text
    for clause in library.clauses:
        yield f"clause {clause.id}", "title", clause.title
        yield f"clause {clause.id}", "guidance", clause.guidance
        yield from ((f"clause {clause.id}", key, words) for key, words in texts(clause))
    for schedule in library.schedules:
        yield f"schedule {schedule.number}", "title", schedule.title
        yield f"schedule {schedule.number}", "intro", schedule.intro


def _tokens(library: ContractLibrary) -> Iterator[Fault]:
    terms = {term.id for term in library.terms}
    targets = {clause.id for clause in library.clauses} | {
        key for clause in library.clauses for key, _ in texts(clause)
    }
    numbers = {str(schedule.number) for schedule in library.schedules}
    known = {"t": (terms, "unknown_term"), "ref": (targets, "absent_reference"), "sch": (numbers, "absent_schedule")}
    for place, words in _tokened(library):
        sides = [[token for token in tokens(text) if token.kind != "text"] for text in (words.zh, words.en)]
        # A sentence may turn round in the other language, but it says the same things as often.
        if words.zh and words.en and Counter(sides[0]) != Counter(sides[1]):
            odd = (Counter(sides[0]) - Counter(sides[1])) + (Counter(sides[1]) - Counter(sides[0]))
            yield Fault("tokens_differ", place, ", ".join(sorted(token.value for token in odd)))
        for token in (*sides[0], *sides[1]):
            names, rule = known.get(token.kind, (set(), "bad_token"))
            if token.value not in names:
                yield Fault(rule, place, token.value)


def _tokened(library: ContractLibrary) -> Iterator[tuple[str, Text]]:
    for clause in library.clauses:
        yield from texts(clause)
    for schedule in library.schedules:
        yield f"schedule {schedule.number}", schedule.intro


def _conditions(library: ContractLibrary) -> Iterator[Fault]:
    terms = {term.id for term in library.terms}
    for clause in library.clauses:
        if not clause.owner.strip():
            yield Fault("no_owner", f"clause {clause.id}")
        for place, test in _tests(clause):
            if test.term not in terms:
                yield Fault("unknown_term", place, test.term)
            elif test.op in _VALUED and test.value is None:
                yield Fault("no_value", place, test.term)


def _tests(clause: Clause) -> Iterator[tuple[str, Condition]]:
    whens: list[tuple[str, When]] = [(clause.id, clause.when), *((part.id, part.when) for part in clause.paragraphs)]
    for place, when in whens:
        yield from ((place, test) for test in (*when.all, *when.any))


def _schedules(library: ContractLibrary) -> Iterator[Fault]:
    numbers = {term.id: term.schedule for term in library.terms}
    listed = {key: schedule.number for schedule in library.schedules for key in schedule.terms}
    for key, number in listed.items():
        if key not in numbers:
            yield Fault("unknown_term", f"schedule {number}", key)
        elif numbers[key] != number:
            yield Fault("schedule_differs", f"schedule {number}", key)
    for key, wanted in numbers.items():
        if wanted is not None and key not in listed:
            yield Fault("no_schedule", f"term {key}", key)


def _dead(library: ContractLibrary) -> Iterator[Fault]:
    used = {key for clause in library.clauses for key in used_terms(clause.paragraphs)}
    used |= {key for schedule in library.schedules for key in schedule.terms}
    for term in library.terms:
        if term.inside and term.id in used:
            yield Fault("inside_printed", "terms", term.id)
        elif not term.inside and term.id not in used:
            yield Fault("dead_term", "terms", term.id)


def _demands(library: ContractLibrary, demands: Sequence[str]) -> Iterator[Fault]:
    by_term = {demand for term in library.terms for demand in term.demands}
    by_clause = {demand for clause in library.clauses for demand in clause.demands}
    for demand in demands:
        if demand not in by_term:
            yield Fault("demand_without_term", "terms", demand)
        if demand not in by_clause:
            yield Fault("demand_without_clause", "clauses", demand)

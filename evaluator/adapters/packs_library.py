"""The contract library of a pack: built from its files, then checked against the questions that vendors are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evaluator.adapters.law_files import bundled_law
from evaluator.adapters.packs_build import PackFault, build
from evaluator.domain.contract import Clause, ContractLibrary, Gate, Position, Schedule, Sum, Term
from evaluator.domain.method import Method
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import questionnaire

Tables = Mapping[str, dict[str, Any]]
_TERMS, _POSITIONS = "terms.toml", "positions.toml"
_ALLOWED = {_TERMS: {"title", "terms", "schedules", "sums", "gates"}, _POSITIONS: {"positions"}}
# Where the check of the library says a fault is, and the file and key that hold it.
_LISTS = {
    "terms": (_TERMS, "terms"), "positions": (_POSITIONS, "positions"), "questions": (_POSITIONS, "positions"),
    "schedules": (_TERMS, "schedules"), "library": (_TERMS, ""), "clauses": ("clauses", ""),
}  # fmt: skip
_SINGLE = {
    "term": (_TERMS, "terms"), "position": (_POSITIONS, "positions"), "schedule": (_TERMS, "schedules"),
    "sum": (_TERMS, "sums"), "gate": (_TERMS, "gates"),
}  # fmt: skip


def build_library(tables: Tables, faults: list[PackFault]) -> ContractLibrary | None:
    """The library in these files; None, and every fault added, where one does not fit."""
    for file, allowed in _ALLOWED.items():
        faults += [PackFault(file, key, "unknown_key") for key in sorted(set(tables.get(file, {})) - allowed)]
    terms, positions = tables.get(_TERMS, {}), tables.get(_POSITIONS, {})
    title = build(Text, _TERMS, terms.get("title", {}), faults, "title")
    parts = (
        build(tuple[Term, ...], _TERMS, terms.get("terms", []), faults, "terms"),
        build(tuple[Position, ...], _POSITIONS, positions.get("positions", []), faults, "positions"),
        build(tuple[Schedule, ...], _TERMS, terms.get("schedules", []), faults, "schedules"),
        build(tuple[Sum, ...], _TERMS, terms.get("sums", []), faults, "sums"),
        build(tuple[Gate, ...], _TERMS, terms.get("gates", []), faults, "gates"),
    )
    clauses = [build(Clause, name, content, faults) for name, content in tables.items() if name.startswith("clauses/")]
    if title is None or None in parts or None in clauses:
        return None
    ordered = sorted((clause for clause in clauses if clause), key=lambda clause: clause.order)
    return ContractLibrary(
        title=title,
        terms=parts[0] or (),
        positions=parts[1] or (),
        schedules=parts[2] or (),
        clauses=tuple(ordered),
        sums=parts[3] or (),
        gates=parts[4] or (),
    )


def check_library(rules: Method, library: ContractLibrary, tables: Tables) -> list[PackFault]:
    """What would come out wrong in some draft, each fault under the file and key that hold it."""
    from evaluator.contract.lint import lint
    from evaluator.contract.lint_gates import check_law

    # An article that has gone out of force is told beside a draft of that day: a pack outlives its laws.
    unknown_law = [fault for fault in check_law(library, bundled_law()) if fault.rule == "unknown_law"]
    # A question that is left out is still known: the terms it fills are blanks in the draft, not faults.
    known = replace(rules, questions=(*rules.questions, *rules.left_out))
    asked = {question.id: question for question in questionnaire(known, library.positions, None).all()}
    files = {str(content.get("id")): name for name, content in tables.items() if name.startswith("clauses/")}
    return [
        PackFault(
            *_where(fault.place, fault.name, files),
            f"draft.fault.{fault.rule}",
            (("place", fault.place), ("name", fault.name)),
        )
        for fault in (*lint(library, asked, languages=rules.languages), *unknown_law)
    ]


def _where(place: str, name: str, files: Mapping[str, str]) -> tuple[str, str]:
    """File and key of a fault: a list with the entry it is about, one entry, or a paragraph of a clause."""
    if place in _LISTS:
        file, key = _LISTS[place]
        return file, ".".join(filter(None, (key, name)))
    kind, _, entry = place.partition(" ")
    if kind in _SINGLE:
        file, key = _SINGLE[kind]
        return file, f"{key}.{entry}"
    part = entry or place
    clause = next((known for known in sorted(files, key=len, reverse=True) if f"{part}.".startswith(f"{known}.")), "")
    return files.get(clause, "clauses"), "" if part == clause else f"paragraphs.{part}"

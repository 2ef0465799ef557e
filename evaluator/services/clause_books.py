"""Clause books: written for counsel, read back, checked with the library's own lint, and kept beside a locked method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from evaluator.adapters.library_edits import reworded
from evaluator.adapters.packs import Pack, PackError, PackFault, content_hash, draft_pack
from evaluator.adapters.reader import read_file
from evaluator.contract.clauses import texts, tokens
from evaluator.domain.clause_edit import ASKED, EVERY_ROW, ClauseChange, ClauseEdit, Kind, Spot, Wording, changes, spots
from evaluator.domain.contract import ContractLibrary
from evaluator.domain.finding import SEVERITY, Finding, Phrase, Rule, Severity, Source, finding
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout
from evaluator.intake.cells import Refusal, refusal_params
from evaluator.intake.clause_book import ClauseReading, Mark, read_clause_book
from evaluator.services.draft_law import change_refused
from evaluator.services.problem import Refused

# Of a fault that names no field, the field that it is about.
_FIELDS: Final[Mapping[str, str]] = {"no_owner": "owner", "no_compare": "value", "unknown_option": "value"}


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """What a clause book comes to: its edits, what they change, and all findings; nothing changes where it is ``refused``."""

    edits: tuple[ClauseEdit, ...]
    told: tuple[ClauseChange, ...]
    findings: tuple[Finding, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class Basis:
    """A library as it stands: the files of the pack, the pack made of them, its tender, and whether vendors have it."""

    files: Mapping[str, str]
    pack: Pack
    tender: Tender | None
    locked: bool
    chosen: bool = False

    def mark(self, layout: Layout) -> Mark:
        """What a book made now says about itself."""
        tender = self.tender.id if self.tender else ""
        own = {name: text for name, text in self.files.items() if name != "method.toml"}
        return Mark(self.pack.method.key, layout, tender, content_hash(own)[:16])

    def fixed(self) -> frozenset[Spot]:
        """The spots that no book can change any more: what vendors were asked to accept, from the lock on."""
        asked = [one.term for one in self.pack.library.positions if one.question or one.within] if self.locked else []
        held = {Spot(Kind.POSITION, term, field) for term in asked for field in ASKED}
        cells = {at for at in spots(self.pack.library) if at.kind is Kind.CELL and at.key.partition("/")[0] in asked}
        return frozenset(held | cells)


def book_bytes(basis: Basis, layout: Layout) -> bytes:
    """The clause book of a library."""
    from evaluator.adapters.clause_file import write_clause_book

    title = basis.tender.name if basis.tender else basis.pack.method.title
    return write_clause_book(basis.pack, basis.mark(layout), title, basis.tender, basis.fixed())


def read_book(basis: Basis, name: str, data: bytes) -> ClauseResult:
    """What a clause book that came back would change."""
    book = read_file(name, data)
    if isinstance(book, Refusal):
        told = Finding(Rule(book.rule), SEVERITY[Rule(book.rule)], Source(name, book.sha256), refusal_params(book))
        return ClauseResult((), (), (told,), refused=True)
    reading = read_clause_book(book, spots(basis.pack.library), basis.mark("both"))
    found = list(reading.findings)
    told_by: tuple[ClauseChange, ...] = ()
    if reading.edits:
        made, faults = after(basis, reading.edits)
        found += [_told(fault, reading) for fault in faults]
        found += [_late(spot, refused, reading) for spot, refused in forbidden(basis, reading.edits)]
        told_by = changes(basis.pack.library, made.library) if made else ()
    refused = any(one.severity is Severity.BLOCKER for one in found)
    return ClauseResult(tuple(reading.edits), told_by, tuple(found), refused)


def after(basis: Basis, edits: Iterable[ClauseEdit]) -> tuple[Pack | None, list[PackFault]]:
    """The pack with the edits and the faults that they bring into it; None where it cannot be made at all."""
    try:
        pack, faults = draft_pack({**basis.files, **reworded(basis.files, edits)}, basis.tender)
    except PackError as error:
        return None, error.faults
    _, before = draft_pack(dict(basis.files), basis.tender)
    return pack, [fault for fault in faults if fault not in before]


def forbidden(basis: Basis, edits: Iterable[ClauseEdit]) -> Iterator[tuple[Spot, Refused]]:
    """The spots that are changed too late, each with its refusal.

    These are of a position that vendors have answered and, after the choice in a formal procedure, of a paragraph that
    prints a substantive term.
    """
    fixed, tender = basis.fixed(), basis.tender
    for edit in edits:
        if edit.spot in fixed:
            yield edit.spot, Refused("clause_asked")
        elif basis.chosen and tender is not None:
            bound = [term for term in basis.pack.library.terms if term.id in _printed(basis.pack.library, edit.spot)]
            route, method = tender.route, basis.pack.method
            refused = next(filter(None, (change_refused(term, route, method) for term in bound)), None)
            if refused is not None:
                yield edit.spot, refused


def _printed(library: ContractLibrary, spot: Spot) -> frozenset[str]:
    """The terms that the paragraph of a spot prints, or whose position vendors read or the draft prints."""
    if spot.kind in (Kind.POSITION, Kind.CELL):
        return frozenset({spot.key.partition("/")[0]} if spot.field in ASKED else ())
    part = spot.key.partition("/")[0] if spot.kind in (Kind.PARAGRAPH, Kind.ITEM) else ""
    return frozenset(
        token.value
        for clause in library.clauses
        for key, words in texts(clause)
        if key == part
        for token in (*tokens(words.zh), *tokens(words.en))
        if token.kind == "t"
    )


def _told(fault: PackFault, reading: ClauseReading) -> Finding:
    """A fault of the changed library at the cell that it comes from."""
    return finding(Rule.METHOD_FAULT, _cell(fault, reading), item=fault.key, why=Phrase(fault.words, fault.params))


def _late(spot: Spot, refused: Refused, reading: ClauseReading) -> Finding:
    why = Phrase(refused.key, tuple(refused.params.items()))
    return finding(Rule.METHOD_FAULT, reading.cells[spot], item=spot.key, why=why)


def _cell(fault: PackFault, reading: ClauseReading) -> Source:
    """The changed cell that a fault comes from: of the entry that it names most exactly, there of the words at fault."""
    said = dict(fault.params)
    place, name = said.get("place", ""), said.get("name", "")
    rule = fault.rule.rpartition(".")[2]
    field = _FIELDS.get(rule, name)

    def near(edit: ClauseEdit) -> tuple[int, bool, bool]:
        blank, before = not str(edit.value).strip(), reading.held[edit.spot]
        wrong = blank if rule == "missing_language" else _used(edit.value, name) != _used(before, name)
        return _named(edit.spot, place, name), edit.spot.field.partition(".")[0] == field, wrong

    return reading.cells[max(reading.edits, key=near).spot]


def _named(at: Spot, place: str, name: str) -> int:
    """How exactly a fault names the entry of a spot: a paragraph more than its clause, 0 where it names another."""
    entry = at.key.partition("/")[0]
    if at.kind in (Kind.PARAGRAPH, Kind.ITEM):  # a paragraph is a place itself, or it is named within the clause
        return 2 * (place == entry or (place.startswith("clause ") and name == entry))
    if at.kind is Kind.CELL:
        cell = at.key.removeprefix(f"{entry}/").removeprefix(f"{EVERY_ROW}/")
        return 2 * (place == f"{Kind.POSITION.value} {entry}" and name.partition(" ")[0] == cell)
    return int(place == f"{at.kind.value} {entry}")


def _used(words: Wording, names: str) -> Counter[str]:
    """How often words use each of the tokens that a fault names."""
    wanted = names.split(", ")
    return Counter(token.value for token in tokens(str(words)) if token.kind != "text" and token.value in wanted)

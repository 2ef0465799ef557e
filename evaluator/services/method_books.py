"""Method workbooks: written from a method, read back, checked as a whole, and turned into a pack on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluator.adapters.pack_edits import edited
from evaluator.adapters.packs import Pack, PackError, PackFault, draft_pack, find_pack, pack_files
from evaluator.adapters.reader import read_file
from evaluator.domain.finding import SEVERITY, Finding, Phrase, Rule, Severity, Source, finding
from evaluator.domain.method_differences import Difference, differences
from evaluator.domain.method_edit import Change, Own, Part, Place
from evaluator.domain.method_words import asked_key
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang, Layout
from evaluator.intake.cells import Refusal, refusal_params
from evaluator.intake.method_book import BookReading, blanks, read_method_book
from evaluator.services.book_folder import book_content, taken_in, write_pack
from evaluator.services.folder import open_tender


@dataclass(frozen=True, slots=True)
class BookResult:
    """What a method workbook comes to: its changes and what they change, the files with them, and all findings.

    Nothing is changed where it is ``refused``: every blocker has its cell, and the same workbook may come again corrected.
    """

    changes: tuple[Change, ...]
    told: tuple[Difference, ...]
    files: Mapping[str, str]
    findings: tuple[Finding, ...]
    refused: bool


def book_bytes(pack: Pack, tender: Tender | None, layout: Layout) -> bytes:
    """The method workbook of a pack or a tender's copy of one."""
    from evaluator.adapters.method_file import write_method_book

    return write_method_book(pack.method, pack.sha256, tender, layout)


def read_book(pack: Pack, files: Mapping[str, str], tender: Tender | None, name: str, data: bytes) -> BookResult:
    """What a workbook that came back would change in the method whose files these are."""
    book = read_file(name, data)
    if isinstance(book, Refusal):
        told = Finding(Rule(book.rule), SEVERITY[Rule(book.rule)], Source(name, book.sha256), refusal_params(book))
        return BookResult((), (), files, (told,), refused=True)
    reading = read_method_book(book, pack.method, pack.sha256, tender.id if tender else "")
    changes, found = tuple(reading.changes), list(reading.findings)
    told_by: tuple[Difference, ...] = ()
    after = dict(files)
    if changes:
        try:
            after = edited(files, changes)
            made, faults = draft_pack(after, tender)
            told_by = differences(pack.method, made.method)
        except PackError as error:
            faults = error.faults
        found += [_told(fault, reading) for fault in faults if fault.rule != "weights_sum"]
        found += blanks(pack.library, list(changes), reading.cells)
    refused = any(one.severity is Severity.BLOCKER for one in found)
    return BookResult(changes, told_by, files if refused else after, tuple(found), refused)


_WAIT = {"question_weights_sum", "item_weights_sum", "price_share", "translation_missing"}


def _told(fault: PackFault, reading: BookReading) -> Finding:
    """A fault of the changed method at the cell that it comes from; what only keeps the method from being locked is a warning."""
    severity = Severity.WARNING if fault.rule in _WAIT else Severity.BLOCKER
    why = Phrase(fault.words, fault.params)
    return finding(Rule.METHOD_FAULT, _cell(fault.key, reading), item=fault.key, severity=severity, why=why)


def _cell(key: str, reading: BookReading) -> Source:
    """The cell whose place says most of a fault's key: criterion, question or line, and the field where it is named."""

    def likeness(place: Place) -> int:
        if place.part is Part.WORDS:
            return 9 * (asked_key(key) == place.key)
        if place.part is Part.RULES:
            return 9 * (place.field == key) or 3 * place.field.startswith(f"{key}.")
        thing, *inner = place.key.split("/")
        inside = f".{thing}." in f".{key}." if thing else True
        named = f".{key}".endswith((f".{place.field}", f".{place.field.partition('.')[0]}"))
        parts = sum(f".{part}." in f".{key.replace('/', '.')}." for part in inner)
        return (2 * bool(thing) + parts + named) if inside else 0

    made = {change.question.id for change in reading.changes if isinstance(change, Own)}
    changed = {getattr(change, "place", None) for change in reading.changes}
    ordered = sorted(
        reading.cells, key=lambda place: (likeness(place), place in changed or place.key in made), reverse=True
    )
    best = next(iter(ordered), None)
    return reading.cells[best] if best and likeness(best) else Source(reading.workbook.name, reading.workbook.sha256)


def write_book_file(pack: str, tender_file: Path | None, layout: Layout, out: Path) -> dict[str, Any]:
    """The method workbook of a pack, written to a file."""
    chosen, tender = open_tender(pack, None, tender_file)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(book_bytes(chosen, tender, layout))
    return {"files": [str(out)]}


def pack_from_book(
    pack: str, tender_file: Path | None, book: Path, out: Path, lang: Lang
) -> tuple[dict[str, Any], bool]:
    """The pack with a workbook's changes, written into a folder, and whether it was; nothing is where the workbook has faults."""
    chosen, tender = open_tender(pack, None, tender_file)
    result = read_book(chosen, pack_files(find_pack(pack)), tender, book.name, book_content(book))
    told = [(one.place.part.value, one.place.key, one.place.field, one.before, one.after) for one in result.told]
    written = write_pack({} if result.refused else result.files, out)
    return taken_in(book.name, written, told, result.findings, lang), not result.refused

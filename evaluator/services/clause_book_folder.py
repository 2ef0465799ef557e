"""A pack's clause book on the command line: written to a file, and taken back into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evaluator.adapters.library_edits import reworded
from evaluator.adapters.packs import find_pack, pack_files
from evaluator.domain.text import Lang, Layout
from evaluator.services.book_folder import book_content, taken_in, write_pack
from evaluator.services.clause_books import Basis, book_bytes, read_book
from evaluator.services.folder import open_tender


def folder_basis(pack: str, tender_file: Path | None) -> Basis:
    """The library of a pack on the command line, as fixed as the tender file says it is.

    Vendors have answered where the file holds anything of their bids; from the choice on, the route says what may change.
    """
    used, tender = open_tender(pack, None, tender_file)
    chosen = tender is not None and tender.selection is not None
    answered = tender is not None and any((tender.files, tender.settlements, tender.checks, tender.confirmations))
    return Basis(pack_files(find_pack(pack)), used, tender, locked=chosen or answered, chosen=chosen)


def write_book_file(pack: str, tender_file: Path | None, layout: Layout, out: Path) -> dict[str, Any]:
    """The clause book of a pack, written to a file."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(book_bytes(folder_basis(pack, tender_file), layout))
    return {"files": [str(out)]}


def pack_from_book(
    pack: str, tender_file: Path | None, book: Path, out: Path, lang: Lang
) -> tuple[dict[str, Any], bool]:
    """The pack with a clause book's changes, written into a folder, and whether it was; nothing where the book has faults."""
    basis = folder_basis(pack, tender_file)
    result = read_book(basis, book.name, book_content(book))
    files = {} if result.refused else {**basis.files, **reworded(basis.files, result.edits)}
    told = [(one.spot.kind.value, one.spot.key, one.spot.field, one.before, one.after) for one in result.told]
    return taken_in(book.name, write_pack(files, out), told, result.findings, lang), not result.refused

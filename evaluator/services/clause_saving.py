"""Counsel's changes in a tender: kept in the method itself before it is locked, beside it from then on."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.adapters.library_edits import reworded
from evaluator.adapters.packs import PackError
from evaluator.domain.clause_edit import ClauseEdit
from evaluator.domain.text import Layout
from evaluator.services.clause_books import Basis, after, book_bytes, forbidden
from evaluator.services.commands import Actor, query, service
from evaluator.services.held import pack_of, reworded_pack, tender_of
from evaluator.services.problem import Refused
from evaluator.services.tenders import method_content
from evaluator.store import clause_books, methods, stages, tenders
from evaluator.store.clause_books import ClauseBookRow
from evaluator.store.errors import Conflict
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction


@service("clauses.save")
def save_book(tx: Transaction, number: int, ver: int, edits: Sequence[ClauseEdit], reason: str) -> None:
    """The library with a book's edits: in the method itself before it is locked, beside it from then on.

    ``number`` is that of the method and ``ver`` the revision of what was saved before, with which the book was read; what
    came in between is a `Conflict`. Faults are a `PackError`.
    """
    if not reason.strip():
        raise Refused("clauses_reason")
    basis, row, held = _basis(tx, tx.tender_id)
    if row.number != number:
        raise Conflict(f"method:{number}", {}, None)
    files = reworded(basis.files, edits)
    if not files:
        raise Refused("clauses_same")
    pack, faults = after(basis, edits)
    for _, refused in forbidden(basis, edits):
        raise refused
    if pack is None or faults or basis.tender is None:
        raise PackError(faults)
    if not basis.locked:
        methods.edit(tx, number, method_content(pack, {**basis.files, **files}, basis.tender), ver)
    else:
        clause_books.save(tx, {**(held.content if held else {}), **files}, ver)


def _basis(snapshot: Snapshot, tender_id: str) -> tuple[Basis, methods.MethodRow, ClauseBookRow | None]:
    row, method = tenders.find(snapshot, tender_id), methods.current(snapshot, tender_id)
    if row is None or method is None:
        raise Refused("no_method")
    content, held = methods.files(snapshot, tender_id, method.number), clause_books.current(snapshot, tender_id)
    changed = held.content if held else {}
    pack = reworded_pack(pack_of(method, content), content, changed)
    selected = stages.selected(snapshot, tender_id)
    chosen = selected is not None and selected.state == "active"
    basis = Basis({**content, **changed}, pack, tender_of(row), locked=bool(method.locked_at), chosen=chosen)
    return basis, method, held


@query("contract.read")
def basis_of(snapshot: Snapshot, tender_id: str) -> tuple[Basis, int, ClauseBookRow | None]:
    """The library of a tender as it stands, the revision that `save_book` asks for, and what was last saved beside it."""
    basis, method, held = _basis(snapshot, tender_id)
    return basis, (held.ver if held else 0) if basis.locked else method.ver, held


def book_of_tender(store: Store, actor: Actor, tender_id: str, layout: Layout) -> bytes:
    """The clause book of a tender."""
    return book_bytes(basis_of(store, actor, tender_id)[0], layout)

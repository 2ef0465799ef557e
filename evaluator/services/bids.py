"""Bids on the store: workbooks received, refused, kept and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evaluator.adapters.codec import encode
from evaluator.adapters.reader import Progress, read_files
from evaluator.intake.bids import FileReading, read_bid_file
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.clarification import LIST
from evaluator.intake.foreign.mapping import used
from evaluator.intake.matrices.score_form import is_score_form
from evaluator.intake.template import find_marker
from evaluator.services.admitting import admit_read
from evaluator.services.belonging import is_nobodys, keep_nobodys
from evaluator.services.cards import keep_scorecard
from evaluator.services.commands import Actor, service
from evaluator.services.folder import context
from evaluator.services.imports import Imported, keep_bid, told
from evaluator.services.mapping import fitting
from evaluator.services.problem import Refused
from evaluator.services.receipt import demand_moment
from evaluator.services.replying import keep_list
from evaluator.services.revisions import with_difference
from evaluator.services.state import TenderState, load
from evaluator.store import files
from evaluator.store.files import NewFile
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


def import_files(
    store: Store, actor: Actor, command_id: str, tender_id: str, given: Sequence[tuple[str, bytes]],
    progress: Progress | None = None, *, replacing: int = 0, handed_in: str = "",
) -> tuple[Imported, ...]:  # fmt: skip
    """What became of each file, with one result for each vendor in it.

    Bids are kept before scorecards and clarification lists, which name them.

    ``progress`` as in `read_files`, ``replacing`` as in `keep_scorecard`. ``handed_in`` is when the files reached the
    buyer, empty where nobody said.
    """
    demand_moment(store, handed_in)
    state = load(store, actor, tender_id)
    if not state.declared:
        raise Refused("not_declared")
    reading = context(state.pack, state.tender)
    books = list(read_files(given, progress))
    found = [read_bid_file(book, reading) for book in books]
    done: dict[int, tuple[Imported, ...]] = {}
    for number, (book, file, (_, data)) in enumerate(zip(books, list(found), given, strict=True)):
        command = f"{command_id}/{number}"
        if file.refused:
            found[number] = _or_scores(file, state)
            if admitted := _admitted(store, actor, command, state, (book, data), handed_in):
                done[number] = admitted
            elif found[number].refused:
                done[number] = (_refuse(store, actor, command, tender_id, file),)
        elif file.layout not in ("scores", LIST):
            done[number] = (_keep(store, actor, command, state, file, (data, handed_in)),)
    later = [(n, file, data) for n, (file, (_, data)) in enumerate(zip(found, given, strict=True)) if n not in done]
    for number, file, data in later:
        now, command = load(store, actor, tender_id), f"{command_id}/{number}"
        if file.layout == LIST:
            done[number] = (keep_list(store, actor, command, now, file, (data, handed_in)),)
        else:
            done[number] = (keep_scorecard(store, actor, command, now, file, data, replacing),)
    return tuple(one for number in range(len(found)) for one in done[number])


def _admitted(
    store: Store,
    actor: Actor,
    command_id: str,
    state: TenderState,
    given: tuple[Workbook | Refusal, bytes],
    handed_in: str,
) -> tuple[Imported, ...]:
    """What became of a file that a mapping kept with this tender fits; nothing where none does."""
    book, data = given
    kept = fitting(store, actor, state.id, book) if isinstance(book, Workbook) and not find_marker(book) else None
    if kept is None or isinstance(book, Refusal):
        return ()
    return admit_read(store, actor, command_id, state, (book, data, handed_in), kept.mapping, used(kept.name, book))


def _or_scores(file: FileReading, state: TenderState) -> FileReading:
    """A file that is no workbook of ours may be the panel's own score form."""
    if file.refused and file.workbook is not None and is_score_form(file.workbook, state.pack.method):
        return replace(file, layout="scores", refused=False, findings=())
    return file


def _refuse(store: Store, actor: Actor, command_id: str, tender_id: str, file: FileReading) -> Imported:
    _note_refusal(store, actor, command_id, tender_id, file.name, file.sha256, file.findings[0].rule.value)
    return Imported.of(file, "refused")


@service("bid.receive")
def _note_refusal(tx: Transaction, name: str, sha256: str, rule: str) -> None:
    tx.about(f"file:{name}", sha256=sha256, refused=rule)


def _keep(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: FileReading, came: tuple[bytes, str]
) -> Imported:
    if is_nobodys(state, file):
        return keep_nobodys(store, actor, command_id, state, file, came)
    data, handed_in = came
    envelope: Envelope = "price" if file.layout == "price" else "technical"
    sealed = envelope == "price" and "prices_opened" not in state.stages
    content = {"reading": encode(replace(file, workbook=None))}
    new = NewFile(name=file.name, content=data, kind="bid", envelope=envelope, handed_in_at=handed_in)
    status = _receive(store, actor, command_id, state.id, new, file.vendor, content)
    return with_difference(store, actor, state.id, told(file, status, sealed), file.sha256)


@service("bid.receive")
def _receive(tx: Transaction, new: NewFile, vendor: str, content: dict[str, Any]) -> str:
    return keep_bid(tx, new, vendor, {new.envelope: content})


@service("bid.withdraw")
def withdraw_file(tx: Transaction, upload_id: str, reason: str) -> None:
    """The file no longer counts, for a reason; its bytes stay."""
    if not reason.strip():
        raise Refused("reason_missing")
    row = next((row for row in files.every(tx, tx.tender_id) if row.id == upload_id), None)
    if row is not None:
        files.withdraw(tx, row.id, row.ver)
        tx.about(f"file:{row.id}", name=row.name)

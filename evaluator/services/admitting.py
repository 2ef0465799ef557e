"""Workbooks that are not ours let in as bids, each by a mapping that is kept with the tender.

A file of a shape that is kept is admitted by `import_files` by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evaluator.adapters.codec import encode
from evaluator.adapters.reader import read_file
from evaluator.domain.finding import Finding
from evaluator.intake.bids import FileReading
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.foreign.mapped import read_mapped
from evaluator.intake.foreign.mapping import WorkbookMapping
from evaluator.intake.questionnaire import PRICE
from evaluator.services.commands import Actor, service
from evaluator.services.folder import context
from evaluator.services.imports import Imported, keep_bid, told
from evaluator.services.mapping import envelope_of_file, invited, prices_sealed, saved_mappings, shown
from evaluator.services.problem import Refused
from evaluator.services.revisions import with_difference
from evaluator.services.state import TenderState, load
from evaluator.store.files import NewFile
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


def admit(
    store: Store, actor: Actor, command_id: str, tender_id: str, file: tuple[str, bytes], shape: str, vendor: str = "",
    *, handed_in: str = "",
) -> tuple[Imported, ...]:  # fmt: skip
    """What became of a file read by the kept mapping of this shape: one result for each vendor and envelope.

    ``vendor`` answers what no column and no sheet names a vendor for; else the file's name is taken, as for our own
    workbooks. A file that states prices goes to the sealed part as a whole.
    """
    kept = next((one for one in saved_mappings(store, actor, tender_id) if one.mapping.shape == shape), None)
    if kept is None:
        raise Refused("no_such_mapping")
    book = read_file(*file)
    if isinstance(book, Refusal):
        raise Refused("file_unreadable", file=file[0])
    mapping = replace(kept.mapping, vendor=vendor)
    return admit_read(store, actor, command_id, load(store, actor, tender_id), (book, file[1], handed_in), mapping)


def admit_read(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: tuple[Workbook, bytes, str],
    mapping: WorkbookMapping, note: Finding | None = None,
) -> tuple[Imported, ...]:  # fmt: skip
    """The same for a workbook already read, its bytes, and when it was handed in; ``note`` is told with its readings."""
    book, data, handed_in = file
    kept = [one.mapping for one in saved_mappings(store, actor, state.id)]
    safe = shown(state, book, [mapping, *kept])
    groups: dict[str, list[FileReading]] = {}
    done = []
    for one in _read(state, book, safe, mapping):
        if one.refused:
            done.append(Imported.of(one, "refused"))
        else:
            noted = replace(one, findings=(note, *one.findings)) if note else one
            groups.setdefault(one.vendor, []).append(noted)
    priced = safe is not book or any(one.layout == "price" for group in groups.values() for one in group)
    for number, (name, group) in enumerate(groups.items()):
        envelope: Envelope = "price" if priced else "technical"
        new = NewFile(name=book.name, content=data, kind="bid", envelope=envelope, handed_in_at=handed_in)
        contents = {envelope_of_file(one): {"reading": encode(one)} for one in group}
        status = _admit(store, actor, f"{command_id}/{number}", state.id, new, name, contents)
        for one in group:
            said = told(one, status, prices_sealed(state) and envelope_of_file(one) == PRICE)
            done.append(with_difference(store, actor, state.id, said, one.sha256))
    return tuple(done)


def _read(state: TenderState, book: Workbook, safe: Workbook, mapping: WorkbookMapping) -> list[FileReading]:
    """The readings of a file: technical ones from what may be seen of it, those of prices from all of it."""
    reading = context(state.pack, state.tender), invited(state)
    whole = read_mapped(book, mapping, *reading)
    if safe is book:
        return list(whole)
    seen = (one for one in read_mapped(safe, mapping, *reading) if envelope_of_file(one) != PRICE)
    return [*seen, *(one for one in whole if envelope_of_file(one) == PRICE)]


@service("bid.receive")
def _admit(tx: Transaction, new: NewFile, vendor: str, contents: dict[Envelope, Any]) -> str:
    """What becomes of the file; the ``same`` where it is here already and was read the same."""
    return keep_bid(tx, new, vendor, contents, anew=True)

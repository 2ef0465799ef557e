"""Workbooks that are not ours, in a tender: how each is to be read, proposed, kept, confirmed, and admitted as bids.

A page reads an upload with `read_foreign`, shows what `propose` makes of it, keeps the adjusted mapping with
`save_mapping`, what a person says of the questions with `confirm_matches`, and lets the file in with `admit`. A later
upload of a shape that is kept is admitted by `import_files` without any of this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from evaluator.adapters.codec import decode, encode
from evaluator.adapters.reader import read_file
from evaluator.domain.finding import Finding
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.foreign.mapped import hidden_prices, matches_of, read_mapped
from evaluator.intake.foreign.mapping import NO_COUNTERPART, Applied, WorkbookMapping, apply, fits, proposed
from evaluator.intake.foreign.matching import Match
from evaluator.intake.foreign.stated import stated_vendor
from evaluator.intake.foreign.targets import Target, targets
from evaluator.intake.questionnaire import PRICE, TECHNICAL
from evaluator.intake.reading import Context
from evaluator.services.commands import Actor, query, service
from evaluator.services.imports import Imported, keep_bid, told
from evaluator.services.problem import Refused
from evaluator.services.revisions import with_difference
from evaluator.services.state import TenderState, load
from evaluator.store import files, mappings, vendors
from evaluator.store.files import NewFile
from evaluator.store.mappings import MappingRow
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

BOTH: Final = (TECHNICAL, PRICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMapping:
    """A mapping kept with the tender: its revision, the file it was made for, who saved it last, and when (UTC)."""

    ver: int
    name: str
    mapping: WorkbookMapping
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a file says for one vendor in one envelope: counts, and the findings that admitting it would bring.

    ``vendor`` is empty where the mapping names nobody yet. Of prices that are still sealed nothing but their vendor is told.
    """

    vendor: str
    envelope: str
    questions: int
    answered: int
    refused: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A foreign workbook as a page shows it: under a mapping, with what its questions are found to be.

    ``workbook``, and the tables in ``applied``, are without the figures of price columns while prices are sealed. ``ver``
    is the revision of the mapping of this shape that is kept, 0 where none is; ``saved`` says that this very one is.
    """

    workbook: Workbook
    mapping: WorkbookMapping
    ver: int
    saved: bool
    applied: Applied
    matches: tuple[Match, ...]
    targets: tuple[Target, ...]
    offers: tuple[Offer, ...]


def read_foreign(store: Store, actor: Actor, tender_id: str, name: str, data: bytes) -> Workbook | Refusal:
    """The cells of an uploaded file, or why it cannot be read; to be shown only as `propose` gives it back."""
    _saved(store, actor, tender_id)  # who may not see how files are read may not read one either
    return read_file(name, data)


def propose(
    store: Store, actor: Actor, tender_id: str, workbook: Workbook, mapping: WorkbookMapping | None = None
) -> Proposal:
    """What a mapping makes of a workbook: the one given, else the kept one that fits, else what recognition proposes."""
    state, kept = load(store, actor, tender_id), _saved(store, actor, tender_id)
    fitting = _fitting(workbook, kept)
    chosen = mapping or (fitting.mapping if fitting else proposed(workbook))
    if mapping is None and not chosen.vendor_names():
        chosen = replace(chosen, vendor=_stated(state, workbook, chosen))
    there = next((one for one in kept if one.mapping.shape == chosen.shape), None)
    if there is not None and not chosen.matches:
        chosen = replace(chosen, matches=there.mapping.matches)
    sealed = "prices_opened" not in state.stages
    shown = hidden_prices(workbook, chosen, state.asked) if sealed else workbook
    applied = apply(shown, chosen)
    found = matches_of(applied.tables, state.asked, chosen.matches)
    return Proposal(
        workbook=shown, mapping=chosen, ver=there.ver if there else 0,
        saved=there is not None and there.mapping == replace(chosen, vendor=""), applied=applied,
        matches=tuple(found.values()), targets=targets(state.asked, BOTH),
        offers=_offers(state, workbook, chosen, found),
    )  # fmt: skip


def _stated(state: TenderState, workbook: Workbook, mapping: WorkbookMapping) -> str:
    """The vendor whom the workbook names, as it is called here; empty where it names none, or none that may bid."""
    name = stated_vendor(workbook, apply(workbook, mapping).tables)
    known = invited(state)
    return next((one for one in known if vendor_key(one) == vendor_key(name)), "") if known else name


def _offers(
    state: TenderState, workbook: Workbook, mapping: WorkbookMapping, found: Mapping[str, Match]
) -> tuple[Offer, ...]:
    """What the file says for each vendor; where the mapping names nobody yet, for a vendor without a name."""
    named, sealed = bool(mapping.vendor_names()), "prices_opened" not in state.stages
    read = read_mapped(workbook, mapping, _context(state), invited(state) if named else (), found)
    offers = tuple(_offer(one, sealed) for one in read)
    return offers if named else tuple(replace(one, vendor="") for one in offers)


def _context(state: TenderState) -> Context:
    return Context(state.asked, state.tender.currency, state.pack.method.units, state.tender.tax_basis)


def invited(state: TenderState) -> tuple[str, ...]:
    """Names under which a vendor is known here: invited ones and those whose bids are in; empty where anybody may bid."""
    known = (*state.vendor_ids, *state.tender.vendors)
    return tuple({vendor_key(name): name for name in known}.values()) if state.tender.vendors else ()


def _offer(one: FileReading, sealed: bool) -> Offer:
    envelope = envelope_of_file(one)
    hidden = sealed and envelope == PRICE
    return Offer(
        vendor=one.vendor, envelope=envelope, questions=len(one.counted()), answered=0 if hidden else one.answered(),
        refused=one.refused, findings=() if hidden else one.findings,
    )  # fmt: skip


def saved_mappings(store: Store, actor: Actor, tender_id: str) -> tuple[SavedMapping, ...]:
    """The mappings kept with the tender."""
    return _saved(store, actor, tender_id)


@query("mapping.read")
def _saved(snapshot: Snapshot, tender_id: str) -> tuple[SavedMapping, ...]:
    return tuple(_of(row) for row in mappings.every(snapshot, tender_id))


def _of(row: MappingRow) -> SavedMapping:
    held: WorkbookMapping = decode(row.content)
    return SavedMapping(ver=row.ver, name=row.name, mapping=replace(held, matches=row.matches), by=row.by, at=row.at)


def save_mapping(
    store: Store, actor: Actor, command_id: str, tender_id: str, name: str, mapping: WorkbookMapping, ver: int
) -> int:
    """New revision of the mapping, kept for every file of its shape; ``name`` is the file it was made for.

    The vendor of the whole file is not kept: the next file of the shape is another vendor's. ``ver`` is the revision that
    the page was drawn with: a mapping of this shape that somebody has saved since is a `Conflict`.
    """
    if not any(table.known_by() for table in mapping.tables):
        raise Refused("mapping_empty")
    _demand_apart(mapping.matches)
    bare = replace(mapping, vendor="", matches={})
    return _save(store, actor, command_id, tender_id, mapping.shape, name, encode(bare), dict(mapping.matches), ver)


@service("mapping.save")
def _save(tx: Transaction, shape: str, name: str, content: Any, matches: dict[str, str], ver: int) -> int:
    tx.about(f"mapping:{shape}", name=name, matches=len(matches))
    return mappings.save(tx, shape, name, content, matches, ver)


def confirm_matches(
    store: Store, actor: Actor, command_id: str, tender_id: str, shape: str, said: Mapping[str, str], ver: int
) -> int:
    """New revision of a kept mapping with what a person says of its questions, in bulk.

    ``said`` gives the id of ours by the foreign key, ``NO_COUNTERPART`` where we ask nothing of the kind; what is not in it
    stays as it was. An id that we do not ask, or one given to two foreign questions, is refused. The log keeps who and when.
    """
    state = load(store, actor, tender_id)
    known = {target.item for target in targets(state.asked, BOTH)}
    for item in said.values():
        if item != NO_COUNTERPART and item not in known:
            raise Refused("no_such_question", item=item)
    return _confirm(store, actor, command_id, tender_id, shape, dict(said), ver)


@service("mapping.confirm")
def _confirm(tx: Transaction, shape: str, said: dict[str, str], ver: int) -> int:
    row = mappings.find(tx, tx.tender_id, shape)
    if row is None:
        raise Refused("no_such_mapping")
    matches = {**row.matches, **said}
    _demand_apart(matches)
    tx.about(f"mapping:{shape}", name=row.name, confirmed=len(said))
    return mappings.match(tx, shape, matches, ver)


def _demand_apart(matches: Mapping[str, str]) -> None:
    """Raise `Refused` where two foreign questions are said to be one of ours."""
    held: dict[str, str] = {}
    for key, item in matches.items():
        if item != NO_COUNTERPART and held.setdefault(item, key) != key:
            raise Refused("match_twice", item=item, first=held[item], then=key)


def envelope_of_file(one: FileReading) -> Envelope:
    """The envelope whose questions a reading answers; that of one refused is technical."""
    return "price" if one.layout == "price" else "technical"


def admit(
    store: Store, actor: Actor, command_id: str, tender_id: str, file: tuple[str, bytes], shape: str, vendor: str = "",
    *, handed_in: str = "",
) -> tuple[Imported, ...]:  # fmt: skip
    """What became of a file read by the kept mapping of this shape: one result for each vendor and envelope.

    ``vendor`` answers what no column and no sheet names a vendor for; else the file's name is taken, as for our own
    workbooks. A file that states prices goes to the sealed part as a whole.
    """
    kept = next((one for one in _saved(store, actor, tender_id) if one.mapping.shape == shape), None)
    if kept is None:
        raise Refused("no_such_mapping")
    book = read_file(*file)
    if isinstance(book, Refusal):
        raise Refused("file_unreadable", file=file[0])
    return admit_read(
        store,
        actor,
        command_id,
        load(store, actor, tender_id),
        (book, file[1], handed_in),
        replace(kept.mapping, vendor=vendor),
    )


def admit_read(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: tuple[Workbook, bytes, str],
    mapping: WorkbookMapping, note: Finding | None = None,
) -> tuple[Imported, ...]:  # fmt: skip
    """The same for a workbook already read, its bytes, and when it was handed in; ``note`` is told with its readings."""
    book, data, handed_in = file
    sealed, done = "prices_opened" not in state.stages, []
    groups: dict[str, list[FileReading]] = {}
    for one in read_mapped(book, mapping, _context(state), invited(state)):
        if one.refused:
            done.append(Imported.of(one, "refused"))
        else:
            noted = replace(one, findings=(note, *one.findings)) if note else one
            groups.setdefault(one.vendor, []).append(noted)
    priced = any(one.layout == "price" for group in groups.values() for one in group)
    for number, (name, group) in enumerate(groups.items()):
        new = NewFile(
            name=book.name,
            content=data,
            kind="bid",
            envelope="price" if priced else "technical",
            handed_in_at=handed_in,
        )
        contents = {envelope_of_file(one): {"reading": encode(one)} for one in group}
        status = _admit(store, actor, f"{command_id}/{number}", state.id, new, name, contents)
        for one in group:
            said = told(one, status, sealed and envelope_of_file(one) == PRICE)
            done.append(with_difference(store, actor, state, said, one.sha256))
    return tuple(done)


@service("bid.receive")
def _admit(tx: Transaction, new: NewFile, vendor: str, contents: dict[Envelope, Any]) -> str:
    """What becomes of the file; the ``same`` where it is here already and was read the same."""
    there, sha256 = vendors.find(tx, tx.tender_id, vendor_key(vendor)), hashlib.sha256(new.content).hexdigest()
    mine = (row for row in files.every(tx, tx.tender_id) if there and row.vendor_id == there.id and row.kind == "bid")
    again = any(row.sha256 == sha256 and files.reads_same(tx, row.id, contents) for row in mine)
    return keep_bid(tx, new, vendor, contents, anew=not again)


def fitting(store: Store, actor: Actor, tender_id: str, workbook: Workbook) -> SavedMapping | None:
    """The kept mapping that fits a workbook, the one with most tables; None where none does, or two do as well."""
    return _fitting(workbook, _saved(store, actor, tender_id))


def _fitting(workbook: Workbook, kept: Sequence[SavedMapping]) -> SavedMapping | None:
    found = [one for one in kept if fits(workbook, one.mapping)]
    most = max((len(one.mapping.tables) for one in found), default=0)
    best = [one for one in found if len(one.mapping.tables) == most]
    return best[0] if len(best) == 1 else None

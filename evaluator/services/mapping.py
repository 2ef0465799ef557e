"""Workbooks that are not ours, in a tender: how each is to be read, proposed, and kept.

A page reads an upload with `read_foreign`, begins with what `opening` says of it, shows what `propose` makes of it, and
keeps the adjusted mapping, with what a person says of its questions, with `save_mapping`. While prices are sealed the
workbook that `read_foreign` gives holds none, so that nothing made of it can show one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from evaluator.adapters.codec import decode, encode
from evaluator.adapters.reader import read_file
from evaluator.domain.finding import Finding
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.foreign.mapped import matches_of, read_mapped
from evaluator.intake.foreign.mapping import NO_COUNTERPART, Applied, WorkbookMapping, apply, fits, proposed
from evaluator.intake.foreign.matching import Match
from evaluator.intake.foreign.stated import stated_vendor
from evaluator.intake.foreign.targets import Target, ours_among, targets
from evaluator.intake.foreign.veiling import by_mapping, recognised, veiled
from evaluator.intake.questionnaire import PRICE, TECHNICAL
from evaluator.services.commands import Actor, query, service
from evaluator.services.folder import context
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import mappings
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
class Opening:
    """How a workbook is read first: by the kept mapping made for the file ``origin``, by recognition where that is empty.

    The vendor whom the workbook names is in the mapping, where the mapping itself names none.
    """

    mapping: WorkbookMapping
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A foreign workbook under a mapping, with what its questions are found to be.

    ``ver`` is the revision of the mapping of this shape that is kept, 0 where none is; ``saved`` says that this very one
    is.
    """

    mapping: WorkbookMapping
    ver: int
    saved: bool
    applied: Applied
    matches: tuple[Match, ...]
    targets: tuple[Target, ...]
    offers: tuple[Offer, ...]


def read_foreign(store: Store, actor: Actor, tender_id: str, name: str, data: bytes) -> Workbook | Refusal:
    """The cells of an uploaded file, or why it cannot be read; without its prices while these are sealed."""
    kept = _saved(store, actor, tender_id)  # who may not see how files are read may not read one either
    book = read_file(name, data)
    return (
        book if isinstance(book, Refusal) else shown(load(store, actor, tender_id), book, [one.mapping for one in kept])
    )


def prices_sealed(state: TenderState) -> bool:
    """Whether nobody may see a price that comes in now: before all are opened, and while a final one may still come."""
    return "prices_opened" not in state.stages or state.awaits


def shown(state: TenderState, book: Workbook, mappings: Sequence[WorkbookMapping]) -> Workbook:
    """A workbook as it may be seen now: while prices are sealed, without those that recognition or a mapping finds."""
    if not prices_sealed(state):
        return book
    said = (*recognised(book), *(one for mapping in mappings for one in by_mapping(book, mapping)))
    return veiled(book, said, state.asked)


def opening(store: Store, actor: Actor, tender_id: str, workbook: Workbook) -> Opening:
    """How a workbook is read before a person has said anything of it."""
    return _opening(load(store, actor, tender_id), workbook, _saved(store, actor, tender_id))


def _opening(state: TenderState, workbook: Workbook, kept: Sequence[SavedMapping]) -> Opening:
    found = _fitting(workbook, kept)
    mapping = found.mapping if found else proposed(workbook)
    if not mapping.vendor_names():
        mapping = replace(mapping, vendor=_stated(state, workbook, mapping))
    return Opening(mapping=mapping, origin=found.name if found else "")


def propose(
    store: Store, actor: Actor, tender_id: str, workbook: Workbook, mapping: WorkbookMapping | None = None
) -> Proposal:
    """What a mapping makes of a workbook that `read_foreign` gave: the one given, else that of `opening`."""
    state, kept = load(store, actor, tender_id), _saved(store, actor, tender_id)
    chosen = mapping or _opening(state, workbook, kept).mapping
    there = next((one for one in kept if one.mapping.shape == chosen.shape), None)
    if there is not None and not chosen.matches:
        chosen = replace(chosen, matches=there.mapping.matches)
    chosen = replace(chosen, matches=ours_among(chosen.matches, state.asked))
    if prices_sealed(state):  # what recognition and the kept mappings find was hidden when the workbook was read
        workbook = veiled(workbook, by_mapping(workbook, chosen), state.asked)
    applied = apply(workbook, chosen)
    found = matches_of(applied.tables, state.asked, chosen.matches)
    return Proposal(
        mapping=chosen, ver=there.ver if there else 0,
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
    named, sealed = bool(mapping.vendor_names()), prices_sealed(state)
    read = read_mapped(workbook, mapping, context(state.pack, state.tender), invited(state) if named else (), found)
    offers = tuple(_offer(one, sealed) for one in read)
    return offers if named else tuple(replace(one, vendor="") for one in offers)


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


def envelope_of_file(one: FileReading) -> Envelope:
    """The envelope whose questions a reading answers; that of one refused is technical."""
    return "price" if one.layout == "price" else "technical"


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

    Its ``matches`` are what people have said of its questions, all together. An id that we do not ask, or one given to two
    foreign questions, is refused. The vendor of the whole file is not kept: the next file of the shape is another vendor's.
    ``ver`` is the revision that the page was drawn with: a mapping of this shape that somebody has saved since is a
    `Conflict`.
    """
    if not any(table.known_by() for table in mapping.tables):
        raise Refused("mapping_empty")
    known = ours_among(mapping.matches, load(store, actor, tender_id).asked)
    for key, item in mapping.matches.items():
        if key not in known:
            raise Refused("no_such_question", item=item)
    _demand_apart(mapping.matches)
    bare = replace(mapping, vendor="", matches={})
    return _save(store, actor, command_id, tender_id, mapping.shape, name, encode(bare), dict(mapping.matches), ver)


@service("mapping.save")
def _save(tx: Transaction, shape: str, name: str, content: Any, matches: dict[str, str], ver: int) -> int:
    tx.about(f"mapping:{shape}", name=name, matches=len(matches))
    return mappings.save(tx, shape, name, content, matches, ver)


def _demand_apart(matches: Mapping[str, str]) -> None:
    """Raise `Refused` where two foreign questions are said to be one of ours."""
    held: dict[str, str] = {}
    for key, item in matches.items():
        if item != NO_COUNTERPART and held.setdefault(item, key) != key:
            raise Refused("match_twice", item=item, first=held[item], then=key)


def fitting(store: Store, actor: Actor, tender_id: str, workbook: Workbook) -> SavedMapping | None:
    """The kept mapping that fits a workbook, the one with most tables; None where none does, or two do as well."""
    return _fitting(workbook, _saved(store, actor, tender_id))


def _fitting(workbook: Workbook, kept: Sequence[SavedMapping]) -> SavedMapping | None:
    found = [one for one in kept if fits(workbook, one.mapping)]
    most = max((len(one.mapping.tables) for one in found), default=0)
    best = [one for one in found if len(one.mapping.tables) == most]
    return best[0] if len(best) == 1 else None

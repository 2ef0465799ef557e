"""The tender file of an exported folder: what people have said and taken, so that `rank` on the folder finds the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from evaluator.adapters.mapping_file import mapping_text
from evaluator.adapters.reader import read_file
from evaluator.domain.award import Selection
from evaluator.domain.tender import FileEntry, SettlementEntry, Tender
from evaluator.i18n.days import day_at, zone_of
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.cells import Workbook
from evaluator.intake.clarification import LIST
from evaluator.intake.foreign.mapped import read_mapped
from evaluator.intake.foreign.mapping import WorkbookMapping, fits
from evaluator.services.commands import query
from evaluator.services.compared import readings
from evaluator.services.folder import context
from evaluator.services.low_prices import doubted_prices, judged_prices
from evaluator.services.mapping import invited
from evaluator.services.state import TenderState
from evaluator.store import files, revisions
from evaluator.store.revisions import RevisionRow, RoundRow
from evaluator.store.transaction import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A bid among the originals: its id, its path from their folder, whose it is, and the file that took its place."""

    id: str
    path: str
    vendor: str
    counts: bool
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the workbooks that came in later, by file, the rounds by their id, and the files with prices."""

    revisions: Mapping[str, RevisionRow] = field(default_factory=dict)
    rounds: Mapping[str, RoundRow] = field(default_factory=dict)
    priced: frozenset[str] = frozenset()


@query("bid.read")
def taken(snapshot: Snapshot, tender_id: str) -> Taken:
    """How the later workbooks of a tender were taken."""
    return Taken(
        {row.file_id: row for row in revisions.revisions(snapshot, tender_id)},
        {row.id: row for row in revisions.rounds(snapshot, tender_id)},
        files.priced(snapshot, tender_id),
    )


@query("bid.read")
def foreign_readings(snapshot: Snapshot, tender_id: str) -> dict[str, list[FileReading]]:
    """What was read of the files that are no workbooks of ours, as far as it may be read now, by file."""
    every = (row.id for row in files.every(snapshot, tender_id, all_states=True) if row.kind == "bid")
    read = {file_id: list(readings(snapshot, tender_id, file_id).values()) for file_id in every}
    return {key: found for key, found in read.items() if found and all(_foreign(one) for one in found)}


def _foreign(one: FileReading) -> bool:
    return one.marker is None and one.layout != LIST and not one.refused


def as_exported(state: TenderState, originals: Collection[Original], how: Taken) -> Tender:
    """The tender with all that counts beside it, as the folder's file writes it."""
    there = {bid.vendor: bid for bid in state.bids}
    asked = {question.id for question in state.asked.all()}
    judged, entries = state.judged, _entries(state, originals, how)
    settled = [
        SettlementEntry(
            vendor=one.vendor, item=one.item, value=one.value, reason=one.reason, by=one.by, date=one.date,
            source=one.source,
        )
        for one in judged.settlements
        if one.vendor in there and (answer := there[one.vendor].find(one.item)) is not None and answer.open
    ]  # fmt: skip
    return replace(
        state.tender, settlements=tuple(settled),
        checks=tuple(one for one in judged.checks if one.vendor in there and one.item in asked),
        confirmations=tuple(one for one in judged.confirmations if one.vendor in there and one.item in asked),
        low_prices=judged_prices(state), low_doubts=doubted_prices(state),
        files=tuple(entries), former=tuple(_former(state, originals, how, entries)), selection=_chosen(state), **_agreed(state),
    )  # fmt: skip


def _chosen(state: TenderState) -> Selection | None:
    """The choice that stands and that the ranking still bears, with its day."""
    if state.selection is None or state.to_confirm:
        return None
    return replace(state.selection, at=day_at(state.selection.at, zone_of(state.tender.deadline)), ranking="")


def _agreed(state: TenderState) -> dict[str, Any]:
    """What is agreed with the vendor whose choice stands, and how far the draft has come, each with its day."""
    chosen, zone = _chosen(state), zone_of(state.tender.deadline)
    if chosen is None:
        return {}
    standing = state.agreement.standing(chosen.vendor)
    return {
        "agreed": tuple(replace(one, at=day_at(one.at, zone)) for one in state.agreement.of(chosen.vendor)),
        "standing": replace(standing, at=day_at(standing.at, zone)) if standing else None,
    }


def _entries(state: TenderState, originals: Collection[Original], how: Taken) -> list[FileEntry]:
    """The files that count, in the order of the vendors, and after them the earlier ones that those complete."""
    order = {vendor: place for place, vendor in enumerate(state.vendor_ids)}
    now = sorted((one for one in originals if one.counts), key=lambda one: order.get(one.vendor, len(order)))
    entries: list[FileEntry] = []
    while now:
        entries += [_entry(one, originals, how) for one in now]
        over = {path for entry in entries for path in entry.over} - {entry.name for entry in entries}
        now = [one for one in originals if one.path in over]
    return entries


def _former(
    state: TenderState, originals: Collection[Original], how: Taken, entries: Collection[FileEntry]
) -> Iterator[FileEntry]:
    """The files with prices that nothing which counts names: taken the place of as a whole, refused, or still waiting."""
    named = {entry.name for entry in entries}
    for one in originals if "prices_opened" in state.stages else ():
        if one.id in how.priced and one.path not in named:
            yield _entry(one, originals, how)


def _entry(one: Original, originals: Collection[Original], how: Taken) -> FileEntry:
    word = how.revisions.get(one.id)
    if word is None or word.state not in ("asked", "answered"):
        return FileEntry(name=one.path, vendor=one.vendor)
    during = how.rounds.get(word.round_id or "") if word.state == "asked" else None
    return FileEntry(
        name=one.path, vendor=one.vendor, over=tuple(old.path for old in originals if old.replaced_by == one.id),
        items=tuple(during.items) if during else (), due=during.due if during else "",
    )  # fmt: skip


def mapping_of(
    state: TenderState,
    vendor: str,
    content: tuple[str, bytes],
    read: list[FileReading],
    kept: Collection[WorkbookMapping],
) -> str | None:
    """The mapping by which an original that is not ours was read, as the file beside it; None where none fits any more.

    Where several kept ones fit, it is the one by which the original says what was read of it.
    """
    book = read_file(*content)
    if not isinstance(book, Workbook):
        return None
    fitting = sorted((one for one in kept if fits(book, one)), key=lambda one: -len(one.tables))
    named = [_for(one, vendor) for one in fitting]
    same = (one for one in named if _answers(_read(state, book, one), vendor) == _answers(read, vendor))
    found = next(same, named[0] if named else None) if len(named) > 1 else next(iter(named), None)
    return mapping_text(found) if found else None


def _for(mapping: WorkbookMapping, vendor: str) -> WorkbookMapping:
    """The mapping with the vendor whose file it is, where no column and no sheet names him."""
    names = {vendor_key(name) for name in mapping.vendor_names()}
    return mapping if vendor_key(vendor) in names else replace(mapping, vendor=vendor)


def _read(state: TenderState, book: Workbook, mapping: WorkbookMapping) -> list[FileReading]:
    return list(read_mapped(book, mapping, context(state.pack, state.tender), invited(state)))


def _answers(read: Collection[FileReading], vendor: str) -> dict[str, tuple[str, object]]:
    return {
        answer.item: (answer.verbatim, answer.value)
        for one in read
        if vendor_key(one.vendor) == vendor_key(vendor)
        for answer in one.answers
    }

"""Files of a folder as the tender file says they were taken: whose each is, and how it completes earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.round import Round
from evaluator.domain.tender import FileEntry
from evaluator.intake.bids import ENVELOPES, FileReading, gather, read_replies, vendor_key
from evaluator.intake.clarification import LIST
from evaluator.intake.completing import free_tables, together
from evaluator.intake.questionnaire import PRICE
from evaluator.intake.reading import Context
from evaluator.intake.replies import by_envelope
from evaluator.intake.settling import own_currency
from evaluator.services.folder_tender import Replaced

Readings = Mapping[str, Sequence[FileReading]]


def as_taken(
    read: Readings, here: Sequence[str], entries: Sequence[FileEntry], reading: Context
) -> list[FileReading]:  # fmt: skip
    """The readings that count of the files in a folder (``here``), those that the tender file names first, in its order.

    ``read`` holds by their names what was read of them, and of the earlier files that they complete.
    """
    named = {entry.name: entry for entry in entries}
    order = [*(name for name in named if name in here), *(name for name in here if name not in named)]
    return [one for name in order for one in _counted(name, named, read, reading)]


def replaced_prices(
    read: Readings, here: Sequence[str], entries: Sequence[FileEntry], reading: Context
) -> tuple[Replaced, ...]:  # fmt: skip
    """What counted of prices before each later file, the last of all first."""
    named = {entry.name: entry for entry in entries}
    found: dict[str, list[Replaced]] = {}
    after = list(here)
    while after:
        now = [named[name] for name in dict.fromkeys(after) if name in named and name not in found]
        found |= {entry.name: _replaced_by(entry, named, read, reading) for entry in now}
        after = [other for entry in now for other in entry.over]
    return tuple(one for them in found.values() for one in them)


def former_prices(
    read: Readings, taken: Sequence[FileReading], entries: Sequence[FileEntry], former: Sequence[FileEntry], reading: Context
) -> tuple[tuple[str, FileReading], ...]:  # fmt: skip
    """Vendor and prices of each file of which nothing counts; ``taken`` is what does count."""
    named = {entry.name: entry for entry in (*entries, *former)}
    found: list[tuple[str, FileReading]] = []
    for entry in former:
        now = [one for one in taken if vendor_key(one.vendor) == vendor_key(entry.vendor)]
        parts = (_parts(one, now, reading).get(PRICE) for one in _counted(entry.name, named, read, reading))
        found += [(entry.vendor, part) for part in parts if part is not None and not part.refused]
    return tuple(found)


def _replaced_by(
    entry: FileEntry, named: Mapping[str, FileEntry], read: Readings, reading: Context
) -> list[Replaced]:  # fmt: skip
    rest = {other: one for other, one in named.items() if other != entry.name}
    earlier = [one for other in entry.over for one in _counted(other, rest, read, reading)]
    whole = all(_envelope(one) == PRICE and not one.refused for one in _owned(read[entry.name], entry.vendor))
    return [Replaced(entry, one, whole) for one in earlier if _envelope(one) == PRICE and not one.refused]


def _counted(
    name: str, named: Mapping[str, FileEntry], read: Readings, reading: Context
) -> list[FileReading]:  # fmt: skip
    entry = named.get(name)
    if entry is None:
        return list(read[name])
    mine = _owned(read[name], entry.vendor)
    rest = {other: one for other, one in named.items() if other != name}  # so that no file completes itself
    earlier = [one for other in entry.over for one in _counted(other, rest, read, reading)]
    if not earlier or any(one.refused for one in (*mine, *earlier)):
        return [*mine, *(one for one in earlier if one.refused)]
    before = {_envelope(one): one for one in earlier}
    came = {key: part for one in mine for key, part in _parts(one, earlier, reading).items()}
    during = Round(vendor=entry.vendor, number=0, items=entry.items, due=entry.due) if entry.items else None
    return list(together(before, came, during, free_tables(reading.asked)).values())


def _owned(readings: Sequence[FileReading], vendor: str) -> list[FileReading]:
    """Of a file what it says for a vendor: under his name where it names him, all of it where it names somebody else."""
    his = [one for one in readings if not one.refused and vendor_key(one.vendor) == vendor_key(vendor)]
    return [
        replace(
            one, vendor=vendor, findings=tuple(told for told in one.findings if told.rule is not Rule.VENDOR_UNNAMED)
        )
        for one in his or readings
    ]


def _envelope(one: FileReading) -> str:
    return ENVELOPES.get(one.layout, one.layout)


def _parts(one: FileReading, earlier: Sequence[FileReading], reading: Context) -> dict[str, FileReading]:
    """What a file says by envelope; a clarification list may reply in both, in the currency of what it completes."""
    if one.layout != LIST or one.workbook is None or one.marker is None:
        return {_envelope(one): one}
    bid = next(iter(gather(earlier).bids), Bid(vendor=one.vendor, files=()))
    again = read_replies(one.workbook, one.marker, replace(reading, currency=own_currency(bid, reading.currency)))
    return by_envelope(
        replace(again, vendor=one.vendor), frozenset(asked.id for asked in reading.asked.questions(PRICE))
    )

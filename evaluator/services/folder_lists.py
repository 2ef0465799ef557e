"""Clarification lists in a folder: each is laid over the workbooks of its vendor, for there is no round to hold it to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule, Source, finding
from evaluator.intake.bids import ENVELOPES, FileReading, gather, read_replies, vendor_key
from evaluator.intake.clarification import LIST, replied
from evaluator.intake.questionnaire import PRICE
from evaluator.intake.reading import Context
from evaluator.intake.replies import by_envelope, overlaid
from evaluator.intake.settling import own_currency


def with_replies(files: Sequence[FileReading], reading: Context) -> list[FileReading]:
    """The files with the replies of the lists among them, the later round over the earlier one.

    A list of which no workbook is here is refused.
    """
    read = list(files)
    lists = sorted((file for file in files if file.layout == LIST and not file.refused), key=lambda file: file.round)
    for one in lists:
        _apply(read, one, reading)
    return read


def _apply(read: list[FileReading], one: FileReading, reading: Context) -> None:
    mine: dict[str, int] = {}
    for place, file in enumerate(read):
        if not file.refused and file.layout in ENVELOPES and vendor_key(file.vendor) == vendor_key(one.vendor):
            mine.setdefault(ENVELOPES[file.layout], place)
    bid = next(iter(gather([read[place] for place in mine.values()]).bids), Bid(vendor=one.vendor, files=()))
    assert one.workbook is not None and one.marker is not None, "a list that is not refused keeps both"
    again = read_replies(one.workbook, one.marker, replace(reading, currency=own_currency(bid, reading.currency)))
    priced = frozenset(question.id for question in reading.asked.questions(PRICE))
    parts = by_envelope(again, priced)
    source = Source(one.name, one.sha256)
    if not parts.keys() <= mine.keys():
        why = finding(Rule.LIST_VENDOR, source, whose=one.vendor, file=one.name)
        read[read.index(one)] = replace(one, refused=True, findings=(why,))
        return
    used = [finding(Rule.LIST_USED, source, n=len(replied(again.answers)), file=one.name, round=one.round)]
    for envelope, part in parts.items():
        offer = read[mine[envelope]]
        made = overlaid(offer, part)
        read[mine[envelope]] = replace(made, name=offer.name, sha256=offer.sha256, findings=(*made.findings, *used))
        used = []  # told once, whatever envelopes it answers

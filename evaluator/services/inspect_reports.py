"""``inspect --report``: the cells to correct and the list to reply to, for each vendor whose workbooks were inspected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from evaluator.adapters.report_content import Report
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Rule
from evaluator.domain.text import Lang
from evaluator.intake.bids import gather, vendor_key
from evaluator.services.foreign_reports import foreign_lines
from evaluator.services.inspected import Inspected
from evaluator.services.letter import GROUPS, Matter, vendor_language
from evaluator.services.reports import KINDS, report_of, report_to, written


def write_reports(files: Sequence[Inspected], folder: Path, *, prices: bool) -> list[Path]:
    """Three files for each vendor of whom something is asked, in the vendor's language, written into a folder.

    What a price workbook holds is in none of them unless ``prices`` says that prices are opened. That a vendor's other
    workbook is missing is not said: nobody knows whether it was to be inspected.
    """
    made: list[Path] = []
    of_context: dict[int, list[Inspected]] = {}
    for one in files:
        of_context.setdefault(id(one.context), []).append(one)
    for group in of_context.values():
        for report in _joined([*_own(group, prices=prices), *_foreign(group, prices=prices)]):
            folder.mkdir(parents=True, exist_ok=True)
            for kind in KINDS:
                name, data = written(report, kind)
                path = _free(folder, name, made)
                path.write_bytes(data)
                made.append(path)
    return made


def _own(group: Sequence[Inspected], *, prices: bool) -> Iterator[Report]:
    """A report to each vendor whose workbooks are ours, or could not be read at all."""
    own = [one for one in group if one.reading.layout in ("template", "price") or one.reading.refused]
    for bid in gather([one.reading for one in own]).bids:
        context, tender = own[0].context, own[0].tender
        matter = Matter(
            asked=context.asked, currency=context.currency, bid=bid, opened=prices,
            findings=tuple(_told(bid, own, prices=prices)),
        )  # fmt: skip
        yield report_of(matter, tender, context.units, _language(bid, own), None)


def _foreign(group: Sequence[Inspected], *, prices: bool) -> Iterator[Report]:
    """A report to each vendor in each workbook of another's layout."""
    for one in group:
        for vendor, lang, lines in foreign_lines(one.reading, one.made, prices=prices) if one.made else ():
            yield report_to(vendor, one.tender, one.reading.name, lines, (lang, None))


def _joined(reports: Sequence[Report]) -> Iterator[Report]:
    """One report for each vendor of whom something is asked: what all its workbooks ask, in the order of the groups."""
    found: dict[str, Report] = {}
    for report in reports:
        if not report.lines:
            continue
        first = found.setdefault(vendor_key(report.vendor), report)
        if first is not report:
            found[vendor_key(report.vendor)] = replace(first, lines=(*first.lines, *report.lines))
    for report in found.values():
        yield replace(report, lines=tuple(sorted(report.lines, key=lambda line: GROUPS.index(line.group))))


def _told(bid: Bid, group: Sequence[Inspected], *, prices: bool) -> list[Finding]:
    sealed = {one.reading.name for one in group if one.reading.layout == "price" and not one.reading.refused}
    return [
        replace(found, vendor=bid.vendor)
        for found in bid.findings
        if found.rule is not Rule.ENVELOPE_MISSING and (prices or found.source.file not in sealed)
    ]


def _language(bid: Bid, group: Sequence[Inspected]) -> Lang:
    """The language of the vendor's workbook; of one in both, that of the answers."""
    names = {file.name for file in bid.files}
    for one in group:
        if one.reading.name in names and one.reading.marker and one.reading.marker.layout != "both":
            return one.reading.marker.layout
    return vendor_language(bid)


def _free(folder: Path, name: str, made: Sequence[Path]) -> Path:
    """A path that this run has not written: two vendors may be called alike."""
    path, number = folder / name, 1
    while path in made:
        number += 1
        path = folder / f"{Path(name).stem} {number}{Path(name).suffix}"
    return path

"""Files → bids: each file's layout is recognised, a vendor's two workbooks become one bid, refusals stay visible."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from evaluator.domain.bid import Answer, Bid, BidFile, State
from evaluator.domain.finding import SEVERITY, Finding, Rule, Severity, Source, finding
from evaluator.domain.text import Text
from evaluator.intake.blocks import Block
from evaluator.intake.cells import Refusal, Workbook, refusal_params
from evaluator.intake.clarification import LIST, read_list, replied
from evaluator.intake.container import remarks_on
from evaluator.intake.layout import Marker
from evaluator.intake.questionnaire import COVER, CURRENCY_CELL, PRICE, TECHNICAL, TOTAL_ID
from evaluator.intake.reading import Context
from evaluator.intake.template import find_marker, read_template
from evaluator.intake.words import plain

# Which envelope a file of each layout answers.
ENVELOPES = {"template": TECHNICAL, "questionnaire": TECHNICAL, "comparison": TECHNICAL, "price": PRICE}
_LAYOUTS = {TECHNICAL: "template", PRICE: "price", "scores": "scores", LIST: LIST}
COVER_CODES = frozenset(code for code, _ in (*COVER, CURRENCY_CELL))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What intake understood of one file; ``layout`` is ``unknown`` and ``refused`` true where it was not used.

    ``round`` is that of a clarification list.
    """

    name: str
    sha256: str
    layout: str
    refused: bool
    vendor: str = ""
    marker: Marker | None = None
    workbook: Workbook | None = None
    answers: tuple[Answer, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocks: tuple[Block, ...] = ()
    round: int = 0

    def counted(self) -> tuple[Answer, ...]:
        """Answers to questions; cover fields are no questions, a table is one."""
        return tuple(answer for answer in self.answers if answer.item not in COVER_CODES)

    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(answer.state in (State.ANSWERED, State.NOT_APPLICABLE) for answer in self.counted())


@dataclass(frozen=True, slots=True)
class Intake:
    """All files, the bids they make, and findings that belong to no single bid."""

    files: tuple[FileReading, ...]
    bids: tuple[Bid, ...]
    findings: tuple[Finding, ...] = field(default=())


def unmarked(source: Workbook | Refusal) -> FileReading:
    """A file that could not be read or is no workbook of ours, refused with a finding, whatever is asked."""
    if isinstance(source, Refusal):
        rule = Rule(source.rule)
        found = Finding(rule, SEVERITY[rule], Source(source.name, source.sha256), refusal_params(source))
        return _refused(source.name, source.sha256, "unknown", found)
    rule = Rule.LAYOUT_UNKNOWN if any(sheet.cells for sheet in source.sheets) else Rule.FILE_EMPTY
    found = finding(rule, Source(source.name, source.sha256), file=source.name)
    refused = _refused(source.name, source.sha256, "unknown", found, *remarks_on(source))
    # What the file may be all the same, a score form among others, is for the caller to see.
    return replace(refused, workbook=source)


def read_bid_file(source: Workbook | Refusal, context: Context) -> FileReading:
    """One file as our own template, refused with a finding where it is something else."""
    if isinstance(source, Refusal) or (found_marker := find_marker(source)) is None:
        return unmarked(source)
    whole = Source(source.name, source.sha256)
    kind = _LAYOUTS[found_marker.envelope]
    asked = context.asked
    if found_marker.pack != asked.pack:
        wrong = finding(Rule.OTHER_PACK, whole, actual=found_marker.pack, expected=asked.pack)
        return _refused(source.name, source.sha256, kind, wrong)
    if found_marker.tender and asked.tender and found_marker.tender != asked.tender:
        wrong = finding(Rule.OTHER_TENDER, whole, actual=found_marker.tender, expected=asked.tender)
        return _refused(source.name, source.sha256, kind, wrong)
    if kind == "scores":
        return FileReading(
            name=source.name, sha256=source.sha256, layout=kind, refused=False, marker=found_marker, workbook=source
        )
    if kind == LIST:
        return read_replies(source, found_marker, context)
    reading, found_blocks = read_template(source, found_marker, context)
    findings = reading.findings
    if found_marker.issue != asked.issue:
        findings = [finding(Rule.OTHER_ISSUE, whole, actual=found_marker.issue, expected=asked.issue), *findings]
    vendor = reading.vendor or source.name.rpartition(".")[0] or source.name
    if not reading.vendor:
        findings = [*findings, finding(Rule.VENDOR_UNNAMED, whole, severity=Severity.WARNING, file=source.name)]
    return FileReading(
        name=source.name, sha256=source.sha256, layout=kind, refused=False, vendor=vendor, marker=found_marker,
        answers=tuple(reading.answers.values()), findings=tuple(findings), blocks=found_blocks,
    )  # fmt: skip


def read_replies(source: Workbook, marker: Marker, context: Context) -> FileReading:
    """The replies of a clarification list of this tender; a list that is not as it was sent, or says nothing, is refused."""
    said = read_list(source, marker, context)
    whole = Source(source.name, source.sha256)
    findings = said.findings
    if said.whole and marker.issue != context.asked.issue:
        other = finding(Rule.OTHER_ISSUE, whole, actual=marker.issue, expected=context.asked.issue)
        findings = (other, *findings)
    empty = said.whole and not replied(said.answers)
    if empty:
        findings = (finding(Rule.LIST_EMPTY, whole, file=source.name), *findings)
    return FileReading(
        name=source.name, sha256=source.sha256, layout=LIST, refused=empty or not said.whole, vendor=said.vendor,
        marker=marker, workbook=source, answers=said.answers, findings=findings, round=said.round,
    )  # fmt: skip


def _stem(file: FileReading) -> str:
    return file.name.rpartition(".")[0] or file.name


def _refused(name: str, sha256: str, layout: str, *found: Finding) -> FileReading:
    return FileReading(name=name, sha256=sha256, layout=layout, refused=True, findings=found)


def vendor_key(name: str) -> str:
    """What two spellings of one vendor's name have in common.

    >>> vendor_key("海澜云（北京）  有限公司") == vendor_key("海澜云(北京) 有限公司")
    True
    """
    return plain(name)


def gather(files: Sequence[FileReading], sealed: Collection[str] = ()) -> Intake:
    """Bids from the files: technical and price workbook of one vendor together, in order of first appearance.

    ``sealed`` are keys of vendors whose price workbook has come in but may not be read yet.
    """
    groups: dict[str, list[FileReading]] = {}
    for file in files:
        if file.layout in ENVELOPES and not file.refused:
            groups.setdefault(vendor_key(file.vendor), []).append(file)
    bids = [_bid(group, key in sealed) for key, group in groups.items()]
    return Intake(tuple(files), (*bids, *_refused_bids(files, bids)))


def _refused_bids(files: Sequence[FileReading], bids: Sequence[Bid]) -> list[Bid]:
    """A refused file is part of somebody's bid all the same: a row of its own, unsettled, until it is replaced.

    Nobody can tell whose it is; only a clarification list is nobody's bid. Where bids lack a workbook, as many refused
    files are taken to be those.
    """
    refused = [file for file in files if file.refused and file.layout != LIST]
    stems = [vendor_key(file.vendor or _stem(file)) for file in refused]
    taken = {*(vendor_key(bid.vendor) for bid in bids), *(stem for stem in stems if stems.count(stem) > 1)}
    lacking = sum(any(found.rule is Rule.ENVELOPE_MISSING for found in bid.findings) for bid in bids)
    return [
        Bid(
            vendor=file.name if stems[number] in taken else file.vendor or _stem(file),
            files=(BidFile(name=file.name, sha256=file.sha256, envelope="", read=False),),
            findings=file.findings, part=number < lacking,
        )
        for number, file in enumerate(refused)
    ]  # fmt: skip


def _bid(group: Iterable[FileReading], price_sealed: bool) -> Bid:
    chosen: dict[str, FileReading] = {}
    findings: list[Finding] = []
    names: list[str] = []
    for file in group:
        names.append(file.vendor)
        envelope = ENVELOPES[file.layout]
        if envelope in chosen and file.sha256 == chosen[envelope].sha256:
            continue
        if envelope in chosen:
            whole = Source(file.name, file.sha256)
            findings.append(finding(Rule.VENDOR_TWICE, whole, vendor=file.vendor, file=file.name))
            continue
        chosen[envelope] = file
        findings += file.findings
    for envelope, title in ((TECHNICAL, _TECHNICAL), (PRICE, _PRICE)):
        if envelope not in chosen and not (envelope == PRICE and price_sealed):
            findings.append(finding(Rule.ENVELOPE_MISSING, Source(names[0]), envelope=title))
    answers: dict[str, Answer] = {}
    for envelope in (TECHNICAL, PRICE):
        for answer in chosen[envelope].answers if envelope in chosen else ():
            answers.setdefault(answer.item, answer)
    currency = answers.get(CURRENCY_CELL[0])
    return Bid(
        vendor=names[0],
        files=tuple(
            BidFile(name=file.name, sha256=file.sha256, envelope=envelope, read=True)
            for envelope, file in chosen.items()
        ),
        answers=answers,
        findings=tuple(findings),
        currency=currency.verbatim if currency else "",
        stated_total=answers.get(TOTAL_ID),
    )


_TECHNICAL = Text("技术文件", "technical workbook")
_PRICE = Text("报价文件", "price workbook")

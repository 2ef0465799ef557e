"""One evaluator's score workbook: how it is laid out, and how it is read back.

* cover: A code, C answer; ``E1`` the evaluator's name, ``E2`` "yes" on the panel's agreed card, ``ID`` the marker with
  envelope ``scores``, the evaluator it was issued to, and how often scores had been saved for them by then;
* one sheet per sub-criterion that the evaluator scores: the described levels, then for each vendor the answers and one
  score row;
* score row: A ``<sub-criterion key>|<vendor>``, B vendor, C the scale, D points, E reason, F evidence. Where names are
  hidden, a code stands for the vendor in A and a label in B.

Score rows are found by column A alone, so rows may be moved or inserted. Everything else on the sheets is for reading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from evaluator.domain.bid import Bid, State
from evaluator.domain.finding import Finding, Rule, Severity, Source, finding
from evaluator.domain.method import Criterion, Method
from evaluator.domain.question import Kind, Question
from evaluator.domain.score import Score, Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.intake.anonymity import aliases
from evaluator.intake.assignments import assigned, recused
from evaluator.intake.bids import vendor_key
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.layout import COVER_ANSWER, ID, Marker, held_by
from evaluator.intake.repeating import repeats
from evaluator.intake.template import find_marker
from evaluator.intake.values import Asked, parse
from evaluator.intake.words import YES, plain

SCORES = "scores"
EVALUATOR_CELL = ("E1", Text("评审人", "Evaluator"))
AGREED_CELL = ("E2", Text("是否为小组一致评分（是／否）", "Agreed by the whole panel (yes or no)"))
KEY, VENDOR, SCALE, POINTS, REASON, EVIDENCE = range(1, 7)
JOINT = "|"
Place = tuple[int, int]
NOWHERE: Place = (0, 0)
NOT_THEIRS = (Rule.SCORE_UNASSIGNED, Rule.SCORE_RECUSED)
NOT_TAKEN = (*NOT_THEIRS, Rule.SCORE_REASON_MISSING)


def score_key(criterion: str, vendor: str) -> str:
    """The id of a score row.

    >>> score_key("tech.team", "Ada Ltd")
    'tech.team|Ada Ltd'
    """
    return f"{criterion}{JOINT}{vendor}"


def issue(method: Method) -> str:
    """Hash of the scales: what an evaluator scores by."""
    scales = [
        [leaf.key, [[str(level.points), level.text.zh, level.text.en] for level in leaf.levels]]
        for leaf in method.panel_leaves()
    ]
    return hashlib.sha256(json.dumps(scales).encode()).hexdigest()[:16]


def scale(leaf: Criterion) -> tuple[Decimal, Decimal]:
    """Lowest and highest points of a sub-criterion."""
    points = [level.points for level in leaf.levels]
    return min(Decimal(0), *points), max(points)


def cells_of(bid: Bid, asked: Iterable[Question]) -> str:
    """The cells of a bid's answers to these questions: the evidence that a score starts from."""
    found = [bid.find(question.id) for question in asked]
    return "; ".join(str(answer.source) for answer in found if answer is not None and answer.source.cell)


@dataclass(slots=True)
class Reading:
    """One evaluator's scores being read: the vendors, the keys that are ``mine`` to score, and what was found so far.

    ``apart`` are the vendors in which the evaluator has declared an interest.
    """

    workbook: Workbook
    method: Method
    vendors: dict[str, str]
    evaluator: str
    mine: frozenset[str]
    apart: frozenset[str] = frozenset()
    scores: dict[tuple[str, str], Score] = field(default_factory=dict)
    seen: dict[tuple[str, str], Source] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def expects(self, leaf: Criterion, vendor: str) -> bool:
        """Whether a score is the evaluator's to give."""
        return leaf.key in self.mine and vendor not in self.apart

    def source(self, sheet: SheetCells, row: int, column: int) -> Source:
        """The place of a cell."""
        return Source(self.workbook.name, self.workbook.sha256, sheet.name, Cell(row, column, "").address)


def read_scorecard(
    workbook: Workbook, method: Method, vendors: Sequence[str], tender: Tender | None = None
) -> tuple[Scorecard | None, tuple[Finding, ...]]:
    """The scores in a workbook and every fault, each with its cell; None where it is no scorecard to be used here.

    Refused whole are cards of another method, tender or scale, and one whose name is not the one it was issued to.
    ``vendors`` are the bids' names: scores come back under exactly these. A blank score is a warning and no score; points
    outside the scale or not a number are no score either, nor are points on what the evaluator does not score, or without
    a reason where one is required; elsewhere they stay and are remarked. Bids that the card scores and that are not here
    are named in one note.
    """
    marker = find_marker(workbook)
    whole = Source(workbook.name, workbook.sha256)
    if marker is None or marker.envelope != SCORES:
        return None, (finding(Rule.LAYOUT_UNKNOWN, whole, file=workbook.name),)
    stated, cell = _cover(workbook, EVALUATOR_CELL[0])
    refused = _foreign(marker, method, tender, whole) or _other_person(marker, stated, cell or whole)
    if refused:
        return None, (refused,)
    evaluator = stated or marker.holder or workbook.name.rpartition(".")[0]
    # A workbook in both languages offers "是 / Yes".
    agreed = any(plain(word) in YES for word in _cover(workbook, AGREED_CELL[0])[0].split("/"))
    names = {vendor_key(alias.code): alias.vendor for alias in aliases(vendors, tender) if alias.vendor in vendors}
    names |= {vendor_key(vendor): vendor for vendor in vendors}
    mine = method.panel_leaves() if agreed else assigned(method, tender, evaluator)
    apart = frozenset(name for name in vendors if not agreed and recused(tender, evaluator, name))
    reading = Reading(workbook, method, names, evaluator, frozenset(leaf.key for leaf in mine), apart)
    for sheet in workbook.sheets:
        for row in sheet.rows():
            key = sheet.text(row, KEY)
            if JOINT in key:
                _read_row(reading, sheet, row, key)
    note_missing_rows(reading, whole)
    if reading.absent:
        reading.findings.append(absent(reading.absent.values(), whole))
    card = Scorecard(evaluator=evaluator, scores=tuple(reading.scores.values()), agreed=agreed)
    return card, tuple(reading.findings)


def absent(names: Iterable[str], whole: Source) -> Finding:
    """A note that vendors are scored whose bids are not here."""
    listed = list(names)
    return finding(Rule.SCORE_ABSENT, whole, vendors=Text("、".join(listed), ", ".join(listed)))


def _foreign(marker: Marker, method: Method, tender: Tender | None, whole: Source) -> Finding | None:
    if marker.pack != method.key:
        return finding(Rule.OTHER_PACK, whole, actual=marker.pack, expected=method.key)
    if marker.tender and tender and marker.tender != tender.id:
        return finding(Rule.OTHER_TENDER, whole, actual=marker.tender, expected=tender.id)
    if marker.issue != issue(method):
        return finding(Rule.SCORECARD_ISSUE, whole, file=whole.file)
    return None


def _other_person(marker: Marker, stated: str, cell: Source) -> Finding | None:
    """Whether the name on the cover is not the one that the card was issued to: a copied card, or somebody else's."""
    if not (marker.holder and stated) or plain(held_by(stated)) == plain(marker.holder):
        return None
    return finding(Rule.SCORECARD_PERSON, cell, given=stated, holder=marker.holder)


def _cover(workbook: Workbook, code: str) -> tuple[str, Source | None]:
    """What stands beside a code of the cover, and where."""
    for sheet in workbook.sheets:
        for row in sheet.rows():
            if sheet.text(row, ID) == code:
                address = Cell(row, COVER_ANSWER, "").address
                place = Source(workbook.name, workbook.sha256, sheet.name, address)
                return " ".join(sheet.text(row, COVER_ANSWER).split()), place
    return "", None


def _read_row(reading: Reading, sheet: SheetCells, row: int, key: str) -> None:
    criterion, _, named = key.partition(JOINT)
    leaf = next((leaf for leaf in reading.method.panel_leaves() if leaf.key == criterion), None)
    vendor = reading.vendors.get(vendor_key(named))
    source = reading.source(sheet, row, POINTS)
    if leaf is None or vendor is None:
        if sheet.text(row, POINTS) and leaf is not None:
            reading.absent.setdefault(vendor_key(named), named)
        elif sheet.text(row, POINTS):
            reading.findings.append(finding(Rule.SCORE_UNKNOWN, source, vendor=named, id=key))
        return
    take(reading, sheet, ((row, POINTS), (row, REASON), (row, EVIDENCE)), leaf, vendor)


def take(reading: Reading, sheet: SheetCells, places: tuple[Place, Place, Place], leaf: Criterion, vendor: str) -> None:
    """Keep a score; ``places`` are row and column of points, reason and evidence, `NOWHERE` where there is no such cell."""
    points_at, reason_at, evidence_at = places
    source, item = reading.source(sheet, *points_at), score_key(leaf.key, vendor)
    points = _points(reading, sheet, points_at, leaf, vendor)
    if (leaf.key, vendor) in reading.seen:
        before = reading.scores.get((leaf.key, vendor))
        if points is not None and (before is None or before.points != points):
            first = reading.seen[leaf.key, vendor]
            twice = finding(Rule.QUESTION_TWICE, source, vendor=vendor, item=item, id=item, cells=f"{first}, {source}")
            reading.findings.append(twice)
            # Two different scores for one thing: neither can be taken as meant.
            reading.scores.pop((leaf.key, vendor), None)
        return
    reading.seen[leaf.key, vendor] = source
    if points is None:
        return
    reason = parse(sheet.at(*reason_at), Asked(Kind.TEXT)).verbatim
    rule = _doubt(reading, leaf, vendor, reason)
    if rule is not None:
        source_at = points_at if reason_at == NOWHERE or rule in NOT_THEIRS else reason_at
        doubt = finding(
            rule, reading.source(sheet, *source_at), vendor=vendor, item=item, evaluator=reading.evaluator,
            criterion=leaf.title, severity=Severity.BLOCKER if rule in NOT_TAKEN else None,
        )  # fmt: skip
        reading.findings.append(doubt)
    if rule in NOT_TAKEN:
        return
    reading.scores[leaf.key, vendor] = Score(
        evaluator=reading.evaluator, vendor=vendor, criterion=leaf.key, points=points, reason=reason,
        evidence=parse(sheet.at(*evidence_at), Asked(Kind.TEXT)).verbatim, source=source,
    )  # fmt: skip


def _doubt(reading: Reading, leaf: Criterion, vendor: str, reason: str) -> Rule | None:
    """What is wrong with a score on the scale: not theirs to give, no reason, or one that only repeats the scale."""
    if vendor in reading.apart:
        return Rule.SCORE_RECUSED
    if leaf.key not in reading.mine:
        return Rule.SCORE_UNASSIGNED
    if not reason:
        return Rule.SCORE_REASON_MISSING if reading.method.needs_reason(leaf) else Rule.SCORE_UNREASONED
    return Rule.REASON_REPEATS if repeats(reason, leaf) else None


def _points(reading: Reading, sheet: SheetCells, at: Place, leaf: Criterion, vendor: str) -> Decimal | None:
    source, item = reading.source(sheet, *at), score_key(leaf.key, vendor)
    parsed = parse(sheet.at(*at), Asked(Kind.NUMBER))
    if parsed.state in (State.UNANSWERED, State.NOT_APPLICABLE):
        if reading.expects(leaf, vendor):
            reading.findings.append(_missing(reading, source, leaf, vendor))
        return None
    for rule, params in parsed.rules:
        reading.findings.append(finding(rule, source, vendor=vendor, item=item, severity=None, **dict(params)))
    if not isinstance(parsed.value, Decimal):
        return None
    low, high = scale(leaf)
    if not low <= parsed.value <= high:
        outside = finding(
            Rule.SCORE_OUTSIDE, source, vendor=vendor, item=item,
            given=parsed.verbatim, low=f"{low:f}", high=f"{high:f}", criterion=leaf.title,
        )  # fmt: skip
        reading.findings.append(outside)
        return None
    return parsed.value


def _missing(reading: Reading, source: Source, leaf: Criterion, vendor: str) -> Finding:
    return finding(
        Rule.SCORE_MISSING, source, vendor=vendor, item=score_key(leaf.key, vendor), severity=Severity.WARNING,
        evaluator=reading.evaluator, criterion=leaf.title,
    )  # fmt: skip


def note_missing_rows(reading: Reading, whole: Source) -> None:
    """A warning for every score that has no row of its own."""
    for leaf in reading.method.panel_leaves():
        for vendor in dict.fromkeys(reading.vendors.values()):
            if reading.expects(leaf, vendor) and (leaf.key, vendor) not in reading.seen:
                reading.findings.append(_missing(reading, whole, leaf, vendor))

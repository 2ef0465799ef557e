"""A clarification list: the cells one vendor is asked about in a round, as they go out and as the replies come back.

The list has a row for each cell: A its item id, B the question, C where the answer stands, D what stands there, E what is
asked, F what is allowed, G the reply, H a remark, I the name of an evidence file. A hidden sheet carries, as a cover does
in column C, the marker (``ID``), the vendor (``V1``), the round (``ROUND``) and a digest of all of that (``POINTS``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.domain.bid import Answer, State
from evaluator.domain.finding import Finding, Rule, Severity, Source, finding
from evaluator.domain.question import Column, Kind, Question
from evaluator.intake import layout
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.container import remarks_on
from evaluator.intake.layout import Marker
from evaluator.intake.naming import item_code, item_name, item_text
from evaluator.intake.questionnaire import Questionnaire
from evaluator.intake.reading import Context, Reading, quoted, read_cell, severity_of
from evaluator.intake.settling import reworded
from evaluator.intake.table import read_part
from evaluator.intake.values import Asked, parse
from evaluator.intake.words import plain

LIST = "clarification"
HEAD_SHEET = "_round"
VENDOR, ROUND, POINTS = "V1", "ROUND", "POINTS"
ITEM, TEXT, PLACE, GIVEN, ASKS, ALLOWED, REPLY, REMARK, EVIDENCE = range(1, 10)


@dataclass(frozen=True, slots=True)
class Point:
    """A cell that is asked about: its item and the question it belongs to."""

    item: str
    question: Question

    @property
    def part(self) -> Question | Column:
        """The question, or the column of its table, that the cell answers."""
        return self.question.column(self.item.rpartition("/")[2]) if "/" in self.item else self.question

    @property
    def remarked(self) -> bool:
        """Whether a remark may stand beside the reply: a table has a column of its own for it."""
        return "/" not in self.item

    @property
    def words(self) -> Mapping[str, str]:
        """What the list prints as the question, by language."""
        text = item_text(self.question, self.item)
        return {lang: " ".join(filter(None, (item_code(self.item), text.show(lang)))) for lang in ("zh", "en")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a list that came back says: of whom and of which round it is, the answer in each reply cell, and its faults.

    ``whole`` is false where its points are not those that were sent.
    """

    vendor: str = ""
    round: int = 0
    answers: tuple[Answer, ...] = ()
    findings: tuple[Finding, ...] = ()
    whole: bool = True


def points_of(asked: Questionnaire, items: Iterable[str], rows: Mapping[str, int]) -> tuple[Point, ...]:
    """The cells of the items asked about, each once; ``rows`` tells how many rows the vendor has made in its own tables.

    Of a table that the vendor makes as long as it needs, one row more than it has is asked about, and no fewer than the
    blank rows that were sent.
    """
    found: dict[str, Point] = {}
    for item in items:
        key, _, rest = item.partition("/")
        question = next((one for one in asked.all() if one.id == key), None)
        if question is not None:
            found |= {cell: Point(cell, question) for cell in _cells(question, rest, rows.get(key, 0))}
    return tuple(found.values())


def _cells(question: Question, rest: str, made: int) -> Iterator[str]:
    if question.kind is not Kind.TABLE:
        yield question.id
        return
    row, _, column = rest.partition("/")
    own = [one.key for one in question.rows]
    blank = [str(number) for number in range(1, max(made + 1, question.blank_rows) + 1)]
    there = row in own if own else row.isdecimal()
    for key in [row] if there else [] if row else own or blank:
        for name in (one.key for one in layout.open_columns(question)):
            if column in ("", name):
                yield f"{question.id}/{key}/{name}"


def digest(vendor: str, number: int, items: Iterable[str]) -> str:
    """What tells whether a list still has the points it was sent with, in any order.

    >>> digest("Ada", 1, ["ST-01", "ST-02"]) == digest(" ADA", 1, ["ST-02", "ST-01"]) != digest("Ada", 2, ["ST-01"])
    True
    """
    said = "\n".join((plain(vendor), str(number), *sorted(items)))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def read_list(workbook: Workbook, marker: Marker, context: Context) -> Returned:
    """The replies in a list whose marker has been accepted, each read by the rules of its own question."""
    head = _head(workbook)
    vendor, number = head.get(VENDOR, ""), head.get(ROUND, "")
    rows = list(_rows(workbook))
    if not number.isdecimal() or digest(vendor, int(number), (item for item, _, _ in rows)) != head.get(POINTS):
        altered = finding(Rule.LIST_ALTERED, Source(workbook.name, workbook.sha256), file=workbook.name)
        return Returned(vendor=vendor, findings=(altered,), whole=False)
    reading = Reading(workbook, marker)
    answers = tuple(_answer(reading, point, context) for point in rows)
    return Returned(
        vendor=vendor, round=int(number), answers=answers, findings=(*reading.findings, *remarks_on(workbook))
    )


def _head(workbook: Workbook) -> dict[str, str]:
    """What the sheet with the marker says, by the code in its first column."""
    for sheet in workbook.sheets:
        said = {sheet.text(row, layout.ID): sheet.text(row, layout.COVER_ANSWER) for row in sheet.rows()}
        if layout.parse_marker(said.get(layout.MARKER_CODE, "")):
            return said
    return {}


def _rows(workbook: Workbook) -> Iterator[tuple[str, SheetCells, int]]:
    """The rows that carry an item: those below the row of column titles, which carries the mark of a table's."""
    for sheet in workbook.sheets:
        if not sheet.name.startswith("_"):
            below = False
            for number in sheet.rows():
                key = sheet.text(number, ITEM)
                if key and below:
                    yield key, sheet, number
                below = below or key == layout.TABLE_HEADER


def _answer(reading: Reading, where: tuple[str, SheetCells, int], context: Context) -> Answer:
    item, sheet, row = where
    point = next(iter(points_of(context.asked, [item], {})), None)
    source = reading.source(sheet, row, REPLY)
    if point is None or point.item != item:
        reading.note(Rule.QUESTION_UNKNOWN, reading.source(sheet, row, ITEM), item, id=item)
        return Answer(item=item, state=State.UNANSWERED, source=source)
    answer = _reply(reading, point, (sheet, row, REPLY), context)
    if point.remarked:
        answer = _remarked(reading, answer, point, (sheet, row))
    if answer.state is State.UNANSWERED:
        return answer
    kept = _text_kept(reading, point, sheet, row)
    # Another issue of the tender's questionnaire may have asked in another unit: a person looks at it.
    reissued = bool(context.asked.tender) and reading.marker.issue != context.asked.issue
    return answer if kept and not reissued else reworded(answer)


def _reply(reading: Reading, point: Point, where: tuple[SheetCells, int, int], context: Context) -> Answer:
    """The answer in a reply cell; one that is left blank says nothing, whatever it is asked about."""
    sheet, row, column = where
    part, question, source = point.part, point.question, reading.source(*where)
    asked = Asked(part.kind, part.unit, part.options, context.currency, context.units, item_name(point.item, question))
    if parse(sheet.at(row, column), asked).state is State.UNANSWERED:
        if covering := reading.covering(sheet, row, column):
            reading.note(Rule.CELL_MERGED, source, point.item, Severity.WARNING, range=covering)
        return Answer(item=point.item, state=State.UNANSWERED, source=source)
    if point.remarked:
        return read_cell(reading, point.item, asked, where, severity_of(question), question.required)
    _, key, name = point.item.split("/")
    return read_part(reading, question, (key, name), where, context)


def _remarked(reading: Reading, answer: Answer, point: Point, where: tuple[SheetCells, int]) -> Answer:
    """The answer with its remark and the name of its evidence file; a deviation needs the vendor's own wording."""
    sheet, row = where
    remark, place = parse(sheet.at(row, REMARK), Asked(Kind.TEXT)).verbatim, reading.source(sheet, row, REMARK)
    if point.question.kind is Kind.DEVIATION and answer.value in ("positive", "negative") and not remark:
        reading.note(Rule.DEVIATION_UNWORDED, place, point.item, Severity.WARNING, id=point.item)
    return replace(
        answer, remark=remark, remark_cell=place.cell if remark else "", remark_source=place if remark else None,
        evidence_file=sheet.text(row, EVIDENCE),
    )  # fmt: skip


def _text_kept(reading: Reading, point: Point, sheet: SheetCells, row: int) -> bool:
    expected, given = point.words[reading.marker.layout], sheet.text(row, TEXT)
    if layout.same_words(expected, given):
        return True
    reading.note(
        Rule.QUESTION_CHANGED, reading.source(sheet, row, TEXT), point.item, severity_of(point.question),
        id=item_name(point.item, point.question), expected=quoted(expected), given=quoted(given),
    )  # fmt: skip
    return False


def replied(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers of a list that say anything: a reply, or a remark or evidence to what stands already."""
    return tuple(one for one in answers if one.state is not State.UNANSWERED or one.remark or one.evidence_file)

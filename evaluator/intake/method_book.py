"""A method workbook that came back: its cells become edits, and every fault a finding at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from evaluator.domain.award_rule import from_line, in_line
from evaluator.domain.bid import State
from evaluator.domain.contract import ContractLibrary
from evaluator.domain.finding import Finding, Phrase, Rule, Severity, Source, finding
from evaluator.domain.method import Criterion, Method
from evaluator.domain.method_edit import LOW, Change, Edit, Own, Part, Place, Value, every_question, facts
from evaluator.domain.money import Money
from evaluator.domain.question import Kind, Question
from evaluator.domain.text import Text
from evaluator.intake import method_layout as plan
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.layout import COVER_ANSWER, ID, MARKER_CODE
from evaluator.intake.method_own import OwnRow, own_question
from evaluator.intake.method_rules import PANEL, PARAMETERS, SEED, TIES, chosen, names_at, value_of
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.values import Asked, matches, parse
from evaluator.intake.words import NO, YES, plain

_PLAIN = Asked(Kind.NUMBER)
_NUMBERS = ("weight", "minimum", "points", "range.worst", "range.best", "at_least", "at_most", "quantity", "value")
_FREE = ("requirements.max_unmet_musts",)
_NEEDED = ("weight", "points", "quantity", "range.worst", "range.best", "value")


@dataclass
class BookReading:
    """What a method workbook says: changes in the order of its rows, the cell of every place that was read, findings."""

    workbook: Workbook
    method: Method
    mark: plan.Mark | None = None
    changes: list[Change] = field(default_factory=list)
    cells: dict[Place, Source] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    held: Mapping[Place, Value] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[tuple[Part, str], list[Place]]:
        """The places of each row, by what its code says: a rule goes by its field, all else by its key."""
        found: dict[tuple[Part, str], list[Place]] = {}
        for at in self.held:
            found.setdefault((at.part, at.field if at.part is Part.RULES else at.key), []).append(at)
        return found

    @property
    def refused(self) -> bool:
        """Whether anything stands in it that cannot be taken in."""
        return any(found.severity is Severity.BLOCKER for found in self.findings)

    def source(self, sheet: SheetCells, row: int, column: int) -> Source:
        """The place of a cell."""
        return Source(self.workbook.name, self.workbook.sha256, sheet.name, Cell(row, column, "").address)

    def wrong(self, source: Source, given: str, allowed: str) -> None:
        """A cell holds what cannot stand there; ``allowed`` is a key of what can."""
        says = Phrase(f"change.allowed.{allowed}")
        self.findings.append(
            finding(Rule.METHOD_VALUE, source, given=given[:60] or Phrase("change.blank"), allowed=says)
        )

    def number(self, cell: Cell | None, source: Source, *, needed: bool, asked: Asked = _PLAIN) -> Decimal | None:
        """The number in a cell, ``4h`` too where hours are asked; None, with a finding where there is none and should be."""
        parsed = parse(cell, asked)
        if parsed.state is State.UNANSWERED and not needed:
            return None
        value = parsed.value.amount if isinstance(parsed.value, Money) else parsed.value
        if parsed.state is State.ANSWERED and isinstance(value, Decimal):
            return value
        self.wrong(source, parsed.verbatim, "percent" if asked.kind is Kind.PERCENT else "number")
        return None


def read_method_book(workbook: Workbook, method: Method, sha256: str, tender: str) -> BookReading:
    """The edits that a method workbook holds against this method; nothing of it where it is another tender's or no such book.

    ``sha256`` is the hash of the method in force, ``tender`` the id of the tender, empty on the command line without one.
    """
    reading = BookReading(workbook, method, held=facts(method))
    whole = Source(workbook.name, workbook.sha256)
    reading.mark = _mark(workbook)
    refusal = _foreign(reading, method, tender, whole)
    if reading.mark is None or refusal:
        reading.findings += [refusal] if refusal else []
        return reading
    if reading.mark.sha256 != sha256[:16]:
        reading.findings.append(finding(Rule.METHOD_EARLIER, whole))
    seen: set[str] = set()
    for sheet in workbook.sheets:
        for row in sheet.rows():
            code = plan.parse_code(sheet.text(row, plan.CODE))
            if code:
                _read_row(reading, sheet, row, code, seen)
    _sums(reading)
    _order(reading)
    return reading


def _mark(workbook: Workbook) -> plan.Mark | None:
    cells = (sheet.text(row, COVER_ANSWER) for sheet in workbook.sheets for row in sheet.rows()
             if sheet.text(row, ID) == MARKER_CODE)  # fmt: skip
    return next((found for text in cells if (found := plan.parse_mark(text))), None)


def _foreign(reading: BookReading, method: Method, tender: str, whole: Source) -> Finding | None:
    mark = reading.mark
    if mark is None:
        return finding(Rule.METHOD_NO_BOOK, whole)
    if mark.pack != method.key:
        return finding(Rule.OTHER_PACK, whole, actual=mark.pack, expected=method.key)
    if mark.tender and tender and mark.tender != tender:
        return finding(Rule.OTHER_TENDER, whole, actual=mark.tender, expected=tender)
    return None


def _read_row(reading: BookReading, sheet: SheetCells, row: int, code: tuple[str, str], seen: set[str]) -> None:
    letter, key = code
    assert reading.mark is not None
    columns = {name: plan.FIRST + number for number, name in enumerate(plan.fields(letter, reading.mark.layout))
               if not name.isupper()}  # fmt: skip
    here = reading.source(sheet, row, plan.CODE)
    if letter == plan.NEW:
        taken = [change.question for change in reading.changes if isinstance(change, Own)]
        own = own_question(OwnRow(sheet, row, columns, reading.method, taken), reading)
        if own is not None:
            reading.changes.append(Own(own))
            reading.cells[Place(Part.QUESTION, own.id, "")] = here
        return
    part = plan.PARTS[letter]
    places = reading.places.get((part, key), [])
    if not places:
        reading.findings.append(finding(Rule.METHOD_UNKNOWN, here, code=f"{letter}:{key}"))
    elif f"{letter}:{key}" in seen:
        reading.findings.append(finding(Rule.METHOD_TWICE, here, code=f"{letter}:{key}"))
    else:
        for at in places:
            column = columns.get("value" if part is Part.RULES else at.field)
            if column is not None:
                _read_cell(reading, sheet, (row, column), at)
    seen.add(f"{letter}:{key}")


def _read_cell(reading: BookReading, sheet: SheetCells, at: tuple[int, int], place: Place) -> None:
    """The edit that a cell makes, where it says something else than the method; what cannot stand there is a finding."""
    source, faults = reading.source(sheet, *at), len(reading.findings)
    reading.cells[place] = source
    value = _value(reading, sheet.at(*at), place, source)
    if len(reading.findings) == faults and value != reading.held[place]:
        reading.changes.append(Edit(place, value))


def _value(reading: BookReading, cell: Cell | None, place: Place, source: Source) -> Value:
    text = cell.text.strip() if cell else ""
    if place.field in ("asked", "on"):
        return _switch(reading, text, source)
    if place.field == "accept":
        return _accepted(reading, text, place.key, source)
    if names := names_at(reading.method, place):
        return _chosen(reading, text, place, names, source)
    if place.field == PARAMETERS:
        return in_line(from_line(parse(cell, Asked(Kind.TEXT)).verbatim))
    if place.field == SEED:
        return text
    if place.field in _NUMBERS or place.part is Part.RULES:
        needed = place.field in _NEEDED or (
            place.field.startswith(("shortlist.", "requirements.")) and place.field not in _FREE
        )
        return reading.number(cell, source, needed=needed, asked=_asked(reading.method, place))
    return parse(cell, Asked(Kind.TEXT)).verbatim.strip()


def _chosen(reading: BookReading, text: str, place: Place, names: Mapping[str, Text], source: Source) -> Value:
    """What a cell chooses: criteria in their order for ties, one name for any other; of a sub-criterion it may be blank."""
    found = chosen(text, names)
    if not found and place.part is Part.CRITERION:
        found = (PANEL[place.field][-1],)
    if "" in found or (place.field != TIES and len(found) != 1):
        reading.wrong(source, text, "switch" if [*names] == ["yes", "no"] else place.field.replace(".", "_"))
    return found if place.field == TIES else value_of("".join(found[:1]))


def _asked(method: Method, place: Place) -> Asked:
    """What a number is given in: a limit or an end of a scale in the unit of its question, or of its column of a table.

    The limits of a low price and of a talk, and shares in a price formula, are percents: ``0.5`` there may be half or half
    a percent, so it is asked about.
    """
    if place.field.startswith(
        (f"{LOW}.below_", "price.benchmark", "price.mean_share", "price.deduction", "discuss_over")
    ):
        return Asked(Kind.PERCENT, "%")
    if place.field not in ("at_least", "at_most", "range.worst", "range.best"):
        return _PLAIN
    key, *cell = place.key.split("/")
    question = _question(method, key)
    of = question.column(cell[-1]) if place.part is Part.ITEM else question
    return Asked(of.kind, of.unit, units=method.units)


def _question(method: Method, key: str) -> Question:
    return next(question for question, _ in every_question(method) if question.id == key)


def _switch(reading: BookReading, text: str, source: Source) -> bool:
    words = [plain(word) for word in text.split("/")]
    if any(word in YES for word in words):
        return True
    if not any(word in NO for word in words):
        reading.wrong(source, text, "switch")
    return False


def _accepted(reading: BookReading, text: str, key: str, source: Source) -> tuple[str, ...]:
    """Keys of the options that a gate's cell names, in the order of the question."""
    options = _question(reading.method, key).options or YES_NO
    pieces = [plain(piece) for piece in text.replace("；", ";").replace("\n", ";").split(";") if piece.strip()]
    named = [next((option.key for option in options if matches(option, piece)), "") for piece in pieces]
    if "" in named:
        reading.wrong(source, text, "options")
    held = reading.held[Place(Part.GATE, key, "accept")]
    if isinstance(held, tuple) and set(held) == set(named):
        return held
    return tuple(option.key for option in options if option.key in named)


def _sums(reading: BookReading) -> None:
    """Weights of siblings that miss 100 %, told at the first of them."""
    new = {change.place: change.value for change in reading.changes if isinstance(change, Edit)}

    def weight(node: Criterion) -> Decimal:
        at = Place(Part.CRITERION, node.key, "weight")
        value = new.get(at, node.weight)
        return value if isinstance(value, Decimal) else Decimal(0)

    for siblings, title in _families(reading.method.criteria, Text("各项准则", "all criteria")):
        total = sum((weight(node) for node in siblings), Decimal(0))
        at = reading.cells.get(Place(Part.CRITERION, siblings[0].key, "weight"))
        if total != 100:
            reading.findings.append(finding(Rule.METHOD_SUM, at, name=title, total=f"{total.normalize():f}"))


def _families(siblings: tuple[Criterion, ...], title: Text) -> Iterator[tuple[tuple[Criterion, ...], Text]]:
    yield siblings, title
    for node in siblings:
        if node.children:
            yield from _families(node.children, node.title)


def _order(reading: BookReading) -> None:
    """Points of a scale that no longer run the way in which its levels are described."""
    new = {change.place: change.value for change in reading.changes if isinstance(change, Edit)}
    for leaf in reading.method.panel_leaves():
        places = [Place(Part.LEVEL, f"{leaf.key}/{n}", "points") for n in range(1, len(leaf.levels) + 1)]
        points = [new.get(at, level.points) for at, level in zip(places, leaf.levels, strict=True)]
        numbers = [point for point in points if isinstance(point, Decimal)]
        rising = [left < right for left, right in pairwise(numbers)]
        was = len(leaf.levels) < 2 or leaf.levels[0].points < leaf.levels[1].points
        if wrong := next((n for n, up in enumerate(rising, start=1) if up is not was), 0):
            reading.findings.append(finding(Rule.METHOD_ORDER, reading.cells.get(places[wrong]), name=leaf.title))


def blanks(library: ContractLibrary, changes: list[Change], cells: Mapping[Place, Source]) -> list[Finding]:
    """Terms of the contract that become blanks, each at the question that is left out."""
    out = [change.place for change in changes
           if isinstance(change, Edit) and change.place.field == "asked" and change.value is False]  # fmt: skip
    found = []
    for place in out:
        filled = [term.label for term in library.terms if _filled_by(term.fill, place.key)]
        if filled:
            names = Text("、".join(one.show("zh") for one in filled), ", ".join(one.show("en") for one in filled))
            found.append(finding(Rule.METHOD_BLANK, cells.get(place), item=place.key, id=place.key, terms=names))
    return found


def _filled_by(fill: str, question: str) -> bool:
    kind, _, path = fill.partition(":")
    return kind == "question" and path.partition("/")[0] == question

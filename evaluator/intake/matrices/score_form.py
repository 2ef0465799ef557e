"""A buyer's own score form → the same scores as our scorecard workbook, with every doubt as a finding at its cell.

Criteria are matched by key or by name in either language, vendors by name; what does not match is not used and said so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.method import Criterion, Method
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import LANGS
from evaluator.intake.assignments import assigned, recused
from evaluator.intake.bids import vendor_key
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.matrices.form_columns import FormColumn, columns_of, labelled
from evaluator.intake.matrices.turning import View, view
from evaluator.intake.matrices.words import bare_name, figure, heading, marks
from evaluator.intake.scorecard import NOWHERE, Place, Reading, absent, note_missing_rows, read_scorecard, scale, take
from evaluator.intake.template import find_marker

FEWEST = 2  # so many criteria by name make a form, or all where fewer are judged by people
BAND = 6


@dataclass(slots=True)
class _Form:
    """A form being read: one `Reading` for each evaluator, and findings of no single evaluator."""

    workbook: Workbook
    method: Method
    vendors: dict[str, str]
    tender: Tender | None
    readings: dict[str, Reading] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    scored: set[str] = field(default_factory=set)

    def reading(self, evaluator: str) -> Reading:
        """The scores of an evaluator."""
        if evaluator not in self.readings:
            mine = frozenset(leaf.key for leaf in assigned(self.method, self.tender, evaluator))
            apart = frozenset(name for name in self.vendors.values() if recused(self.tender, evaluator, name))
            self.readings[evaluator] = Reading(self.workbook, self.method, self.vendors, evaluator, mine, apart)
        return self.readings[evaluator]

    def source(self, lying: View, line: int, spot: int) -> Source:
        """The place of a cell of a view."""
        return Source(self.workbook.name, self.workbook.sha256, lying.sheet.name, lying.address(line, spot))


def is_score_form(workbook: Workbook, method: Method) -> bool:
    """Whether a visible sheet names criteria that people judge by this method, with room for scores beside them."""
    return any(_grid(sheet, method) for sheet in workbook.sheets if not sheet.hidden)


def read_score_form(
    workbook: Workbook, method: Method, vendors: Sequence[str], tender: Tender | None = None
) -> tuple[tuple[Scorecard, ...], tuple[Finding, ...]]:
    """The scores of each evaluator on a buyer's form, and every fault; no card where no criterion is recognised.

    ``vendors`` are the bids' names. The evaluator is named over the column or beside a label, else by the file's name.
    """
    form = _Form(workbook, method, {vendor_key(vendor): vendor for vendor in vendors}, tender)
    whole = Source(workbook.name, workbook.sha256)
    grids = [grid for sheet in workbook.sheets if not sheet.hidden and (grid := _grid(sheet, method))]
    if not grids:
        return (), (finding(Rule.LAYOUT_UNKNOWN, whole, file=workbook.name),)
    for lying, leaves in grids:
        _read(form, lying, leaves)
    for reading in form.readings.values():
        reading.vendors = {key: name for key, name in form.vendors.items() if name in form.scored}
        note_missing_rows(reading, whole)
    if form.absent:
        form.findings.append(absent(form.absent.values(), whole))
    cards = tuple(
        Scorecard(evaluator=reading.evaluator, scores=tuple(reading.scores.values()))
        for reading in form.readings.values()
    )
    return cards, (*form.findings, *(found for reading in form.readings.values() for found in reading.findings))


def read_scores(
    workbook: Workbook, method: Method, vendors: Sequence[str], tender: Tender | None = None
) -> tuple[tuple[Scorecard, ...], tuple[Finding, ...]]:
    """The scores in a file that holds some: our own scorecard by its marker, else a buyer's own form."""
    if find_marker(workbook) is None:
        return read_score_form(workbook, method, vendors, tender)
    card, findings = read_scorecard(workbook, method, vendors, tender)
    return (card,) if card else (), findings


def _names(method: Method) -> dict[str, Criterion]:
    """Judged criteria by every name that belongs to one of them alone."""
    pairs = [
        (name, leaf)
        for leaf in method.panel_leaves()
        for name in {bare_name(leaf.key), *(bare_name(leaf.title.show(lang)) for lang in LANGS)}
    ]
    counts = Counter(name for name, _ in pairs)
    return {name: leaf for name, leaf in pairs if counts[name] == 1}


def _grid(sheet: SheetCells, method: Method) -> tuple[View, dict[tuple[int, int], Criterion]] | None:
    """The sheet lying so that its criteria run down, and the places at which they are named."""
    names = _names(method)
    enough = min(FEWEST, len(method.panel_leaves()))
    found = {place: names[name] for place, cell in sheet.cells.items() if (name := bare_name(cell.text)) in names}
    down = max(Counter(column for _, column in found).values(), default=0)
    across = max(Counter(row for row, _ in found).values(), default=0)
    if max(down, across) < enough:
        return None
    lying = view(sheet, turned=across > down)
    return lying, {(column, row) if lying.turned else (row, column): leaf for (row, column), leaf in found.items()}


def _read(form: _Form, lying: View, leaves: Mapping[tuple[int, int], Criterion]) -> None:
    name, _ = Counter(spot for _, spot in leaves).most_common(1)[0]
    lines = {line: leaf for (line, spot), leaf in leaves.items() if spot == name}
    band = _band(lying, min(lines), name)
    vendor, missing, evaluator = labelled(lying, min(lines), form.vendors)
    evaluator = evaluator or form.workbook.name.rpartition(".")[0]
    spots = [spot for spot in lying.places if spot > name]
    columns, unused = columns_of(lying, band, spots, form.vendors, one_vendor=bool(vendor or missing))
    full = [spot for spot in lying.places if any(heading(lying.text(line, spot)) == "full" for line in band)]
    for spot in unused:
        line = next((line for line in band if heading(lying.text(line, spot)) == "left"), max(band))
        told = finding(Rule.SCORE_COLUMN_UNUSED, form.source(lying, line, spot), given=lying.text(line, spot))
        form.findings.append(told)
    if not columns:
        place = form.source(lying, min(lines), name)
        form.findings.append(finding(Rule.SCORE_VENDOR_UNKNOWN, place, given=lying.sheet.name))
    for column in columns:
        whose = column.vendor or ("" if column.absent else vendor)
        if not whose:
            _nobodys(form, lying, column, missing)
            continue
        form.scored.add(whose)
        reading = form.reading(column.evaluator or evaluator)
        for line in (line for line in lying.lines if line > max(band, default=0)):
            _score(form, reading, lying, (line, name), column, (lines.get(line), whose, full))


def _band(lying: View, first: int, name: int) -> list[int]:
    """Header lines above the first criterion: up from the nearest without figures that heads something beside the names."""
    above = [line for line in lying.lines if line < first]
    while above and any(figure(lying.at(above[-1], spot)) for spot in lying.places if spot > name):
        above.pop()
    return [line for line in above if line >= above[-1] - BAND]


def _nobodys(form: _Form, lying: View, column: FormColumn, missing: str) -> None:
    """Scores of a vendor who is not here, or of one whom nothing names."""
    named = column.absent or missing
    if named:
        form.absent.setdefault(vendor_key(named), named)
    else:
        place = form.source(lying, column.head, column.spot)
        form.findings.append(finding(Rule.SCORE_VENDOR_UNKNOWN, place, given=lying.text(column.head, column.spot)))


def _score(
    form: _Form, reading: Reading, lying: View, named: tuple[int, int], column: FormColumn,
    meant: tuple[Criterion | None, str, Sequence[int]],
) -> None:  # fmt: skip
    line, name = named
    leaf, vendor, full = meant
    cell = lying.at(line, column.spot)
    if leaf is None:
        label = lying.text(line, name)
        if cell is not None and figure(cell) is not None and heading(label) != "left" and label:
            found = finding(Rule.SCORE_UNKNOWN, form.source(lying, line, column.spot), vendor=vendor, id=label)
            reading.findings.append(found)
        return
    most = next((one.value for spot in full if (one := figure(lying.at(line, spot)))), None)
    stated = marks(lying.text(line, name))
    most = most or (stated[1].value if stated[1] and stated[2] else column.most)
    if most is not None and most != scale(leaf)[1]:
        if cell is not None:
            reading.seen[leaf.key, vendor] = form.source(lying, line, column.spot)
            place = form.source(lying, line, column.spot)
            differs = finding(
                Rule.SCORE_SCALE_DIFFERS, place, vendor=vendor, criterion=leaf.title, given=f"{most:f}",
                expected=f"{scale(leaf)[1]:f}",
            )  # fmt: skip
            reading.findings.append(differs)
        return
    notes = _place(lying, line, column.notes) if column.notes else NOWHERE
    if cell is None and (leaf.key, vendor) in reading.seen:
        return
    take(reading, lying.sheet, (_place(lying, line, column.spot), notes, NOWHERE), leaf, vendor)


def _place(lying: View, line: int, spot: int) -> Place:
    return (spot, line) if lying.turned else (line, spot)

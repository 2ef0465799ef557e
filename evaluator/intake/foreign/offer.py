"""What one vendor says to our questions in a foreign workbook: the answers by our ids, each with its own cell and words.

A cell is read as the cell of our own workbook is, with the matched question; what nothing of the workbook answers is
unanswered, with a finding, and what no question of ours asks is told, once each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evaluator.domain.bid import Answer, Row, State
from evaluator.domain.bid import Reading as OneReading
from evaluator.domain.finding import Phrase, Rule, Severity, Source
from evaluator.domain.question import Column, Kind, Question
from evaluator.intake.address import column_letters
from evaluator.intake.container import remarks_on
from evaluator.intake.foreign.doubts import contradicted, joined, second_values, unmarked, unread
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.matching import How, Match, match_of, squeezed
from evaluator.intake.foreign.spots import Spot
from evaluator.intake.foreign.stated import stated_tax, stated_unit
from evaluator.intake.foreign.tables import Table
from evaluator.intake.layout import open_columns
from evaluator.intake.naming import item_name
from evaluator.intake.questionnaire import PRICE, PRICES_ID, TOTAL_ID
from evaluator.intake.reading import Context, Reading, damaged, quoted, read_cell, severity_of
from evaluator.intake.table import read_part, weight_of
from evaluator.intake.values import Asked

Parts = list[tuple[Table, int]]


Spots = Mapping[str, list[Spot]]


def read_offer(reading: Reading, parts: Parts, matches: Mapping[str, Match], context: Context) -> None:
    """Fill the reading with every question of its envelope, answered where a foreign question was matched to it."""
    spots: dict[str, list[Spot]] = {}
    for order, (table, column) in enumerate(parts):
        told = any(other is table for other, _ in parts[:order])  # a table of which several columns are this vendor's
        reading.findings += [one for one in unread(table, reading.whole(), column) if one not in reading.findings]
        for item in table.items:
            found = match_of(matches, table.layout, item)
            if found.item:
                place = _place(table, column, found.item) if reading.marker.envelope == PRICE else column
                reading.findings += [
                    replace(one, item=found.item) for one in joined(table, item, place, reading.whole())
                ]
                spots.setdefault(found.item, []).append(Spot(table, item, place, found.how is not How.TEXT))
            elif found.how is How.OPEN and not told:
                _unmatched(reading, table, item)
    for question in context.asked.questions(reading.marker.envelope):
        read = _table if question.kind is Kind.TABLE else _single
        reading.answers[question.id] = read(reading, question, spots, context)
    reading.findings += remarks_on(reading.workbook)


def _place(table: Table, column: int, item: str) -> int:
    """The column of a price: the unit price, of the vendor's own total the amount, where the vendor has none of its own."""
    if table.layout.vendors:
        return column
    roles = ("amount", "unit_price") if item == TOTAL_ID else ("unit_price", "amount")
    return next((table.columns[role] for role in roles if role in table.columns), column)


def _unmatched(reading: Reading, table: Table, item: Item) -> None:
    source = reading.source(table.sheet, item.row, table.columns.get("question", 1))
    given = quoted(f"{item.id} {item.text}")
    reading.note(Rule.QUESTION_UNMATCHED, source, "", given=given)


def _uncovered(reading: Reading, item: str, question: Question, weight: Severity) -> Answer:
    reading.note(Rule.QUESTION_UNCOVERED, reading.whole(), item, weight, id=item_name(item, question))
    return _blank(reading, item)


def _blank(reading: Reading, item: str) -> Answer:
    return Answer(item=item, state=State.UNANSWERED, source=reading.whole())


def _single(reading: Reading, question: Question, spots: Spots, context: Context) -> Answer:
    found = spots.get(question.id, [])
    if not found:
        needed = question.required or severity_of(question) is Severity.BLOCKER
        return (
            _uncovered(reading, question.id, question, severity_of(question))
            if needed
            else _blank(reading, question.id)
        )
    spot, name = _deviation(found[0], question), item_name(question.id, question)
    if spot.table.unclear(spot.item):
        return _unclear(reading, spot, question.id)
    written = stated_unit(spot.table, spot.item, spot.column, question.kind)
    asked = Asked(
        question.kind, question.unit, question.options, context.currency, context.units, name, written, spot.foreign
    )
    answer = read_cell(reading, question.id, asked, spot.where(), severity_of(question), question.required)
    answer = _remarked(answer, spot)
    if question.kind is Kind.DEVIATION and answer.value in ("positive", "negative") and not answer.remark:
        reading.note(Rule.DEVIATION_UNWORDED, answer.source, question.id, Severity.WARNING, id=question.id)
    return _alone(reading, answer, found, question)


def _deviation(spot: Spot, question: Question) -> Spot:
    """Where a deviation is asked for, and the table has a column for it that is filled: there."""
    column = spot.table.columns.get("deviation", 0)
    if question.kind is not Kind.DEVIATION or column not in spot.table.second or not spot.table.cell(spot.item, column):
        return spot
    return replace(spot, column=column)


def _unclear(reading: Reading, spot: Spot, item: str) -> Answer:
    """What stands where one possible answer should be marked: a person says which is meant."""
    reading.findings += [replace(one, item=item) for one in unmarked(spot.table, spot.item, reading.whole())]
    _, row, column = spot.where()
    source = reading.source(spot.table.sheet, row, column)
    return _remarked(Answer(item=item, state=State.AMBIGUOUS, source=source, verbatim=spot.text), spot)


def _remarked(answer: Answer, spot: Spot) -> Answer:
    remark, column = spot.remark
    cell = f"{column_letters(column)}{spot.item.row}" if remark else ""
    evidence = spot.table.columns.get("evidence")
    proof = spot.table.sheet.text(spot.item.row, evidence) if evidence else ""
    return replace(answer, remark=remark, remark_cell=cell, evidence_file=proof)


def _alone(reading: Reading, answer: Answer, found: list[Spot], question: Question) -> Answer:
    """The answer; where another row answers the same question otherwise, nobody can tell which counts."""
    first = (found[0].table, found[0].item, found[0].column, reading.whole())
    again = [*second_values(*first), *(() if question.kind is Kind.DEVIATION else contradicted(*first))]
    if all(other.text == found[0].text for other in found) and not again:
        return answer
    if again:
        reading.findings += [replace(one, item=answer.item) for one in again]
        return damaged(answer)
    cells = ", ".join(dict.fromkeys(str(_source(reading, one)) for one in found))
    reading.note(
        Rule.QUESTION_TWICE,
        answer.source,
        answer.item,
        severity_of(question),
        id=item_name(answer.item, question),
        cells=cells,
    )
    return damaged(answer)


def _source(reading: Reading, spot: Spot) -> Source:
    sheet, row, column = spot.where()
    return reading.source(sheet, row, column)


def _table(reading: Reading, question: Question, spots: Spots, context: Context) -> Answer:
    """A table of ours, cell by cell; where nothing of it is answered it is told once, not row by row."""
    columns = {column.key: column for column in open_columns(question)}
    items = {f"{question.id}/{row.key}/{name}" for row in question.rows for name in columns}
    if not items & spots.keys():
        if question.required:
            _uncovered(reading, question.id, question, severity_of(question))
        rows = [
            Row(row.key, {name: _blank(reading, f"{question.id}/{row.key}/{name}") for name in columns})
            for row in question.rows
        ]
        return replace(_blank(reading, question.id), rows=tuple(rows))
    rows = [
        Row(
            row.key,
            {name: _cell(reading, question, (row.key, column), spots, context) for name, column in columns.items()},
        )
        for row in question.rows
    ]
    rows = [_with_remark(row) for row in rows]
    first = next(spots[item][0] for item in spots if item in items)
    answered = any(cell.state is State.ANSWERED for row in rows for cell in row.cells.values())
    source = reading.source(first.table.sheet, first.item.row, first.column)
    return Answer(
        item=question.id, state=State.ANSWERED if answered else State.UNANSWERED, source=source, rows=tuple(rows)
    )


def _cell(reading: Reading, question: Question, place: tuple[str, Column], spots: Spots, context: Context) -> Answer:
    key, column = place
    item = f"{question.id}/{key}/{column.key}"
    found = spots.get(item, [])
    if not found:
        weight, needed = weight_of(question, key, column)
        return _uncovered(reading, item, question, weight) if needed else _blank(reading, item)
    spot = found[0]
    if spot.table.unclear(spot.item):
        return _unclear(reading, spot, item)
    written = stated_unit(spot.table, spot.item, spot.column, column.kind)
    answer = read_part(reading, question, (key, column.key), spot.where(), context, (written, spot.foreign))
    answer = _remarked(answer, spot)
    if question.id == PRICES_ID and column.key == "unit_price":
        answer = _on_our_basis(reading, (question, key), answer, spot, context.tax_basis)
    return _alone(reading, answer, found, question)


def _on_our_basis(reading: Reading, line: tuple[Question, str], answer: Answer, spot: Spot, tax_basis: str) -> Answer:
    """A price, left open where it is not said to be a unit price, or is for another quantity, unit or tax basis than ours."""
    question, key = line
    cells = dict(next(row for row in question.rows if row.key == key).cells)
    unit, quantity = (
        spot.table.sheet.text(spot.item.row, spot.table.columns.get(role, 0)) for role in ("unit", "quantity")
    )
    heading = " ".join(spot.table.sheet.text(row, spot.column) for row in spot.table.layout.header_rows)
    ours = {squeezed(cells["unit"].zh), squeezed(cells["unit"].en)}
    same = (not unit or squeezed(unit) in ours) and (
        not quantity or squeezed(quantity) == squeezed(cells["quantity"].zh)
    )
    same = same and stated_tax(heading) in ("", tax_basis)
    if answer.value is None or (same and spot.column == spot.table.columns.get("unit_price")):
        return answer
    expected = Phrase("finding.price_basis.ours", (("quantity", cells["quantity"]), ("unit", cells["unit"])))
    reading.note(
        Rule.PRICE_BASIS, answer.source, answer.item, Severity.BLOCKER, given=answer.verbatim, expected=expected,
        said=quoted(f"{quantity} {unit} {heading}") or "–",
    )  # fmt: skip
    return replace(answer, state=State.AMBIGUOUS, value=None, readings=(OneReading(answer.value, "reading.amount"),))


def _with_remark(row: Row) -> Row:
    """What is remarked beside a reply is the remark of its row, where the table has a column for it."""
    said = next((cell for cell in row.cells.values() if cell.remark and cell.source.cell), None)
    if said is None or "remark" not in row.cells:
        return row
    source = replace(said.source, cell=said.remark_cell)
    remark = Answer(
        item=row.cells["remark"].item, state=State.ANSWERED, source=source, verbatim=said.remark, value=said.remark
    )
    return Row(row.key, {**row.cells, "remark": remark})

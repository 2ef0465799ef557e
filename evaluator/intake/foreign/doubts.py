"""What to look at in a workbook that is not ours: ids that appear twice, columns that could be either, sheets left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from evaluator.domain.finding import Finding, Phrase, Rule, Severity, Source, finding
from evaluator.intake.address import area, column_letters
from evaluator.intake.cells import Cell
from evaluator.intake.foreign.across import across
from evaluator.intake.foreign.beside import contradicts
from evaluator.intake.foreign.forms import unread as unread_fields
from evaluator.intake.foreign.layouts import Item, Place
from evaluator.intake.foreign.replies import GIVEN, Reply, reply_in, reply_of
from evaluator.intake.foreign.tables import Table
from evaluator.intake.reading import quoted
from evaluator.intake.said_beside import said_at
from evaluator.intake.words import is_ditto, is_picture, plain

MOST_RUNS: Final = 12


def doubts(
    tables: Sequence[Table], left: Mapping[str, str], file: Source, owners: Sequence[str] = ()
) -> Iterator[Finding]:
    """Findings about the tables of a file and about its sheets that were left out, in the order of the sheets.

    ``file`` gives the file's name and hash, ``owners`` the vendor of each table where a mapping names them.
    """
    yield from across(tables, owners or [""] * len(tables), file)
    for table in tables:
        yield from _either(table, file)
        yield from _twice(table, file)
        yield from _cells(table, file)
        yield from _merged(table, file)
        yield from _unasked(table, file)
        yield from _fields(table, file)
        yield from unread(table, file)
        yield from _unnumbered(table, file)
    for sheet, why in left.items():
        if why != "hidden":  # what is hidden is told as such
            yield finding(Rule.SHEET_LEFT_OUT, replace(file, sheet=sheet), why=Phrase(f"finding.left.{why}"))


def _cells(table: Table, file: Source) -> Iterator[Finding]:
    """Answer cells that cannot be read as they stand: faults, several marked options, and answers only in a comment."""
    sheet, notes = table.sheet, said_at(table.sheet.comments)
    for item in table.items:
        yield from unmarked(table, item, file)
        for column in table.answer_columns():
            yield from contradicted(table, item, column, file)
        for column in () if table.layout.options else table.answer_columns():
            yield from joined(table, item, column, file)
            yield from second_values(table, item, column, file)
            place = replace(file, sheet=sheet.name, cell=f"{column_letters(column)}{item.row}")
            yield from _cell(table.cell(item, column), notes.get((item.row, column), ""), place, item.id)


def _cell(cell: Cell | None, said: str, place: Source, item: str) -> Iterator[Finding]:
    """What is wrong with the cell of an answer at which a comment says ``said``."""
    reply, written = reply_of(cell), cell.written.strip() if cell else ""
    if reply is Reply.UNCALCULATED:
        yield finding(Rule.FORMULA_UNCALCULATED, place, item=item)
    elif reply is Reply.ERROR and is_picture(written):
        yield finding(Rule.ANSWER_PICTURE, place, item=item)
    elif reply is Reply.ERROR:
        yield finding(Rule.ERROR_VALUE, place, item=item, given=written)
    elif is_ditto(written):
        yield finding(Rule.ANSWER_DITTO, place, item=item, cell=place.cell, given=written)
    elif reply in (Reply.UNANSWERED, Reply.PLACEHOLDER) and said:
        yield finding(Rule.ANSWER_IN_NOTE, place, item=item, given=quoted(said))
    if reply in GIVEN and said and plain(said) != plain(written):
        yield finding(Rule.NOTE_AT_ANSWER, place, item=item, answer=quoted(written), given=quoted(said))


def _merged(table: Table, file: Source) -> Iterator[Finding]:
    """Merged cells of answers that reach over further questions, which they leave without an answer of their own."""
    rows, columns = {item.row: item for item in table.items}, table.answer_columns()
    for written in () if table.layout.options else table.sheet.merged:
        found = area(written)
        if not found or found[0][1] not in columns or not table.sheet.text(*found[0]):
            continue
        first, last = found
        within = [row for row in rows if first[0] <= row <= last[0]]
        others = [(row, column) for row in within for column in columns if first[1] <= column <= last[1]]
        if first[0] in rows and (others := sorted(place for place in others if place != first)):
            place = replace(file, sheet=table.sheet.name, cell=_addresses(others[:1]))
            yield finding(Rule.CELL_MERGED, place, item=rows[others[0][0]].id, severity=Severity.WARNING, range=written)


def unmarked(table: Table, item: Item, file: Source) -> Iterator[Finding]:
    """That several possible answers are marked, or that words or a "no" stand where one should be marked."""
    marked, unclear = table.marked(item), table.unclear(item)
    if len(marked) > 1 or unclear:
        cells = ", ".join(cell.address for cell in unclear or marked)
        place = replace(file, sheet=table.sheet.name, cell=(unclear or marked)[0].address)
        rule, given = Rule.MARK_UNCLEAR if unclear else Rule.MARKED_TWICE, table.answer(item, 0)
        yield finding(rule, place, item=item.id, given=quoted(given), cells=cells)


def joined(table: Table, item: Item, column: int, file: Source) -> Iterator[Finding]:
    """That an answer, or what is remarked beside it, goes on in rows below, and in which cells."""
    if mine := table.going_on(item, column):
        place = replace(file, sheet=table.sheet.name, cell=table.place(item, column))
        yield finding(Rule.ANSWER_CONTINUED, place, id=_named(table, item, column), cells=_addresses(mine))


def second_values(table: Table, item: Item, column: int, file: Source) -> Iterator[Finding]:
    """That another value stands below an answer, in a row without a question: nobody can tell which counts."""
    mine = [(one.row, one.column) for one in table.stray if one.below == item.row and one.column == column]
    if mine:
        place, own = replace(file, sheet=table.sheet.name, cell=table.place(item, column)), (item.row, column)
        yield finding(Rule.SECOND_VALUE, place, id=_named(table, item, column), cells=_addresses([own, *mine]))


def contradicted(table: Table, item: Item, column: int, file: Source) -> Iterator[Finding]:
    """That a second column of the row says otherwise than its answer: nobody can tell which counts."""
    given = table.answer(item, column)
    others = [
        other for other in table.second
        if other != column and (cell := table.cell(item, other))
        and contradicts(given, cell.text, deviation=other in table.deviations)
    ]  # fmt: skip
    if others:
        cells = ", ".join([table.place(item, column), *(f"{column_letters(other)}{item.row}" for other in others)])
        place = replace(file, sheet=table.sheet.name, cell=table.place(item, column))
        yield finding(Rule.ANSWER_BESIDE, place, id=_named(table, item, column), cells=cells)


def unread(table: Table, file: Source, own: int = 0) -> Iterator[Finding]:
    """That cells beside questions were not read, as no heading says what they hold, or another column was taken.

    ``own`` is the column of one vendor: told is then what stands between it and the next vendor's.
    """
    told, end = {*table.rivals.values()}, min((other for other in table.layout.vendors if other > own), default=1 << 15)
    within = range(own, end) if own and table.layout.vendors else range(1 << 15)
    if mine := [place for place in table.unread if place[1] not in told and place[1] in within]:
        place = replace(file, sheet=table.sheet.name, cell=_addresses(mine[:1]))
        yield finding(Rule.COLUMNS_UNREAD, place, cells=_runs(mine))


def _runs(places: Sequence[Place]) -> str:
    """Addresses of cells, those below one another as one range; of many the first.

    >>> _runs([(2, 4), (3, 4), (4, 4), (6, 4), (2, 5)])
    'D2:D4, D6, E2'
    """
    runs: list[list[Place]] = []
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    told = [":".join(dict.fromkeys(_addresses([run[end]]) for end in (0, -1))) for run in runs]
    return ", ".join([*told[:MOST_RUNS], "…"] if len(told) > MOST_RUNS else told)


def _unasked(table: Table, file: Source) -> Iterator[Finding]:
    """What stands in the columns of answers beside no question and below no answer: it is read for none."""
    mine = [(one.row, one.column) for one in table.stray if not one.below]
    if mine:
        place = replace(file, sheet=table.sheet.name, cell=_addresses(mine[:1]))
        yield finding(Rule.ANSWER_UNASKED, place, cells=_addresses(mine))


def _fields(table: Table, file: Source) -> Iterator[Finding]:
    """What stands among the fields of a form and was read as none of them."""
    if table.layout.form and (mine := unread_fields(table)):
        place = replace(file, sheet=table.sheet.name, cell=_addresses(mine[:1]))
        yield finding(Rule.FIELD_UNREAD, place, cells=_addresses(mine))


def _unnumbered(table: Table, file: Source) -> Iterator[Finding]:
    """An answered question without an id right below an answered one, where most have ids: perhaps the rest of that one."""
    key, question = table.columns.get("id", 0), table.columns["question"]
    bare = [item for item in table.items if not item.id]
    if key in (0, question) or not bare or len(bare) * 2 > len(table.items):
        return
    above = {item.row: item for item in table.items if item.id and _is_answered(table, item)}
    mine = [item for item in bare if item.row - 1 in above and _is_answered(table, item)]
    if mine:
        first, cells = above[mine[0].row - 1], _addresses([(item.row, question) for item in mine])
        place = replace(file, sheet=table.sheet.name, cell=_addresses([(mine[0].row, question)]))
        yield finding(Rule.QUESTION_UNNUMBERED, place, id=first.id, cells=cells)


def _is_answered(table: Table, item: Item) -> bool:
    return any(reply_in(table.answer(item, column)) in GIVEN for column in table.answer_columns())


def _named(table: Table, item: Item, column: int) -> str:
    """A question by its id, without one by the cell of its answer."""
    return item.id or table.place(item, column)


def _addresses(places: Sequence[Place]) -> str:
    return ", ".join(f"{column_letters(column)}{row}" for row, column in places)


def _either(table: Table, file: Source) -> Iterator[Finding]:
    """Columns of which one was taken though another reads as well."""
    for role, rival in table.rivals.items():
        taken = min(table.answer_columns()) if role == "vendors" else table.columns[role]
        place = replace(file, sheet=table.sheet.name, cell=f"{column_letters(taken)}{min(table.layout.header_rows)}")
        yield finding(Rule.COLUMN_DOUBTFUL, place, taken=column_letters(taken), other=column_letters(rival))


def _twice(table: Table, file: Source) -> Iterator[Finding]:
    """Ids that stand in more than one row; heavier where the rows are answered differently."""
    rows: dict[tuple[str, tuple[str, ...]], list[Item]] = {}
    for item in table.items:
        # Plain counters start again in each section; any other id is one question wherever it stands.
        scope = item.section if item.id.isdecimal() else ()
        rows.setdefault((item.id, scope), []).append(item)
    key = table.columns.get("id", 0)
    for (name, _), items in rows.items():
        if not name or len(items) < 2 or key == table.columns["question"]:
            continue
        place = replace(file, sheet=table.sheet.name, cell=f"{column_letters(key)}{items[1].row}")
        cells = ", ".join(f"{column_letters(key)}{item.row}" for item in items)
        conflict = _conflict(table, items)
        rule = Rule.ANSWERS_CONFLICT if conflict else Rule.ID_TWICE
        yield finding(rule, place, item=name, id=name, cells=conflict or cells)


def _conflict(table: Table, items: Sequence[Item]) -> str:
    """The cells of answers that differ between the rows of one id, empty where none do."""
    for column in table.answer_columns():
        given = {item.row: table.answer(item, column) for item in items}
        given = {row: text for row, text in given.items() if reply_in(text) in GIVEN}
        if len({plain(text) for text in given.values()}) > 1:
            return ", ".join(f"{column_letters(column)}{row}" for row in given)
    return ""

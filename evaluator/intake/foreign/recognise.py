"""A workbook that is not ours → the tables of questions in it: header rows, what each column holds, the rows that count.

Nothing is matched to a question of a method here, and nothing is guessed: a sheet whose header is not understood is left
out, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from evaluator.intake.address import column_letters
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.foreign.asking import declared
from evaluator.intake.foreign.bands import Band, bands_of
from evaluator.intake.foreign.choosing import Chooser
from evaluator.intake.foreign.forms import forms_of
from evaluator.intake.foreign.headings import exact_role, is_rater
from evaluator.intake.foreign.layouts import VALUES, Layout, Rows, bounded
from evaluator.intake.foreign.leaving import is_example, is_repeat, reason
from evaluator.intake.foreign.merges import Merges, merges_of
from evaluator.intake.foreign.owners import by_owner
from evaluator.intake.foreign.seen import Choice
from evaluator.intake.foreign.tables import Table, rows_of, table_by

FEWEST: Final = 2  # one row below a heading is no questionnaire, unless the heading leaves no doubt
BEFORE: Final = 3  # so many columns to the left of its question an answer may stand
MOST: Final = 100  # no sheet that people made has so many tables below one another


def recognise(workbook: Workbook) -> tuple[tuple[Table, ...], dict[str, str]]:
    """The tables of questions in the order of the sheets, and the sheets left out with the reason.

    Reasons: ``hidden``, ``empty``, ``example``, ``instructions``, ``lookup``, ``report``, ``scores`` (criteria with points
    or weights, nothing answered) and ``no_questions``.
    """
    tables: list[Table] = []
    left: dict[str, str] = {}
    for sheet in workbook.sheets:
        found = [] if sheet.hidden else tables_of(sheet)
        if found and is_repeat(found, tables):
            left[sheet.name] = "report"
        elif found:
            tables += found
        else:
            left[sheet.name] = reason(sheet)
    headed = {table.sheet.name for table in tables if table.layout.header_rows}
    for table in [table for table in tables if table.sheet.name not in headed]:
        # Fields on a sheet of their own are a form only where no sheet holds questions: else they are a cover.
        why = reason(table.sheet)
        if headed or why not in ("no_questions", "lookup"):
            left[table.sheet.name] = why
    tables = [table for table in tables if table.sheet.name not in left]
    asking = {table.sheet.name for table in tables}
    examples = {name for name in asking if is_example(name)}
    if examples != asking:  # an example beside the real thing is no answer
        tables = [table for table in tables if table.sheet.name not in examples]
        left |= dict.fromkeys(examples, "example")
    return tuple(tables), {sheet.name: left[sheet.name] for sheet in workbook.sheets if sheet.name in left}


def kind_of(tables: Sequence[Table], owners: Sequence[str] = ()) -> str:
    """What the tables are together: a comparison of vendors, a price list, or a questionnaire.

    ``owners`` are the vendors of whole tables, where a mapping names them.
    """
    named = {name for table in tables for name in table.answer_columns().values()}
    beside = any(name for table in tables if table.layout.vendors for name in table.answer_columns().values())
    if beside or len({*owners, *named} - {""}) > 1:
        return "comparison"
    priced = any("unit_price" in table.columns and table.states_prices() for table in tables)
    return "price" if priced else "questionnaire"


def tables_of(sheet: SheetCells) -> list[Table]:
    """The tables on a sheet: those under a header from the top down and from the left, then the forms."""
    merges = merges_of(sheet)
    rows = rows_of(sheet, merges)
    bands = bands_of(rows, merges)
    tables = []
    stretches = list(_stretches(bands))[:MOST]
    for band, last in stretches:
        for left, right in _sides(band, rows, last):
            if table := _table(
                sheet, rows, _within(band, left, right), (last, left, right), merges, alone=len(stretches) == 1
            ):
                tables += by_owner(table, rows, merges)
    return tables + forms_of(sheet, rows, merges, tables)


def _stretches(bands: Sequence[Band]) -> Iterator[tuple[Band, int]]:
    """Each header that differs from the one above it, with the last row above the next that does (0: to the end)."""
    kept: list[Band] = []
    for band in bands:
        if not kept or not _same(kept[-1], band):
            kept.append(band)
    for band, after in zip(kept, [*kept[1:], None], strict=False):
        yield band, after.rows[0] - 1 if after else 0


def _same(one: Band, other: Band) -> bool:
    shared = [column for column in one.roles if one.heads[column] == other.heads.get(column)]
    return len(shared) >= 2 and len(shared) * 2 > len(one.roles) and set(one.roles) >= set(other.roles)


def _sides(band: Band, rows: Rows, last: int) -> list[tuple[int, int]]:
    """Bounds of the columns of tables that stand side by side; (0, 0) where there is one."""
    starts = [0]
    seen: dict[str, set[str]] = {}
    for column in sorted(band.heads):
        text, role = band.heads[column], band.roles.get(column, "")
        gap = starts[-1] < column and column - 1 not in band.heads and not _written(rows, band, column - 1, last)
        again = role in ("id", "question") and text in seen.get(role, ()) and seen.keys() & set(VALUES)
        whole = "question" in seen and seen.keys() & {*VALUES, "quantity"}
        if role in ("id", "question", "section") and whole and (again or gap) and _offers(band, column):
            starts.append(column)
            seen = {}
        seen.setdefault(role, set()).add(text)
    ends = [start - 1 for start in starts[1:]] + [0]
    return list(zip(starts, ends, strict=True)) if len(starts) > 1 else [(0, 0)]


def _offers(band: Band, start: int) -> bool:
    roles = {role for column, role in band.roles.items() if column >= start}
    return "question" in roles and bool(roles & {*VALUES, "quantity"})


def _written(rows: Rows, band: Band, column: int, last: int) -> bool:
    return any(
        column in texts for number, texts in rows.items() if number > band.rows[-1] and (not last or number <= last)
    )


def _within(band: Band, left: int, right: int) -> Band:
    if not left and not right:
        return band
    inside = {column for column in band.heads if left <= column <= (right or column)}
    return replace(
        band,
        heads={column: band.heads[column] for column in inside},
        roles={column: role for column, role in band.roles.items() if column in inside},
    )


def _table(
    sheet: SheetCells, rows: Rows, band: Band, bounds: tuple[int, int, int], merges: Merges, *, alone: bool
) -> Table | None:
    """The table below a header, None where it asks nothing or nobody answers it."""
    last, left, right = bounds
    frame = Layout(
        header_rows=(), columns={}, first=0 if alone else band.rows[0] - 1, last=last, left=left, right=right
    )
    mine = bounded(rows, frame)
    headers = (*band.rows, *_repeats(mine, band))
    heads = set(headers)
    body = [number for number in mine if number > band.rows[-1] and number not in heads]
    if not body or _scored(mine, band, body):
        return None
    asking = declared(mine, body)
    choice = Chooser(mine, body, asking, band, sheet.hidden_columns).choose()
    if not _answerable(choice) or not _asked(mine, asking, choice):
        return None
    layout = replace(
        frame, header_rows=tuple(sorted(headers)), columns=choice.columns, vendors=choice.vendors,
        remarks=choice.remarks, options=choice.options, levels=choice.levels,
    )  # fmt: skip
    table = _judged(table_by(sheet, layout, rows=mine, merges=merges), band, choice)
    certain = sum(
        exact_role(band.heads[column]) == role for role, column in choice.columns.items() if column in band.heads
    )
    fewest = 1 if certain > 2 and "question" in choice.columns else FEWEST
    return table if len(table.items) >= fewest and not _explains(table) else None


def _scored(rows: Rows, band: Band, body: Sequence[int]) -> bool:
    """Whether people give points here: two or more evaluators are named in the header or just below it."""
    near = [*band.rows, *body[:4]]
    return any(sum(is_rater(text) for text in rows[number].values() if len(text) < 40) > 1 for number in near)


def _answerable(choice: Choice) -> bool:
    """Whether a vendor answers: not where weights stand beside nothing but figures, which are somebody's points.

    Answers stand to the right of what is asked, or next to it: else the rows are records, not questions.
    """
    if "question" not in choice.columns:
        return False
    if any(choice.columns["question"] - choice.columns[role] > BEFORE for role in VALUES if role in choice.columns):
        return False
    if choice.vendors:
        return not (choice.figures and {"weight", "score"} & set(choice.columns))
    return bool(set(VALUES) & set(choice.columns))


def _explains(table: Table) -> bool:
    """Whether a table only says what each answer means: all differ, and stand before their meaning."""
    given = {
        (item.row, table.answer(item, column))
        for item in table.items for column in table.answer_columns() if column < table.columns["question"]
    }  # fmt: skip
    words = [answer for _, answer in given if answer]
    return len(words) == len(table.items) == len(set(words))


def _asked(rows: Rows, body: Sequence[int], choice: Choice) -> bool:
    """Whether questions are filled in a third of the rows, or of those of more than one cell: lists side by side ask nothing."""
    places = {choice.columns["question"], *choice.levels}
    asking = [number for number in body if places & rows[number].keys()]
    full = [number for number in body if len(rows[number]) > 1]
    return len(asking) * 3 >= len(body) or sum(len(rows[number]) > 1 for number in asking) * 3 >= len(full) > 0


def _repeats(rows: Rows, band: Band) -> Iterator[int]:
    """Later rows that say the same as the header again over most of the columns that it names, with the rows below them."""
    head = rows[band.base]
    roles = [column for column in band.roles if column in head]
    for number, texts in rows.items():
        same = sum(texts.get(column) == head[column] for column in roles)
        if number > band.rows[-1] and same * 2 > max(len(roles), 3):
            yield number
            for member in band.rows:
                if member > band.base and rows.get(number + member - band.base) == rows[member]:
                    yield number + member - band.base


def _judged(table: Table, band: Band, choice: Choice) -> Table:
    """The table with what led to it; it is as sure as the least sure decision about header, question and answers."""
    named = [band.places[column] for column in sorted(band.roles)]
    because = {"header": _cells(named), **choice.because}
    trust = {"header": min(1.0, band.points / 7), **choice.trust}
    if table.items:
        because["end"] = (f"{column_letters(table.columns['question'])}{table.items[-1].row}",)
    judged = [value for name, value in trust.items() if name in ("header", "question", "vendors", "options", *VALUES)]
    return replace(table, confidence=min(judged), because=because, trust=trust, rivals=choice.rivals)


def _cells(places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(f"{column_letters(column)}{row}" for row, column in places)

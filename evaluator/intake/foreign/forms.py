"""Forms: labels with the cell for their value beside them, across merged cells; no header, no ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evaluator.intake.address import area, column_letters
from evaluator.intake.cells import SheetCells
from evaluator.intake.foreign.headings import exact_role, role_of
from evaluator.intake.foreign.layouts import Layout, Rows
from evaluator.intake.foreign.leaving import instructs
from evaluator.intake.foreign.merges import Merges
from evaluator.intake.foreign.replies import Reply, reply_in
from evaluator.intake.foreign.row_words import asks_nothing
from evaluator.intake.foreign.tables import Table, table_by
from evaluator.intake.words import JUDGEMENTS, plain

FEWEST: Final = 3  # fewer labels are the head of something else
LONGEST: Final = 60
WIDEST: Final = 40  # a row of more cells is no row of labels and values
USUAL: Final = 3  # fields with labels of their own for each one with a usual label
NEAR: Final = 3  # a value stands no further from its label than so many columns
_FIELD = re.compile(
    r"(?:名称|地址|联系人|电话|手机|邮箱|邮件|传真|法定代表人|法人代表|注册资本|注册资金|成立日期|成立时间|信用代码|开户银行|开户行|账号|"
    r"税号|企业性质|员工人数|经营范围|网址|职务|职称|报价日期|有效期|交货期|工期|付款方式|质保期|保修期|币种|税率|日期|邮编|资质等级|"
    r"填表人|填写人|编制人|联系方式|版本号|(?:项目|招标|采购|询价)编号|产品型号)$|"
    r"^(?:(?:company|legal|trading|supplier|vendor|bidder|respondent|project|product|system|solution|service) name|"
    r"name of .{3,40}|registered (?:office|address)|product(?: (?:description|version))?|version|"
    r"(?:(?:vendor|supplier|company|bidder|primary|technical|security|sales) )?contact"
    r"(?: (?:person|name|title|details|(?:e-?mail|phone|telephone)(?: (?:address|number))?))?|"
    r"(?:postal |e-?mail )?address|phone(?: number)?|telephone(?: number)?|e-?mail|fax|website|"
    r"(?:completed|prepared|submitted|filled in) by|(?:rfp|rfq|tender|bid|project) (?:number|no\.?|ref(?:erence)?)|"
    r"vat (?:number|no\.?)|(?:company )?registration (?:number|no\.?)|quot(?:e|ation) (?:number|no\.?|date)|valid until|"
    r"(?:(?:submission|completion|assessment|response|issue|due) )?date|date (?:completed|submitted|of [a-z ]{3,30})|"
    r"validity(?: of offer)?|delivery time|lead time|payment terms|warranty(?: period)?|currency|job title|position|country|"
    r"number of employees|year (?:founded|established)|annual turnover)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Pair:
    row: int
    label: int
    value: int
    drawn: bool  # the value's cell is merged, or holds words that keep its place


def forms_of(sheet: SheetCells, rows: Rows, merges: Merges, tables: Sequence[Table]) -> list[Table]:
    """The forms on a sheet outside its tables, one for each pair of columns in which labels and values stand.

    Beside a table only what is drawn as a form counts: the fields at the head of a questionnaire are no questions. On a
    sheet without one, labels must be a third of the rows: fields at the head of a list of records are none either.
    """
    if instructs(sheet.name):
        return []
    taken = [(min(table.layout.header_rows), table.items[-1].row) for table in tables]
    right = max((max(texts) for texts in rows.values()), default=0)
    pairs = [
        pair for number in rows if len(rows[number]) <= WIDEST and not any(first <= number <= last for first, last in taken)
        for pair in _pairs(sheet, rows[number], number, (merges, right), by_colon=bool(tables))
    ]  # fmt: skip
    if not tables:
        pairs += _alike(rows, pairs, (merges, right))
        pairs.sort(key=lambda pair: (pair.row, pair.label))
    lone = not tables and len({pair.row for pair in pairs}) * 3 >= len(rows)
    drawn = bool(tables) and sum(pair.drawn for pair in pairs) * 2 >= len(pairs)
    if len(pairs) < FEWEST or not (lone or drawn):
        return []
    places = sorted({(pair.label, pair.value) for pair in pairs})
    return [
        _form(sheet, rows, merges, [pair for pair in pairs if (pair.label, pair.value) == place]) for place in places
    ]


def _alike(rows: Rows, pairs: Sequence[_Pair], within: tuple[Merges, int]) -> list[_Pair]:
    """Rows with a label and its value in two columns in which usual labels stand: a label need not be a usual one there.

    Nothing may stand in the row but where something stands beside usual labels, too, and of the fields of a form at least one
    in four has a usual label.
    """
    times = Counter((pair.label, pair.value) for pair in pairs)
    places = [place for place, number in times.items() if number >= FEWEST]
    columns = {column for pair in pairs if (pair.label, pair.value) in places for column in rows[pair.row]}
    known = {(pair.row, pair.label) for pair in pairs}
    found = [
        _Pair(number, label, value, drawn=False)
        for number, texts in rows.items() if texts.keys() <= columns
        for label, value in places if (number, label) not in known and _is_field(texts, number, (label, value), within)
    ]  # fmt: skip
    return found if len(found) <= USUAL * sum(times[place] for place in places) else []


def _is_field(texts: Mapping[int, str], number: int, place: tuple[int, int], within: tuple[Merges, int]) -> bool:
    label, value = (texts.get(column, "") for column in place)
    if not (label and value) or len(label) > LONGEST or "\n" in label.strip():
        return False
    heads = (role_of(label) and role_of(value)) or exact_role(value) == "answer"  # "Item | Response" heads a table
    heads = heads and plain(value) not in JUDGEMENTS
    beside = value_column(texts, number, place[0], within) == place[1]
    return beside and not heads and not is_label(value) and not asks_nothing(label)


def unread(table: Table) -> list[tuple[int, int]]:
    """Cells among the fields of a form, or right below, that belong to none: a label without a value, words without a label."""
    layout, sheet = table.layout, table.sheet
    label, value = layout.columns["question"], layout.columns["answer"]
    merged = {found[0] for found in map(area, sheet.merged) if found and found[0][1] < found[1][1]}
    below = (layout.last or 0) + 1
    while sheet.text(below, label):
        below += 1
    rows = (*sorted(layout.skipped), *range((layout.last or 0) + 1, below))
    places = [
        (row, column) for row in rows for column in (label, value) if (row, column) not in (*table.covered, *merged)
    ]
    return [place for place in places if 0 < len(text := sheet.text(*place)) <= LONGEST and not asks_nothing(text)]


def _pairs(
    sheet: SheetCells, texts: Mapping[int, str], number: int, within: tuple[Merges, int], *, by_colon: bool
) -> Iterator[_Pair]:
    """Labels of a row with the column of their value: the next cell, unless that is a label itself.

    ``within`` gives the merged cells and the last written column of the sheet.
    """
    merges, _ = within
    used = 0
    for column, text in texts.items():
        if column <= used or not is_label(text, by_colon=by_colon):
            continue
        beside = value_column(texts, number, column, within, by_colon=by_colon)
        if not beside or is_label(texts.get(beside, ""), by_colon=by_colon):
            continue
        keeps_place = reply_in(sheet.text(number, beside)) is Reply.PLACEHOLDER
        drawn = keeps_place or merges.last_column(number, beside) > beside
        used = beside
        yield _Pair(number, column, beside, drawn)


def value_column(
    texts: Mapping[int, str], number: int, column: int, within: tuple[Merges, int], *, by_colon: bool = False
) -> int:
    """The column of the value beside a label: the next cell, else one near; 0 where the label spreads over all columns."""
    merges, right = within
    beside = merges.last_column(number, column) + 1
    if beside > column + 1 and beside > right:
        return 0  # a heading, what it asks for stands below
    after = next((other for other in sorted(texts) if other > column), 0)
    near = beside < after < beside + NEAR and not is_label(texts[after], by_colon=by_colon)
    return after if near else beside


def names_field(text: str) -> bool:
    """Whether a text names a usual field.

    >>> names_field("Vendor Contact Email*"), names_field("填表日期："), names_field("Step")
    (True, True, False)
    """
    return bool(_FIELD.search(text.strip(" *:：")))


def is_label(text: str, *, by_colon: bool = False) -> bool:
    """Whether a text is the label of a field: it ends with a colon or, unless only that counts, names a usual field.

    >>> is_label("Assessor (3PAO):"), is_label("联系电话"), is_label("联系电话", by_colon=True), is_label("Note:")
    (True, True, False, False)
    """
    if len(text) > LONGEST or "\n" in text.strip():
        return False
    named = text.rstrip().endswith((":", "：")) or (not by_colon and names_field(text))
    return bool(named) and not asks_nothing(text)  # last, as it takes longest to tell


def _form(sheet: SheetCells, rows: Rows, merges: Merges, pairs: Sequence[_Pair]) -> Table:
    numbers = [pair.row for pair in pairs]
    label, value = pairs[0].label, pairs[0].value
    layout = Layout(
        header_rows=(), columns={"question": label, "answer": value}, first=numbers[0], last=numbers[-1], left=label,
        right=value, skipped=frozenset(row for row in rows if numbers[0] < row < numbers[-1]) - set(numbers), form=True,
    )  # fmt: skip
    trust = 0.8 if all(pair.drawn for pair in pairs) else 0.6
    because = {
        role: tuple(f"{column_letters(column)}{number}" for number in numbers)
        for role, column in (("question", label), ("answer", value))
    }
    table = table_by(sheet, layout, trust, rows, merges)
    return replace(table, because=because, trust=dict.fromkeys(because, trust))

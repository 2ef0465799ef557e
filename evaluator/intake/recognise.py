"""A workbook that is not ours → the tables of questions in it: header rows, what each column holds, the rows that count.

Nothing is matched to a question of a method here, and nothing is guessed: a sheet whose header is not understood is left
out, with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.headings import is_machine_name, is_vendors, role_of
from evaluator.intake.tables import LABEL, Layout, Rows, Table, rows_of, table_by
from evaluator.intake.words import NO, NOT_APPLICABLE, YES

DEEPEST: Final = 40  # a header lower than this many written rows is not looked for
ENOUGH: Final = 4
FEWEST: Final = 2  # one row below a heading is no questionnaire
_WEIGHTS: Final = {"question": 3, "answer": 3, "id": 2, "unit_price": 2}
_MEASURES: Final = tuple("值率数量额度期分")  # a heading that ends so names a figure, not a company
_REPLIES: Final = frozenset(
    {*YES, *NO, *NOT_APPLICABLE, "满足", "部分满足", "二次开发", "不满足", "正偏离", "负偏离", "无偏离", "优于", "meets", "partial",
     "partially", "custom", "standard", "configuration", "roadmap", "third party", "fully", "x"}
)  # fmt: skip


def recognise(workbook: Workbook) -> tuple[tuple[Table, ...], dict[str, str]]:
    """The tables of questions in the order of the sheets, and the sheets left out: ``hidden``, ``empty`` or ``no_questions``."""
    tables, left = [], {}
    for sheet in workbook.sheets:
        table = None if sheet.hidden else table_of(sheet)
        if table is not None:
            tables.append(table)
        else:
            left[sheet.name] = "hidden" if sheet.hidden else "no_questions" if sheet.cells else "empty"
    return tuple(tables), left


def kind_of(tables: Sequence[Table]) -> str:
    """What the tables are together: a comparison of vendors, a price list, or a questionnaire."""
    if any(table.layout.vendors for table in tables):
        return "comparison"
    return "price" if any("unit_price" in table.columns for table in tables) else "questionnaire"


def table_of(sheet: SheetCells) -> Table | None:
    """The table on a sheet, None where no row is understood as its header or no question stands below."""
    rows = rows_of(sheet)
    header, roles = _header(rows)
    if header is None:
        return None
    repeats = [header, *_repeats(rows, header, roles)]
    body = [number for number in rows if number > header and number not in repeats]
    if body and all(is_machine_name(text) for text in rows[body[0]].values()) and len(rows[body[0]]) > 2:
        repeats.append(body.pop(0))
    columns = _columns(rows, body, roles, rows[header])
    options = _options(rows, body, rows[header], columns)
    if options:
        repeats.append(body.pop(0))
    if "question" not in columns or not _asked(rows, body, columns["question"]):
        return None
    vendors = {} if "answer" in columns else _vendors(rows, body, rows[header], columns)
    if not ({"answer", "unit_price", "evidence"} & set(columns) or vendors):
        return None
    layout = Layout(header_rows=tuple(sorted(repeats)), columns=columns, vendors=vendors, options=options)
    points = sum(_WEIGHTS.get(role, 1) for role in set(roles.values()))
    table = table_by(sheet, layout, min(1.0, points / 10))
    return table if len(table.items) >= FEWEST else None


def _header(rows: Rows) -> tuple[int | None, dict[int, str]]:
    """The row whose cells say most about their columns, the first of equals."""
    best, number, chosen = 0, None, {}
    for row in list(rows)[:DEEPEST]:
        roles = {column: role for column, text in rows[row].items() if (role := role_of(text))}
        kinds = set(roles.values())
        points = sum(_WEIGHTS.get(role, 1) for role in kinds)
        telling = "question" in kinds or "answer" in kinds
        if points > best and len(kinds) > 1 and telling and len(rows[row]) > 2:
            best, number, chosen = points, row, roles
    return (number, chosen) if best >= ENOUGH else (None, {})


def _repeats(rows: Rows, header: int, roles: Mapping[int, str]) -> Iterator[int]:
    """Later rows that say the same again over most of the columns that the header names."""
    for number, texts in rows.items():
        if number > header:
            same = sum(texts.get(column) == rows[header][column] for column in roles)
            if same >= 2 and same * 2 > len(roles):
                yield number


def _columns(rows: Rows, body: Sequence[int], roles: Mapping[int, str], heads: Mapping[int, str]) -> dict[str, int]:
    """One column for each role: of several, the one that is filled most; questions stand in the longest texts.

    An answer stands where the heading names the vendor, if one does. Where nothing is asked in words, the id is the question.
    """
    wanted: dict[str, list[int]] = {}
    for column, role in roles.items():
        wanted.setdefault(role, []).append(column)
    filled = Counter(column for number in body for column in rows[number])
    columns = {
        role: max(found, key=lambda column: (is_vendors(heads[column]), filled[column], -column))
        for role, found in wanted.items()
    }
    if len(questions := wanted.get("question", [])) > 1:
        columns["question"] = max(questions, key=lambda column: _usual(rows, body, column) * filled[column])
    if "id" in columns and len(wanted["id"]) > 1:
        columns["id"] = max(wanted["id"], key=lambda column: (len(set(_texts(rows, body, column))), -column))
    last = columns.get("answer", max(roles, default=0))
    if "question" not in columns:
        taken = set(columns.values())
        wordy = [c for c in sorted(filled) if c < last and c not in taken and _usual(rows, body, c) >= 15]
        if wordy or "id" in columns:
            columns["question"] = wordy[0] if wordy else columns["id"]
    return columns


def _options(rows: Rows, body: Sequence[int], heads: Mapping[int, str], columns: Mapping[str, int]) -> dict[int, str]:
    """Possible answers as columns of their own: named in the row below a heading for answers that spans them."""
    if "answer" not in columns or not body or min(rows[body[0]]) < columns["answer"]:
        return {}
    first = columns["answer"]
    end = min((column for column in heads if column > first), default=max(rows[body[0]]) + 1)
    named = {column: text for column, text in rows[body[0]].items() if first <= column < end}
    return named if len(named) > 1 else {}


def _asked(rows: Rows, body: Sequence[int], question: int) -> bool:
    """Whether the column of questions is filled in a third of the rows: lists of words beside one another ask nothing."""
    return sum(question in rows[number] for number in body) * 3 >= len(body)


def _texts(rows: Rows, body: Iterable[int], column: int) -> list[str]:
    return [text for number in body if (text := rows[number].get(column)) and not LABEL.match(text)]


def _usual(rows: Rows, body: Iterable[int], column: int) -> float:
    """The usual length of a column's texts; labels such as "Guidance:" are none."""
    lengths = [len(text) for text in _texts(rows, body, column)]
    return median(lengths) if lengths else 0


def _vendors(rows: Rows, body: Sequence[int], heads: Mapping[int, str], columns: Mapping[str, int]) -> dict[int, str]:
    """Columns of one vendor each: to the right of the question, headed by a name, filled with replies or figures."""
    found = {}
    for column, name in heads.items():
        if column <= columns["question"] or column in columns.values() or role_of(name) or name.endswith(_MEASURES):
            continue
        texts = _texts(rows, body, column)
        replies = sum(_reply(text) for text in texts)
        if texts and replies * 2 >= len(texts):
            found[column] = name
    return found if len(found) > 1 else {}


def _reply(text: str) -> bool:
    plain = " ".join(text.casefold().split())
    return plain in _REPLIES or bool(re.fullmatch(r"[-+]?[\d,.]+\s?%?", plain))

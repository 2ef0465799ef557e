"""A decision matrix from a .json, .csv or workbook file, exactly as written; every fault of the file is named at once.

JSON: ``{"alternatives": [], "criteria": [{"name", "objective": "max"|"min", "weight"}], "values": [[…]]}``. Tables of our
own: the first row names the criteria, then the rows ``objective`` and ``weight``, then one row for each alternative. Any
other table is read as a buyer's sheet of scores, by `evaluator.intake.matrices.decision_matrix`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from evaluator.adapters.reader import read_file
from evaluator.intake.address import column_letters
from evaluator.intake.cells import Cell, Refusal, SheetCells, refusal_params
from evaluator.intake.matrices.decision_matrix import matrix_on
from evaluator.intake.matrices.form_shape import FormShape, form_on
from evaluator.scoring.matrix import (
    DecisionMatrix,
    MatrixProblem,
    MatrixRefusedError,
    Objective,
    check,
    problem,
    usable,
)

SIZE_LIMIT = 8 * 2**20
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d{1,9})|\s*(%))?")
_OBJECTIVES: Mapping[str, Objective] = {
    "max": "max", "maximise": "max", "maximize": "max", "higher": "max", "最大": "max", "越大越好": "max",
    "min": "min", "minimise": "min", "minimize": "min", "lower": "min", "最小": "min", "越小越好": "min",
}  # fmt: skip
_OBJECTIVE_ROW = frozenset({"objective", "objectives", "direction", "目标", "方向"})
_WEIGHT_ROW = frozenset({"weight", "weights", "权重"})

Grid = Sequence[Sequence[str]]


def read_matrix(path: Path) -> DecisionMatrix:
    """The matrix of a file; raises ``MatrixRefusedError`` with everything that keeps the file from being one."""
    readers: Mapping[str, Callable[[str, bytes], DecisionMatrix]] = {
        ".json": from_json, ".csv": from_csv, **dict.fromkeys(WORKBOOKS, from_workbook),
    }  # fmt: skip
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise MatrixRefusedError(problem("file_kind", file=path.name))
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as fault:
        raise MatrixRefusedError(problem("file_unreadable", file=str(path))) from fault
    if len(data) > SIZE_LIMIT:
        raise MatrixRefusedError(problem("file_too_large", file=path.name, most=SIZE_LIMIT // 2**20))
    if not data.strip():
        raise MatrixRefusedError(problem("file_empty", file=path.name))
    return reader(path.name, data)


def from_json(name: str, data: bytes) -> DecisionMatrix:
    """The matrix of a JSON text; decimal numbers stay as they are written.

    >>> text = b'{"alternatives": ["Ada"], "criteria": [{"name": "price", "objective": "min", "weight": 0.3}], '
    >>> from_json("case.json", text + b'"values": [[1.10]]}').values
    ((Decimal('1.10'),),)
    """
    try:
        tree = json.loads(
            _text(name, data), parse_float=Decimal, parse_int=Decimal, parse_constant=Decimal, object_pairs_hook=_once
        )
    except json.JSONDecodeError as fault:
        raise MatrixRefusedError(problem("json_broken", file=name, line=fault.lineno, column=fault.colno)) from fault
    except (RecursionError, ArithmeticError) as fault:
        raise MatrixRefusedError(problem("json_shape", file=name)) from fault
    match tree:
        case {"alternatives": list(alternatives), "criteria": list(criteria), "values": list(rows)}:
            if all(isinstance(item, dict) for item in criteria) and all(isinstance(row, list) for row in rows):
                return _from_tree(alternatives, criteria, rows)
    raise MatrixRefusedError(problem("json_shape", file=name))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise MatrixRefusedError(problem("json_key_twice", name=twice))
    return tree


def _from_tree(
    alternatives: list[object], criteria: list[dict[str, object]], rows: list[list[object]]
) -> DecisionMatrix:
    faults = _Faults()
    names = [faults.name(item, f"alternatives[{number}]") for number, item in enumerate(alternatives)]
    heads = [faults.name(item.get("name"), f"criteria[{number}].name") for number, item in enumerate(criteria)]
    objectives = [
        faults.objective(item.get("objective"), f"criteria[{number}].objective") for number, item in enumerate(criteria)
    ]
    weights = [faults.weight(item.get("weight"), f"criteria[{number}].weight") for number, item in enumerate(criteria)]
    values = [
        tuple(faults.value(item, f"values[{number}][{place}]") for place, item in enumerate(row))
        for number, row in enumerate(rows)
    ]
    return faults.matrix(names, heads, objectives, weights, values)


def from_csv(name: str, data: bytes) -> DecisionMatrix:
    """The matrix of a table saved as CSV, with commas, semicolons or tabs, in UTF-8, UTF-16 or GB 18030."""
    text = _text(name, data)
    head = text.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count)))
    except csv.Error as fault:
        raise MatrixRefusedError(problem("csv_broken", file=name)) from fault
    return _from_sheets(name, [_cells("", rows)])


def from_workbook(name: str, data: bytes) -> DecisionMatrix:
    """The matrix of a workbook: of our own layout on the first visible sheet that holds anything, else a buyer's on any."""
    read = read_file(name, data)
    if isinstance(read, Refusal):
        raise MatrixRefusedError(MatrixProblem(f"finding.{read.rule}", refusal_params(read)))
    sheets = [sheet for sheet in read.sheets if sheet.cells and not sheet.hidden]
    if not sheets:
        raise MatrixRefusedError(problem("file_empty", file=name))
    return _from_sheets(name, sheets)


def _cells(name: str, rows: Grid) -> SheetCells:
    cells = {
        (row, column): Cell(row, column, text)
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
        if text.strip()
    }
    return SheetCells(name, cells)


def _from_sheets(name: str, sheets: Sequence[SheetCells]) -> DecisionMatrix:
    first = sheets[0]
    if not first.cells:
        raise MatrixRefusedError(problem("no_criteria"))
    if not _is_own(first):
        return _bought(sheets)
    last_row, last_column = max(row for row, _ in first.cells), max(column for _, column in first.cells)
    # A stray cell at the far corner of a sheet must not make a table of a thousand million empty texts.
    if last_row * last_column > 4 * len(first.cells) + 10_000:
        raise MatrixRefusedError(problem("table_sparse", file=name, sheet=first.name))
    return _from_grid(
        [[first.text(row, column) for column in range(1, last_column + 1)] for row in range(1, last_row + 1)]
    )


def _is_own(sheet: SheetCells) -> bool:
    """Whether the two rows below the first are headed as ours are."""
    labels = {_plain(sheet.text(row, 1)) for row in sheet.rows()[1:3]}
    return bool(labels & _OBJECTIVE_ROW and labels & _WEIGHT_ROW)


def _bought(sheets: Sequence[SheetCells]) -> DecisionMatrix:
    """The matrix that a buyer's sheet holds; where several hold one, nobody but a person can choose."""
    found = [matrix for sheet in sheets if (matrix := matrix_on(sheet))]
    clear = [matrix for matrix in found if not matrix.faults] or [matrix for matrix in found if matrix.clear] or found
    if not clear:
        form = next((form for sheet in sheets if (form := form_on(sheet))), None)
        raise MatrixRefusedError(_is_form(form) if form else problem("weights_missing"))
    if len(clear) > 1:
        raise MatrixRefusedError(problem("sheets_several", sheets=", ".join(f"“{one.sheet}”" for one in clear)))
    (one,) = clear
    if one.faults:
        raise MatrixRefusedError(*(MatrixProblem(fault.key, fault.params) for fault in one.faults))
    return DecisionMatrix(
        alternatives=tuple(name for name, _ in one.alternatives),
        criteria=tuple(criterion.name for criterion in one.criteria),
        objectives=tuple(criterion.direction or "max" for criterion in one.criteria),
        weights=tuple(criterion.weight for criterion in one.criteria),
        values=tuple(tuple(value or Fraction(0) for value in row) for row in one.values),
    )


def _is_form(form: FormShape) -> MatrixProblem:
    """That a sheet is evaluators' score form: it has no table of vendors, whatever weights it may have."""
    evaluators = len({column.evaluator for column in form.columns})
    return MatrixProblem("finding.score_form_found", (("sheet", form.sheet), ("evaluators", evaluators)))


def _from_grid(grid: Grid) -> DecisionMatrix:
    rows = {number: [cell.strip() for cell in row] for number, row in enumerate(grid, 1) if any(map(str.strip, row))}
    head, *rest = rows
    special: dict[str, int] = {}
    for number in rest[:2]:
        label = _plain(rows[number][0])
        if label in _OBJECTIVE_ROW:
            special["objective"] = number
        elif label in _WEIGHT_ROW:
            special["weight"] = number
    body = rest[2:]
    width = max(place for row in rows.values() for place, cell in enumerate(row) if cell)

    def line(number: int) -> list[tuple[str, str]]:
        row = rows[number] + [""] * width
        return [(row[place], f"{column_letters(place + 1)}{number}") for place in range(1, width + 1)]

    faults = _Faults()
    heads = [faults.name(*cell) for cell in line(head)]
    objectives = [faults.objective(*cell) for cell in line(special["objective"])]
    weights = [faults.weight(*cell) for cell in line(special["weight"])]
    names = [faults.name(rows[number][0], f"A{number}") for number in body]
    values = [tuple(faults.value(*cell) for cell in line(number)) for number in body]
    return faults.matrix(names, heads, objectives, weights, values)


class _Faults:
    """Readings of single entries; what cannot be read is remembered with its place and stands as nothing."""

    def __init__(self) -> None:
        self.problems: list[MatrixProblem] = []

    def name(self, given: object, place: str) -> str:
        if isinstance(given, str) and given.strip():
            return given.strip()
        self.problems.append(problem("name_missing", place=place))
        return ""

    def objective(self, given: object, place: str) -> Objective:
        word = _OBJECTIVES.get(_plain(given)) if isinstance(given, str) else None
        if word is None:
            self.problems.append(problem("objective_missing", place=place, given=_said(given)))
        return word or "max"

    def weight(self, given: object, place: str) -> Fraction:
        value = _number(given)
        if value is None:
            self.problems.append(problem("weight_not_number", place=place, given=_said(given)))
        elif not usable(value):
            self.problems.append(problem("weight_extreme", criterion=place))
        else:
            return Fraction(value)
        return Fraction(0)

    def value(self, given: object, place: str) -> Decimal:
        value = _number(given)
        if value is None:
            missing = given is None or given == ""
            self.problems.append(problem("value_missing" if missing else "value_not_number", place=place,
                                         **({} if missing else {"given": _said(given)})))  # fmt: skip
        return Decimal(0) if value is None else value

    def matrix(
        self, names: list[str], heads: list[str], objectives: list[Objective], weights: list[Fraction],
        values: Sequence[tuple[Decimal, ...]],
    ) -> DecisionMatrix:  # fmt: skip
        made = DecisionMatrix(tuple(names), tuple(heads), tuple(objectives), tuple(weights), tuple(values))
        if self.problems:
            # What stands for an unread entry makes faults of its own; names that occur twice do not depend on it.
            twice = [found for found in check(made) if found.key.endswith("_twice")]
            raise MatrixRefusedError(*self.problems, *twice)
        return made


def _number(given: object) -> Decimal | None:
    if isinstance(given, Decimal):
        return given if given.is_finite() else None
    if not isinstance(given, str):
        return None
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", given).strip())
    # The exponent is written, not multiplied, because Decimal's arithmetic rounds to 28 digits.
    return Decimal(found[1] + ("E-2" if found[3] else found[2] or "")) if found else None


def _said(given: object) -> str:
    return str(given)[:60] if isinstance(given, str | Decimal) else json.dumps(given, default=str)[:60]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _text(name: str, data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MatrixRefusedError(problem("text_unreadable", file=name))

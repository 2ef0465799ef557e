"""What ``inspect`` says of a buyer's decision matrix or score form: criteria, weights, vendors, evaluators, with their cells."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.domain.bid import State
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.text import Lang
from evaluator.intake.address import column_letters
from evaluator.intake.bids import FileReading
from evaluator.intake.cells import Workbook
from evaluator.intake.matrices.decision_matrix import matrices
from evaluator.intake.matrices.form_shape import FormShape, form_on
from evaluator.intake.matrices.found import FoundMatrix
from evaluator.services.report import Json, finding_json


def matrix_json(file: FileReading, workbook: Workbook, lang: Lang, *, answers: bool) -> Json | None:
    """The row of a workbook that holds decision matrices or else score forms, None where it holds neither."""
    found = [matrix for matrix in matrices(workbook) if matrix.clear]
    if not found:
        return _form_json(file, workbook, lang, answers=answers)
    lines = [line for matrix in found for line in _values(matrix)]
    row: Json = {
        "path": file.name, "sha256": file.sha256, "status": "read", "layout": "matrix", "vendor": None,
        "questions": sum(len(matrix.criteria) for matrix in found),
        "answered": sum(line["state"] == State.ANSWERED.value for line in lines),
        "tables": [_table(matrix) for matrix in found],
        "findings": _told(file, [one for matrix in found for one in _findings(file, matrix)], lang),
    }  # fmt: skip
    return {**row, "answers": lines} if answers else row


def _form_json(file: FileReading, workbook: Workbook, lang: Lang, *, answers: bool) -> Json | None:
    forms = [form for sheet in workbook.sheets if not sheet.hidden and (form := form_on(sheet))]
    if not forms:
        return None
    told = [
        finding(
            Rule.SCORE_FORM_FOUND, Source(file.name, file.sha256, form.sheet), sheet=form.sheet,
            evaluators=len({column.evaluator for column in form.columns}),
        )
        for form in forms
    ]  # fmt: skip
    row: Json = {
        "path": file.name, "sha256": file.sha256, "status": "read", "layout": "scores", "vendor": forms[0].vendor or None,
        "questions": sum(len(form.criteria) for form in forms), "answered": sum(form.given for form in forms),
        "tables": [_form(form) for form in forms], "findings": _told(file, told, lang),
    }  # fmt: skip
    return {**row, "answers": []} if answers else row


def _told(file: FileReading, found: Sequence[Finding], lang: Lang) -> list[Json]:
    """What was found, and what is remarked on the file as such."""
    others = [one for one in file.findings if one.rule is not Rule.LAYOUT_UNKNOWN]
    return [finding_json(one, lang) for one in (*found, *others)]


def _form(form: FormShape) -> Json:
    return {
        "sheet": form.sheet, "hidden": False, "header_row": form.header_rows[0], "header_rows": list(form.header_rows),
        "columns": {"question": form.question}, "vendors": {}, "questions": len(form.criteria), "answered": form.given,
        "vendor_cell": form.vendor_cell or None,
        "criteria": [{"name": name, "cell": cell} for name, cell in form.criteria],
        "scores": [
            {
                "evaluator": column.evaluator, "score": column_letters(column.spot),
                "notes": column_letters(column.notes) if column.notes else None,
            }
            for column in form.columns
        ],
    }  # fmt: skip


def _findings(file: FileReading, matrix: FoundMatrix) -> list[Finding]:
    whole = Source(file.name, file.sha256, matrix.sheet)
    told = finding(
        Rule.MATRIX_FOUND, whole, file=file.name, sheet=matrix.sheet, criteria=len(matrix.criteria),
        n=len(matrix.alternatives),
    )  # fmt: skip
    return [told, *(finding(Rule.MATRIX_UNCLEAR, whole, why=fault) for fault in matrix.faults)]


def _table(matrix: FoundMatrix) -> Json:
    return {
        "sheet": matrix.sheet, "hidden": False, "header_row": _row(matrix), "columns": {},
        "vendors": {} if matrix.across else {_letters(cell): name for name, cell in matrix.alternatives},
        "questions": len(matrix.criteria), "answered": sum(map(len, matrix.values)),
        "criteria_run": "across" if matrix.across else "down",
        "criteria": [
            {
                "name": one.name, "cell": one.cell, "objective": one.direction, "weight": float(one.weight),
                "weight_cell": one.weight_cell,
            }
            for one in matrix.criteria
        ],
        "alternatives": [{"name": name, "cell": cell} for name, cell in matrix.alternatives],
        "left_out": dict(matrix.left),
    }  # fmt: skip


def _row(matrix: FoundMatrix) -> int:
    cell = matrix.criteria[0].cell if matrix.across else matrix.alternatives[0][1]
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _letters(cell: str) -> str:
    return cell.rstrip("0123456789")


def _values(matrix: FoundMatrix) -> list[Json]:
    return [
        {
            "id": None, "question": criterion.name, "answer": text, "value": None if value is None else float(value),
            "state": (State.UNANSWERED if not text else State.DAMAGED if value is None else State.ANSWERED).value,
            "comment": "", "vendor": name, "sheet": matrix.sheet, "cell": cell,
        }
        for (name, _), cells, texts, values in zip(
            matrix.alternatives, matrix.cells, matrix.texts, matrix.values, strict=True
        )
        for criterion, cell, text, value in zip(matrix.criteria, cells, texts, values, strict=True)
    ]  # fmt: skip

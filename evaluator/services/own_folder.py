"""A pack made from a buyer's own questionnaire on the command line: the assignment table goes out, the pack comes back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from evaluator.adapters.reader import read_file
from evaluator.domain.text import Lang
from evaluator.i18n.words import shown, t
from evaluator.intake.cells import Refusal
from evaluator.intake.own.assigning import Assignment, OwnFault
from evaluator.intake.own.proposal import OwnQuestionnaire
from evaluator.services.folder import FolderError
from evaluator.services.own_questionnaire import (
    KEY,
    fault_place,
    first_assignment,
    own_faults,
    own_files,
    read_questionnaire,
    trees,
)
from evaluator.services.report import Json

TABLE: Final = "assignment.xlsx"


def pack_of_questionnaire(
    path: Path, assign: Path | None, out: Path, more: tuple[str, bool, str], lang: Lang
) -> tuple[Json, int]:
    """The assignment table to fill in (exit code 1), or with one filled in the pack's files (0), or its faults (2).

    ``more`` is the title, whether references are asked for, and the weight of the requirement list, empty for none.
    """
    asked = read_questionnaire(path.name, _bytes(path))
    if assign is None:
        table = _write_table(asked, out, lang)
        return {**_told(asked, lang), "assignment": str(table), "files": [], "errors": []}, 1
    title, references, list_weight = more
    said = replace(_read_table(assign, asked), references=references, list_weight=list_weight)
    faults = [*_rows_missing(asked, said), *own_faults(asked, said)]
    if faults:
        errors = [_error(fault, asked, assign, lang) for fault in faults]
        return {**_told(asked, lang), "files": [], "errors": errors}, 2
    key = out.name if re.fullmatch(r"[a-z][a-z0-9_]*", out.name) else KEY
    files = own_files(asked, said, (key, title or path.stem))
    out.mkdir(parents=True, exist_ok=True)
    if (out / "method.toml").exists():
        raise FolderError("file_there", path=str(out / "method.toml"))
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(content, "utf-8")
    return {**_told(asked, lang), "pack": key, "files": [str(out / name) for name in files], "errors": []}, 0


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise FolderError("no_file", path=str(path))
    return path.read_bytes()


def _told(asked: OwnQuestionnaire, lang: Lang) -> Json:
    """What was read in the questionnaire."""
    return {
        "questions": [
            {"id": one.id, "question": one.text.show(lang), "section": one.section.show(lang), "kind": one.kind.value,
             "judge": one.judge.value, "because": shown(one.because, lang), "place": one.key}
            for one in asked.questions
        ],
        "prices": len(asked.prices), "languages": list(asked.languages),
        "ignored": dict(asked.left),
    }  # fmt: skip


def _write_table(asked: OwnQuestionnaire, out: Path, lang: Lang) -> Path:
    from evaluator.adapters.assignment_file import write_assignment

    table = out / TABLE
    if table.exists():
        raise FolderError("file_there", path=str(table))
    out.mkdir(parents=True, exist_ok=True)
    table.write_bytes(write_assignment(asked, first_assignment(asked, trees()[0]), lang))
    return table


def _read_table(path: Path, asked: OwnQuestionnaire) -> Assignment:
    from evaluator.adapters.assignment_file import read_assignment

    book = read_file(path.name, _bytes(path))
    said = None if isinstance(book, Refusal) else read_assignment(book)
    if said is None or not {row.key for row in said.rows} & {one.key for one in asked.questions}:
        raise FolderError("own_no_table", path=str(path))
    return said


def _rows_missing(asked: OwnQuestionnaire, said: Assignment) -> list[OwnFault]:
    there = {row.key for row in said.rows}
    return [OwnFault(one.key, "row_missing") for one in asked.questions if one.key not in there]


def _error(fault: OwnFault, asked: OwnQuestionnaire, table: Path, lang: Lang) -> Json:
    what = t(f"own.fault.{fault.rule}", lang, **fault.params)
    place = fault_place(fault, asked, lang)
    return {
        "file": str(table),
        "rule": fault.rule,
        "place": place,
        "message": t("own.cli.fault", lang, place=place, what=what),
    }


def questionnaire_words(data: Json, lang: Lang) -> list[str]:
    """What was read, what was left out, what was written, and what to do next, in sentences."""
    left = [
        t("own.cli.left", lang, sheet=sheet, why=t(f"finding.left.{why}", lang))
        for sheet, why in data["ignored"].items()
    ]
    read = t("own.cli.read", lang, n=len(data["questions"]), prices=data["prices"])
    written = [t("cli.written", lang, path=path) for path in data["files"]]
    todo = [t("own.cli.fill", lang, path=data["assignment"])] if "assignment" in data else []
    return [read, *left, *written, *todo]

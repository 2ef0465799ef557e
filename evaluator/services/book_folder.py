"""Workbooks that change a pack on the command line: read from a file, written as a pack, told as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evaluator.domain.finding import Finding, Source
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t
from evaluator.services.folder import FolderError

# Part, key and field of what changed, and what stood and stands there.
Told = tuple[str, str, str, object, object]


def book_content(book: Path) -> bytes:
    """The bytes of a workbook that came back; `FolderError` where there is none."""
    if not book.is_file():
        raise FolderError("no_file", path=str(book))
    return book.read_bytes()


def write_pack(files: Mapping[str, str], out: Path) -> list[str]:
    """Paths of a pack's files, written into a folder."""
    written = []
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")
        written.append(str(path))
    return written


def taken_in(
    name: str, written: list[str], told: Iterable[Told], findings: Iterable[Finding], lang: Lang
) -> dict[str, Any]:
    """What a workbook of this name came to, as JSON."""
    changes = [
        {"part": part, "key": key, "field": field, "before": _json(before), "after": _json(after)}
        for part, key, field, before, after in told
    ]
    found = [
        {
            "rule": one.rule.value, "severity": one.severity.value, "sheet": one.source.sheet, "cell": one.source.cell,
            "message": message(one, lang),
        }
        for one in findings
    ]  # fmt: skip
    return {"book": name, "files": written, "changes": changes, "findings": found}


def _json(value: object) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return f"{value:f}" if hasattr(value, "normalize") else value


def book_lines(data: Mapping[str, Any], lang: Lang) -> tuple[list[str], list[str]]:
    """The same for people: what changed and what was written, and one line for each finding with its cell."""
    changes = data["changes"]
    lines = [t("change.changed", lang, n=len(changes)) if changes else t("change.no_change", lang)]
    for one in changes:
        name = " ".join(filter(None, (one["part"], one["key"], one["field"])))
        lines.append(f"{name}: {_shown(one['before'])} → {_shown(one['after'])}")
    lines += [t("cli.written", lang, path=path) for path in data["files"]]
    found = data["findings"]
    return lines, [f"{Source(data['book'], sheet=one['sheet'], cell=one['cell'])}: {one['message']}" for one in found]


def _shown(value: object) -> str:
    return "–" if value in (None, "") else ", ".join(value) if isinstance(value, list) else str(value)

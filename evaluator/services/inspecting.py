"""What intake understands of any workbook: the pack is the one named, else the one that the workbook's own marker names.

Whoever looks at one workbook waits for what that one needs: other people's layouts and the reports are loaded when asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evaluator.adapters.packs import bundled_pack, known_packs, load_pack, load_tender
from evaluator.adapters.reader import read_files
from evaluator.domain.finding import Rule, Severity, Source, finding
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.bids import FileReading, read_bid_file, unmarked
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.questionnaire import Questionnaire
from evaluator.intake.reading import Context
from evaluator.intake.template import find_marker
from evaluator.services.folder import context, demand_there, input_files, open_tender
from evaluator.services.inspected import Inspected
from evaluator.services.report import Json, file_json, refusals

if TYPE_CHECKING:
    from evaluator.intake.foreign.mapping import WorkbookMapping


@dataclass(frozen=True, slots=True)
class Given:
    """What workbooks are read by where it is said: a pack's name or folder, a tender file; else their marker tells."""

    pack: str = ""
    tender: Path | None = None


BY_MARKER: Final = Given()


def inspect_paths(
    paths: Sequence[Path], lang: Lang, with_answers: bool, mapping: Path | None = None, *, report: Path | None = None,
    prices: bool = False, given: Given = BY_MARKER,
) -> Json:  # fmt: skip
    """The JSON of ``inspect`` for files and folders; workbooks that are not ours by the mapping file, where one is given.

    With ``report``, a folder, what vendors must correct is written there, too; ``prices`` says that prices are opened, so
    that a report may name them.
    """
    files = input_files(paths)
    wanted = _mapping(mapping)
    contexts: dict[tuple[str, Path], tuple[Context, Tender | None]] = {}
    tenders = {folder: beside(folder, given) for folder in dict.fromkeys(path.parent for path in files)}
    rows, errors = [], []
    seen: list[Inspected] = []
    books = read_files([(path.name, path.read_bytes()) for path in files])
    for path, book in zip(files, books, strict=True):
        made = asked = read_by = None
        if report is None and (isinstance(book, Refusal) or find_marker(book) is None):
            reading = unmarked(book)  # whatever a pack asks, which then need not be loaded
        else:
            reading, read_by, asked = _reading(book, path, contexts, (given.pack, tenders[path.parent]))
        if isinstance(book, Workbook) and any(found.rule is Rule.LAYOUT_UNKNOWN for found in reading.findings):
            from evaluator.services.inspecting_foreign import foreign_row

            reading, row, made = foreign_row(reading, book, wanted, lang, answers=with_answers)
        else:
            row = file_json(reading, asked, lang, with_answers)
        if read_by:
            seen.append(Inspected(reading, *read_by, made, path.parent))
        row["path"] = str(path)
        rows.append(row)
        errors += [{**error, "file": str(path)} for error in refusals([reading], lang)]
    data: Json = {"files": rows, "errors": errors}
    if folders := [path for path in paths if path.is_dir()]:
        from evaluator.services.inspecting_attached import attached_json

        beside_them = attached_json(folders, seen, lang)
        data |= {**beside_them, "errors": [*errors, *beside_them["errors"]]}
    if report is not None:
        # What writes reports costs a second to load: whoever only looks does not wait for it.
        from evaluator.services.inspect_reports import write_reports

        data["reports"] = [str(path) for path in write_reports(seen, report, prices=prices)]
    return data


def _mapping(path: Path | None) -> tuple[str, WorkbookMapping] | None:
    """The mapping file with its name, where one is given."""
    if path is None:
        return None
    from evaluator.adapters.mapping_file import load_mapping

    demand_there([path])
    return path.name, load_mapping(path)


def beside(folder: Path, given: Given) -> Tender | None:
    """The tender of the files in a folder: the one named, else the file beside them; it must fit a pack that is named."""
    if given.pack:
        return open_tender(given.pack, folder, given.tender)[1]
    if given.tender is not None:
        demand_there([given.tender])
    path = given.tender or folder / "tender.toml"
    return load_tender(path) if path.is_file() else None


def _reading(
    book: Workbook | Refusal,
    path: Path,
    contexts: dict[tuple[str, Path], tuple[Context, Tender | None]],
    said: tuple[str, Tender | None],
) -> tuple[FileReading, tuple[Context, Tender | None], Questionnaire | None]:
    marker = find_marker(book) if isinstance(book, Workbook) else None
    pack, tender = said
    # A workbook that is not ours says nothing of a pack: the tender beside it does.
    wanted = (marker.pack if marker else "", tender.pack if tender else "")
    found = [one for one in wanted if one in known_packs()]
    name = pack or next(iter(found), known_packs()[0])
    key = (name, path.parent)
    if key not in contexts:
        # A tender by another pack says nothing about this workbook; one beside a pack that is named was held against it.
        own = tender if tender and (pack or tender.pack == name) else None
        contexts[key] = context(load_pack(name) if pack else bundled_pack(name), own), own
    read_by = contexts[key]
    reading = read_bid_file(book, read_by[0])
    if marker and not pack and not found:
        unknown = finding(Rule.PACK_UNKNOWN, Source(reading.name, reading.sha256), given=marker.pack)
        reading = replace(reading, findings=(unknown,))
    return reading, read_by, read_by[0].asked if marker else None


def inspect_words(data: Json, lang: Lang) -> list[str]:
    """The same for people: one line per file that was read, then its findings with their cells."""
    lines: list[str] = []
    for file in data["files"]:
        if file["status"] == "read":
            lines.append(t("cli.inspect_read", lang, **_summary(file)))
            lines += [f"  {_place(found)}{found['message']}" for found in file["findings"]]
    if data.get("attachments"):
        from evaluator.services.inspecting_attached import attached_words

        lines += attached_words(data, lang)
    made = [t("cli.written", lang, path=path) for path in data.get("reports", ())]
    return [*lines, *(made or [t("cli.reports_none", lang)] if "reports" in data else ())]


def _summary(file: Json) -> dict[str, Any]:
    found = file["findings"]
    blockers = sum(one["severity"] == Severity.BLOCKER.value for one in found)
    return {
        "path": file["path"], "vendor": file["vendor"] or "–", "questions": file["questions"],
        "answered": file["answered"], "blockers": blockers, "others": len(found) - blockers,
    }  # fmt: skip


def _place(found: Json) -> str:
    if not found["sheet"]:
        return ""
    return f"{found['sheet']}!{found['cell']}  " if found["cell"] else f"{found['sheet']}  "

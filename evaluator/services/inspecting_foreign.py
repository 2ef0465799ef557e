"""What ``inspect`` makes of a workbook that is not ours: a matrix, a score form, tables of questions, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evaluator.adapters.mapping_file import mapping_text
from evaluator.adapters.packs import known_packs, load_pack
from evaluator.adapters.reader import read_files
from evaluator.domain.finding import Rule
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.bids import FileReading
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.foreign.mapping import Applied, WorkbookMapping, apply, proposed, used
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.foreign.stated import stated_vendor
from evaluator.intake.questionnaire import Questionnaire
from evaluator.intake.template import find_marker
from evaluator.services.folder import FolderError, context, input_files
from evaluator.services.foreign import foreign_json, left_json, recognised
from evaluator.services.inspected_matrix import matrix_json
from evaluator.services.inspecting import BY_MARKER, Given, beside
from evaluator.services.report import Json, file_json


def foreign_row(
    reading: FileReading, book: Workbook, wanted: tuple[str, WorkbookMapping] | None, lang: Lang, *, answers: bool
) -> tuple[FileReading, Json, Applied | None]:
    """The reading of a foreign workbook, its row, and what was made out in it by the mapping of this name or by recognition."""
    name, mapping = wanted or ("", None)
    matrix = None if mapping else matrix_json(reading, book, lang, answers=answers)
    if matrix:
        return replace(reading, refused=False), matrix, None
    made = _made_out(book, mapping)
    if not made.tables:
        reading = replace(reading, findings=made.findings) if made.findings else reading
        left = left_json(made.left, lang) if made.left else {}
        return reading, file_json(reading, None, lang, answers) | left, None
    others = tuple(found for found in reading.findings if found.rule is not Rule.LAYOUT_UNKNOWN)
    told = used(name, book) if mapping else recognised(reading, made.tables)
    vendor = (mapping.vendor if mapping else "") or stated_vendor(book, made.tables)
    reading = replace(reading, refused=False, vendor=vendor, findings=(told, *made.findings, *others))
    row = foreign_json(
        reading, made.tables, made.left, lang, answers=answers, owners=made.owners, sheets=book.sheets
    )  # fmt: skip
    return reading, row, made


def _made_out(book: Workbook, mapping: WorkbookMapping | None) -> Applied:
    if mapping is not None:
        return apply(book, mapping)
    tables, left = recognise(book)
    return Applied(tables=tables, owners=("",) * len(tables), left=left)


def save_proposal(paths: Sequence[Path], out: Path, given: Given = BY_MARKER) -> Json:
    """Write the mapping that recognition proposes for the one workbook given; a file that is there is not replaced.

    Where a pack or a tender is named, or a tender file lies beside the workbook, what its questions are by id or by words
    is written, too; ``open`` are the keys of those of which nobody can tell.
    """
    files = input_files(paths)
    if len(files) != 1:
        raise FolderError("mapping_one_file", n=str(len(files)))
    if out.exists():
        raise FolderError("file_there", path=str(out))
    (book,) = read_files([(files[0].name, files[0].read_bytes())])
    ours = isinstance(book, Refusal) or find_marker(book) is not None
    mapping = WorkbookMapping(tables=()) if ours or isinstance(book, Refusal) else proposed(book)
    if isinstance(book, Refusal) or not mapping.tables:
        raise FolderError("mapping_none", path=str(files[0]))
    asked = _asked(files[0].parent, given)
    from evaluator.intake.foreign.mapped import matches_of  # it loads what compares words

    found = matches_of(apply(book, mapping).tables, asked, {}).values() if asked else ()
    mapping = replace(mapping, matches={one.key: one.item for one in found if one.item})
    out.write_text(mapping_text(mapping), "utf-8")
    left = [one.key for one in found if not one.item]
    return {"mapping": str(out), "tables": len(mapping.tables), "matched": len(mapping.matches), "open": left}


def _asked(folder: Path, given: Given) -> Questionnaire | None:
    """What is asked where it is said; None where no pack is known."""
    tender = beside(folder, given)
    pack = given.pack or (tender.pack if tender else "")
    if not pack or not (given.pack or given.tender or pack in known_packs()):
        return None
    return context(load_pack(pack, tender), tender).asked


def proposal_words(data: Json, lang: Lang) -> list[str]:
    """What was written, how many of its questions are known, and the keys of the others."""
    told = t("cli.mapping_matched", lang, n=data["matched"], open=len(data["open"]))
    known = [told] if data["matched"] or data["open"] else []
    return [t("cli.written", lang, path=data["mapping"]), *known, *(f"  {key}" for key in data["open"])]

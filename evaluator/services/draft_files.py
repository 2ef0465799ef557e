"""The files of a draft: for the house, for the vendor, for counsel's own form, and what they were made from."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.draft import Draft, Front
from evaluator.contract.promises import Promises
from evaluator.domain.contract import TermValue
from evaluator.domain.method import Method
from evaluator.domain.question import Question
from evaluator.domain.text import Layout

# Each file by its kind, and what it is called before the vendor's name.
OUTPUTS: Final[Mapping[str, tuple[str, str]]] = {
    "draft": ("draft", ".docx"),
    "outbound": ("draft-outbound", ".docx"),
    "terms": ("term-sheet", ".xlsx"),
    "coverage": ("coverage", ".xlsx"),
    "checklist": ("checklist", ".md"),
    "manifest": ("manifest", ".json"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that the files of one draft are written from; ``although`` are reasons for making it against a rule."""

    draft: Draft
    front: Front
    values: Mapping[str, TermValue]
    promises: Promises
    questions: Mapping[str, Question]
    method: Method
    layout: Layout
    talk: bool
    manifest: bytes
    although: tuple[str, ...] = ()


def file_name(kind: str, vendor: str, layout: Layout) -> str:
    """The name of a file of a draft; ``vendor`` is already fit for one.

    >>> file_name("outbound", "Ada", "both")
    'draft-outbound_Ada_both.docx'
    """
    stem, ending = OUTPUTS[kind]
    return f"{stem}_{vendor}_{layout}{ending}"


def draft_files(made: Material, vendor: str, wanted: Collection[str]) -> dict[str, bytes]:
    """The files of these kinds by name, in the order of `OUTPUTS`; the same material gives the same bytes."""
    return {file_name(kind, vendor, made.layout): _written(kind, made) for kind in OUTPUTS if kind in wanted}


def _written(kind: str, made: Material) -> bytes:
    # What writes a document or a workbook is loaded only when one is written: it takes a third of a second.
    speaker = Speaker(made.layout, made.method.units)
    if kind == "manifest":
        return made.manifest
    if kind in ("draft", "outbound"):
        from evaluator.adapters.docx_file import write_draft, write_outbound

        if kind == "outbound":
            return write_outbound(made.draft, made.front, made.layout, made.method.units)
        return write_draft(
            made.draft, made.front, made.layout, made.method.units, made.values, talk=made.talk
        )  # fmt: skip
    if kind == "terms":
        from evaluator.adapters.term_sheet_file import Sheet, write_term_sheet

        return write_term_sheet(Sheet(values=made.values, draft=made.draft, talk=made.talk), made.front, speaker)
    from evaluator.adapters.checklist_text import Checked, write_checklist
    from evaluator.adapters.coverage_file import Covered, write_coverage

    covered = Covered(promises=made.promises, draft=made.draft, method=made.method, questions=made.questions)
    if kind == "coverage":
        return write_coverage(covered, made.front, speaker)
    return write_checklist(Checked(covered=covered, front=made.front, although=made.although), speaker)


def packed(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as JSON that is the same wherever it is written."""
    return (json.dumps(manifest, ensure_ascii=True, indent=2, sort_keys=True) + "\n").encode()

"""How a draft is written from a folder: in a language of its tender, and as PDF too where LibreOffice is installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from evaluator.domain.finding import Phrase
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, layouts
from evaluator.services.problem import Refused


def folder_layout(tender: Tender, wanted: Layout) -> Layout:
    """The layout that is wanted; ``both`` are the languages that the tender has, and one it has not is `Refused`."""
    there = layouts(tender.languages)
    if wanted in there:
        return wanted
    if wanted == "both":
        return there[0]
    raise Refused("draft_language", language=Phrase(f"tender.languages.{there[0]}"))


def previewed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The internal draft, the first of its files, as PDF; nothing where LibreOffice is not installed."""
    from evaluator.adapters.pdf import program, to_pdf

    name = next(iter(files))
    return {pdf_name(name): to_pdf(files[name])} if program() else {}


def pdf_name(name: str) -> str:
    """The file of the preview.

    >>> pdf_name("draft_Ada_both.docx")
    'draft_Ada_both.pdf'
    """
    return str(PurePath(name).with_suffix(".pdf"))

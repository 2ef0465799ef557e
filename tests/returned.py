"""Drafts as they come back: exported bytes with their document part edited, as a word processor would leave it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from evaluator.services.drafting import DraftInputs, make_draft

MAIN = "word/document.xml"
Change = Callable[[str], str]


def exported(inputs: DraftInputs) -> bytes:
    """The Word file of a draft."""
    return next(data for name, data in make_draft(inputs).files.items() if name.endswith(".docx"))


def edited(data: bytes, *changes: Change, more: dict[str, bytes] | None = None) -> bytes:
    """The file with its document part changed and ``more`` parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        parts = {name: source.read(name) for name in source.namelist()}
        document = parts[MAIN].decode()
        for change in changes:
            document = change(document)
        for name, content in {**parts, MAIN: document.encode(), **(more or {})}.items():
            target.writestr(name, content)
    return out.getvalue()


def said(name: str, words: str, *, kept: bool = True) -> Change:
    """The value in a bookmark replaced; not ``kept`` the bookmark goes with the words it held."""

    def change(document: str) -> str:
        found = re.search(
            rf'(<w:bookmarkStart w:id="(\d+)" w:name="{name}"/>).*?(<w:bookmarkEnd w:id="\2"/>)', document
        )
        assert found, name
        run = f"<w:r><w:t>{words}</w:t></w:r>"
        return document.replace(found[0], f"{found[1]}{run}{found[3]}" if kept else run)

    return change


def around(words: str, make: Callable[[str], str]) -> Change:
    """The paragraph that holds these words, made into something else."""

    def change(document: str) -> str:
        at = document.index(words)
        start, end = document.rindex("<w:p>", 0, at), document.index("</w:p>", at) + len("</w:p>")
        return document[:start] + make(document[start:end]) + document[end:]

    return change


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

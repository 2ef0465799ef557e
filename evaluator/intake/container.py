"""What is odd about a file as such, whatever is asked in it: its kind, macros, and links to other files."""

from __future__ import annotations

from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.intake.cells import Workbook


def container_findings(book: Workbook) -> list[Finding]:
    """A finding for each, none for a plain .xlsx."""
    whole = Source(book.name, book.sha256)
    found = [finding(Rule.FILE_VALUES_ONLY, whole, file=book.name, kind=book.kind)] if book.kind != "xlsx" else []
    if book.macros:
        found.append(finding(Rule.FILE_MACROS, whole, file=book.name))
    if book.links:
        found.append(finding(Rule.FILE_LINKS, whole, file=book.name))
    return found

"""A foreign sheet of 3,000 rows: its layout made out, its questions compared with those of a tender."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timing import ROOT, ROUNDS, Line, spent
from evaluator.intake.cells import Cell, SheetCells, Workbook
from evaluator.intake.foreign.mapped import matches_of
from evaluator.intake.foreign.mapping import WorkbookMapping, apply, proposed
from evaluator.services.folder import context, open_tender

ROWS = 3_000
SAMPLE = ROOT / "sample_bids"


def workbook(texts: list[str], rows: int = ROWS) -> Workbook:
    """A list of numbered questions, each with a few words of its own, and a reply."""
    lines = [
        ("编号", "需求", "答复"),
        *((f"{n}", f"{texts[n % len(texts)]}（{n}）", "满足") for n in range(1, rows + 1)),
    ]
    cells = {(row, column): Cell(row, column, text)
             for row, line in enumerate(lines, start=1) for column, text in enumerate(line, start=1)}  # fmt: skip
    return Workbook("foreign.xlsx", "0" * 64, (SheetCells("应答", cells),))


def lines(folder: Path = SAMPLE) -> list[Line]:
    """The lines of the table; the targets are half a second for the matching, a second for both together."""
    asked = context(*open_tender("crm_platform", folder, None)).asked
    book = workbook([words for question in asked.all() for words in (question.text.zh, question.text.en)])

    def made_out() -> WorkbookMapping:
        return proposed(book)

    tables = apply(book, made_out()).tables

    def matched() -> object:
        return matches_of(tables, asked, {})

    matched()
    matching = tuple(spent(matched) for _ in range(ROUNDS))
    both = tuple(spent(made_out) + spent(matched) for _ in range(ROUNDS))
    return [
        Line("3,000 foreign rows, matched", "target 0.5 s", matching, limit=0.5),
        Line("the same, recognised and matched", "target 1 s", both, limit=1.0),
    ]

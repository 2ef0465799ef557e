"""Our reader beside openpyxl, on a vendor's answered workbook and on the same with 20,000 formatted blank rows."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from openpyxl.styles import PatternFill

from benchmarks.timing import ROOT, Line, in_turns, whole_process
from evaluator.adapters.formats import read_book
from evaluator.adapters.reader_process import ALONE

WORKBOOK = ROOT / "sample_bids" / "1-hailan-technical.xlsx"
WITH_OPENPYXL = """
import io, sys, openpyxl
book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()), data_only=True)
print(sum(1 for sheet in book for row in sheet.iter_rows() for _ in row))
"""


def openpyxl_reads(data: bytes) -> int:
    """The number of cells that openpyxl walks over in full mode, which alone shows merged and hidden parts."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows() for _ in row)


def with_blank_rows(path: Path, rows: int = 20_000) -> bytes:
    """The workbook with formatted rows below one sheet, as a fill dragged too far leaves them."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    fill = PatternFill("solid", fgColor="FFF2CC")
    for row in range(sheet.max_row + 1, sheet.max_row + rows + 1):
        for column in range(1, 7):
            sheet.cell(row, column).fill = fill
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines() -> list[Line]:
    """The lines of the table."""
    plain, blank = WORKBOOK.read_bytes(), with_blank_rows(WORKBOOK)
    ours, theirs = in_turns(lambda: read_book(plain), lambda: openpyxl_reads(plain))
    ours_blank, theirs_blank = in_turns(lambda: read_book(blank), lambda: openpyxl_reads(blank), rounds=3)
    child = whole_process(ALONE, data=b'[30, 1000000000, ".xlsx"]\n' + plain)
    rival = whole_process(["-c", WITH_OPENPYXL], data=plain)
    return [
        Line("cells of one workbook", "openpyxl, full", ours, theirs),
        Line("the same with 20,000 blank rows", "openpyxl, full", ours_blank, theirs_blank),
        Line("one workbook, whole process", "openpyxl, full", child, rival),
    ]

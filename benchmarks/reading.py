"""Our reader beside openpyxl: vendors' workbooks with everything kept, and sheets formatted far beyond their content."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable

import openpyxl

from benchmarks.timing import ROOT, Line, in_turns, whole_process
from benchmarks.workbooks import answered, to_the_last_column, with_blank_rows
from evaluator.adapters.formats import read_book
from evaluator.adapters.reader_process import ALONE

SAMPLE = ROOT / "sample_bids" / "1-hailan-technical.xlsx"
PEAK = "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
OURS = "import sys; from evaluator.adapters.formats import read_book; read = read_book(sys.stdin.buffer.read())"
ONE_LOAD = "import io, sys, openpyxl; data = io.BytesIO(sys.stdin.buffer.read()); book = openpyxl.load_workbook(data)"
TWO_LOADS = f"{ONE_LOAD}; values = openpyxl.load_workbook(data, data_only=True)"


def one_load(data: bytes) -> None:
    """What openpyxl needs for values or formulas; its full mode alone shows merged and hidden parts."""
    openpyxl.load_workbook(io.BytesIO(data))


def two_loads(data: bytes) -> None:
    """What openpyxl needs for values and formulas."""
    openpyxl.load_workbook(io.BytesIO(data))
    openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def peak(code: str, data: bytes) -> float:
    """Greatest memory of a whole process, in KiB where the system counts so."""
    done = subprocess.run([sys.executable, "-c", code + PEAK], cwd=ROOT, input=data, capture_output=True, check=True)
    return float(done.stdout)


def _pair(what: str, data: bytes, rival: Callable[[bytes], None], code: str) -> list[Line]:
    """Processor time and peak memory of both on one workbook."""
    name = "openpyxl, values and formulas" if rival is two_loads else "openpyxl, full"
    ours, theirs = in_turns(lambda: read_book(data), lambda: rival(data))
    memory = [(peak(OURS, data), peak(code, data)) for _ in range(3)]
    # Shown in MiB where times are shown in ms: a thousandth of the figure.
    mib = [tuple(each / 1024 / 1000 for each in side) for side in zip(*memory, strict=True)]
    return [Line(what, name, ours, theirs), Line("  its peak memory, MiB", name, mib[0], mib[1])]


def lines() -> list[Line]:
    """The lines of the table."""
    sample = SAMPLE.read_bytes()
    child = whole_process(ALONE, data=b'[30, 1000000000, ".xlsx"]\n' + sample)
    rival = whole_process(["-c", ONE_LOAD], data=sample)
    return [
        *_pair("300 questions, everything kept", answered(300), two_loads, TWO_LOADS),
        *_pair("3,000 questions, everything kept", answered(3000), two_loads, TWO_LOADS),
        *_pair("20,000 blank rows on five sheets", with_blank_rows(300, 20_000), one_load, ONE_LOAD),
        *_pair("rows formatted to column XFD", to_the_last_column(40), one_load, ONE_LOAD),
        Line("one workbook, whole process", "openpyxl, full", child, rival),
    ]

"""Our reader beside openpyxl: vendors' workbooks with everything kept, and sheets formatted far beyond their content."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import openpyxl

from benchmarks.timing import ROOT, ROUNDS, Line, in_turns, whole_process
from benchmarks.workbooks import answered, to_the_last_column, with_blank_rows
from evaluator.adapters.formats import read_book
from evaluator.adapters.reader_process import ALONE

MEMORY = 300_000_000  # bytes that a reading may take
SAMPLE = ROOT / "sample_bids" / "1-hailan-technical.xlsx"
# Linux tells the peak of this program alone here; getrusage would count the one that started it, too.
PEAK = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
OURS = "import sys; from evaluator.adapters.formats import read_book; read = read_book(sys.stdin.buffer.read())"
ONE_LOAD = "import io, sys, openpyxl; data = io.BytesIO(sys.stdin.buffer.read()); book = openpyxl.load_workbook(data)"
TWO_LOADS = f"{ONE_LOAD}; values = openpyxl.load_workbook(data, data_only=True)"


def one_load(data: bytes) -> None:
    """What openpyxl needs for values or formulas; its full mode alone shows merged and hidden parts."""
    openpyxl.load_workbook(io.BytesIO(data))


def loaded(books: Iterable[bytes]) -> None:
    """One load after another, as a plain loop does it."""
    for data in books:
        one_load(data)


def two_loads(data: bytes) -> None:
    """What openpyxl needs for values and formulas."""
    openpyxl.load_workbook(io.BytesIO(data))
    openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def peak(code: str, data: bytes) -> float:
    """Greatest memory of a whole process, in KiB."""
    done = subprocess.run([sys.executable, "-c", code + PEAK], cwd=ROOT, input=data, capture_output=True, check=True)
    return float(done.stdout)


def peaks(code: str, data: bytes) -> tuple[float, ...]:
    """Peak memory, run by run, in MiB where times are in ms: a thousandth of the figure."""
    return tuple(peak(code, data) / 1024 / 1000 for _ in range(ROUNDS))


def _time(what: str, data: bytes, rival: Callable[[bytes], None], reach: float) -> Line:
    name = "openpyxl, values and formulas" if rival is two_loads else "openpyxl, full"
    return Line(what, name, *in_turns(partial(read_book, data), partial(rival, data)), reach=reach)


def _kept(what: str, data: bytes) -> Iterator[Line]:
    """A workbook with everything kept: processor time and peak memory beside both loads of the rival."""
    yield _time(what, data, two_loads, 5.0)
    ours, theirs = peaks(OURS, data), peaks(TWO_LOADS, data)
    yield Line("  its peak memory, MiB", "openpyxl, values and formulas", ours, theirs, reach=1 / 0.6)


def _far(what: str, data: bytes) -> Iterator[Line]:
    """A sheet formatted far beyond its content: processor time beside one load, peak memory below the limit of a reading."""
    yield _time(what, data, one_load, 10.0)
    yield Line("  its peak memory, MiB", "target 300 MB", peaks(OURS, data), limit=MEMORY / 2**20 / 1000)


def lines() -> Iterator[Line]:
    """The lines of the table."""
    yield from _kept("300 questions, everything kept", answered(300))
    yield from _kept("3,000 questions, everything kept", answered(3000))
    yield from _far("20,000 blank rows on five sheets", with_blank_rows(300, 20_000))
    yield from _far("rows formatted to column XFD", to_the_last_column(20))
    sample = SAMPLE.read_bytes()
    child = whole_process(ALONE, data=b'[30, 1000000000, ".xlsx"]\n' + sample)
    rival = whole_process(["-c", ONE_LOAD], data=sample)
    yield Line("one workbook, whole process", "openpyxl, full", child, rival)

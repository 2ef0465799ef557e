"""Workbooks read in a limited process each: bytes go in, cells come out; nothing hostile touches this process."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import PurePath
from queue import SimpleQueue
from threading import BoundedSemaphore
from typing import Any, Final, Literal

from evaluator.adapters import reader_process
from evaluator.adapters.reader_process import Ended
from evaluator.domain.finding import Rule, Source
from evaluator.intake.cells import Cell, Comment, Link, Refusal, SheetCells, Validation, Workbook

MEMORY: Final = 300_000_000
# What a folder of bids holds; told here, as the readers themselves are loaded in the limited process alone.
SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".et", ".csv", ".tsv"})
UPLOAD_LIMIT: Final = 25 * 2**20
MEMORY_LIMITED: Final = sys.platform.startswith("linux")  # macOS knows the limit and does not keep it, Windows has none
_CORES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
AT_ONCE: Final = _CORES + 1  # readings, whoever asks; one more than cores, as this process takes cells in meanwhile
_TURNS: Final = BoundedSemaphore(AT_ONCE)
_TIME_IS_UP: Final = getattr(signal, "SIGXCPU", 24)
Stage = Literal["reading", "read", "refused"]
Progress = Callable[[int, Stage], None]


def wall_clock(size: int) -> float:
    """Seconds a file of this size may take: 4 and 4 more per MiB, 30 at most.

    >>> wall_clock(0), wall_clock(100 * 2**20)
    (4.0, 30.0)
    """
    return min(30.0, 4.0 + 4.0 * size / 2**20)


def read_file(name: str, data: bytes) -> Workbook | Refusal:
    """Cells of a workbook, or the reason why it was not read; never raises for what the bytes hold."""
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > UPLOAD_LIMIT:
        params = (("size", f"{len(data) // 2**20} MiB"), ("limit", f"{UPLOAD_LIMIT // 2**20} MiB"))
        return Refusal(name, digest, "file_too_large", params)
    seconds = wall_clock(len(data))
    asked = [int(seconds) + 1, MEMORY, PurePath(name).suffix.lower()]
    with _TURNS:
        done = reader_process.run(json.dumps(asked).encode("ascii") + b"\n" + data, seconds)
    if done.late or done.code == -_TIME_IS_UP:
        return Refusal(name, digest, "file_timeout", (("file", name),))
    if len(done.said) > reader_process.SAID_LIMIT:
        size = f"{reader_process.SAID_LIMIT // 2**20} MiB"
        return Refusal(name, digest, "file_too_large", (("size", f"> {size}"), ("limit", size)))
    try:
        with _uncollected():
            return _understood(name, digest, done)
    # It ended before it had said all, or what it said is none of ours.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Refusal(name, digest, "file_hostile", (("file", name), ("why", "ended"), ("detail", _how(done))))


def _understood(name: str, digest: str, done: Ended) -> Workbook | Refusal:
    """What the process said, put together again; `ValueError` and its like where that is no whole answer."""
    first, *more = (json.loads(line) for line in done.said.splitlines())
    for said in (first, *more):
        if "refused" in said:
            return Refusal(name, digest, Rule(said["refused"]).value, (("file", name), *said["params"].items()))
    if done.code:
        raise ValueError(done.code)
    for number, cells in more:
        first["read"]["sheets"][number]["cells"].extend(cells)
    book = _workbook(name, digest, first["read"])
    if cell := _twice(first["read"]["sheets"], book):
        return Refusal(name, digest, Rule.CELL_TWICE.value, (("file", name), ("cell", cell)))
    return book


def _twice(sheets: Sequence[dict[str, Any]], book: Workbook) -> str:
    """The cell for which a sheet holds two different values, of which nobody knows which one people see; empty where none does."""
    for sheet, read in zip(sheets, book.sheets, strict=True):
        if len(read.cells) == len(sheet["cells"]):
            continue
        for row, column, text, *_ in sheet["cells"]:
            if text != read.cells[row, column].text:
                return str(Source(sheet=read.name, cell=read.cells[row, column].address))
    return ""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: cells hold no circles, and to look for some as they come takes longer than to make them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read_files(files: Sequence[tuple[str, bytes]], progress: Progress | None = None) -> Iterator[Workbook | Refusal]:
    """Readings of several files in their order, on the available cores; none waits for the reading of another.

    ``progress`` is told in this thread the place of each file, from 0, with its stage: as it begins, and as soon as it ends,
    whatever the files before it still do. Once nobody asks for the next one, none that has not begun will.
    """
    told: SimpleQueue[tuple[int, Future[Workbook | Refusal] | None]] = SimpleQueue()
    done: dict[int, Workbook | Refusal] = {}
    pool = ThreadPoolExecutor(max_workers=AT_ONCE)

    def begin(number: int) -> Workbook | Refusal:
        told.put((number, None))
        return read_file(*files[number])

    def end(number: int, future: Future[Workbook | Refusal]) -> None:
        told.put((number, future))

    try:
        for number in range(len(files)):
            pool.submit(begin, number).add_done_callback(partial(end, number))
        for number in range(len(files)):
            while number not in done:
                at, future = told.get()
                if future is not None:
                    done[at] = future.result()
                if progress:
                    progress(at, _stage(done.get(at)))
            yield done.pop(number)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _stage(result: Workbook | Refusal | None) -> Stage:
    return "reading" if result is None else "refused" if isinstance(result, Refusal) else "read"


def _how(done: Ended) -> str:
    return f"signal {-done.code}" if done.code < 0 else f"exit {done.code}"


def _workbook(name: str, digest: str, read: dict[str, Any]) -> Workbook:
    """The reading as it came from the child; readers of values only leave out what stands beside the cells."""
    sheets = tuple(
        SheetCells(
            name=sheet["name"],
            cells={(row, column): Cell(row, column, text, kind, code, bool(flags & 1), bool(flags & 2), *formula)
                   for row, column, text, kind, code, flags, *formula in sheet["cells"]},
            merged=tuple(sheet["merged"]),
            merges_left=sheet.get("merges_left", 0),
            hidden=sheet["hidden"],
            hidden_rows=frozenset(sheet["hidden_rows"]),
            hidden_columns=frozenset(sheet["hidden_columns"]),
            comments=tuple(Comment(*each) for each in sheet.get("comments", ())),
            links=tuple(Link(*each) for each in sheet.get("links", ())),
            validations=tuple(Validation(kind, tuple(areas), formula, tuple(options))
                              for kind, areas, formula, options in sheet.get("validations", ())),
        )
        for sheet in read["sheets"]
    )  # fmt: skip
    unseen, lost = read.get("errors_unseen", False), tuple(read.get("lost", ()))
    return Workbook(name, digest, sheets, read["macros"], read["links"], read["kind"], errors_unseen=unseen, lost=lost)


__all__ = [
    "AT_ONCE",
    "MEMORY",
    "MEMORY_LIMITED",
    "UPLOAD_LIMIT",
    "Progress",
    "Stage",
    "read_file",
    "read_files",
    "wall_clock",
]

"""Workbooks read in a limited child process each: bytes go in, cells come out; nothing hostile touches this process."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePath
from typing import Any

from evaluator.adapters.container import PART_LIMIT
from evaluator.intake.cells import Cell, Comment, Link, Refusal, SheetCells, Validation, Workbook

CHILD = ("-I", "-m", "evaluator.adapters.reader_child")
MEMORY = 300 * 2**20
UPLOAD_LIMIT = 25 * 2**20
_TIME_IS_UP = getattr(signal, "SIGXCPU", 0) or 24


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
    suffix = PurePath(name).suffix.lower()
    command = [sys.executable, *CHILD, str(int(seconds) + 1), str(MEMORY), suffix]
    try:
        # check=False: the exit code is judged below, together with what was printed.
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no word of the vendor's
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Refusal(name, digest, "file_timeout", (("file", name),))
    if done.returncode == -_TIME_IS_UP:
        return Refusal(name, digest, "file_timeout", (("file", name),))
    if done.returncode != 0:
        return Refusal(name, digest, "file_hostile", (("file", name), ("why", "ended"), ("detail", _last_line(done))))
    answer = json.loads(done.stdout)
    if "refused" in answer:
        return Refusal(name, digest, answer["refused"], (("file", name), *answer["params"].items()))
    return _workbook(name, digest, answer["read"])


def read_files(
    files: Sequence[tuple[str, bytes]], progress: Callable[[int, str], None] | None = None
) -> Iterable[Workbook | Refusal]:
    """Readings of several files in their order, on the available cores; ``progress(number, name)`` after each."""
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1)) as pool:
        waiting = [pool.submit(read_file, name, data) for name, data in files]
        for number, future in enumerate(waiting):
            result = future.result()
            if progress:
                progress(number + 1, result.name)
            yield result


def _last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode < 0:
        return f"signal {-done.returncode}"
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:120] if lines else f"exit {done.returncode}"


def _workbook(name: str, digest: str, read: dict[str, Any]) -> Workbook:
    """The reading as it came from the child; readers of values only leave out what stands beside the cells."""
    sheets = tuple(
        SheetCells(
            name=sheet["name"],
            cells={(row, column): Cell(row, column, text, kind, code, bool(flags & 1), bool(flags & 2), *formula)
                   for row, column, text, kind, code, flags, *formula in sheet["cells"]},
            merged=tuple(sheet["merged"]),
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
    return Workbook(name, digest, sheets, read["macros"], read["links"], read["kind"])


__all__ = ["MEMORY", "PART_LIMIT", "UPLOAD_LIMIT", "read_file", "read_files", "wall_clock"]

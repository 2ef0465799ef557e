"""What one reading process does: a workbook's bytes in, lines of JSON out, under limits that it sets before it reads them.

What comes in is a line of JSON, ``[cpu_seconds, memory_bytes, suffix]``, and then the bytes. What goes out is the reading
without its cells, or the refusal, and then the cells, some thousand a line, as ``[number of the sheet, cells]``. Run as a
module it takes standard input and answers on standard output; the server that forks gives it a socket instead.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from evaluator.adapters.container import RefusedError
from evaluator.adapters.formats import read_book

LINE: Final = 5_000  # cells; a longer line would hold up the whole application while it is taken in
_TOO_LARGE: Final[dict[str, Any]] = {"refused": "file_too_large", "params": {"size": "> 300 MB", "limit": "300 MB"}}


def limit(cpu: int, memory: int) -> None:
    """Cap processor time and memory, and forbid new processes and written files, where the system can.

    The cap is on address space, of which what is resident is a part. Windows has only the parent's wall clock; a system
    that knows a limit and does not keep it (memory on macOS) leaves the others in force.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    caps = {
        resource.RLIMIT_AS: memory, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CPU: cpu,
    }  # fmt: skip
    for what, most in caps.items():
        try:
            resource.setrlimit(what, (most, most + 1 if what == resource.RLIMIT_CPU else most))
        except (ValueError, OSError):
            continue


def answer(data: bytes, suffix: str = "") -> dict[str, Any]:
    """The reading as a JSON object: ``{"read": …}`` or ``{"refused": rule, "params": …}``."""
    try:
        return {"read": read_book(data, suffix)}
    except RefusedError as refused:
        return {"refused": refused.rule, "params": refused.params}
    except MemoryError:
        return _TOO_LARGE
    except Exception as error:  # noqa: BLE001 - a container that passes every check may still carry nonsense of any kind
        return {"refused": "file_damaged", "params": {"detail": type(error).__name__}}


def lines(said: dict[str, Any]) -> Iterator[bytes]:
    """The answer line by line, its sheets' cells after everything else; it is used up.

    >>> list(lines({"read": {"sheets": [{"name": "A", "cells": [[1, 1, "yes"]]}]}}))
    [b'{"read": {"sheets": [{"name": "A", "cells": []}]}}\\n', b'[0, [[1, 1, "yes"]]]\\n']
    """
    sheets = said["read"]["sheets"] if "read" in said else []
    cells = [sheet["cells"] for sheet in sheets]
    for sheet in sheets:
        sheet["cells"] = []
    yield _line(said)
    for number, found in enumerate(cells):
        for start in range(0, len(found), LINE):
            yield _line([number, found[start : start + LINE]])


def _line(said: object) -> bytes:
    return json.dumps(said).encode("ascii") + b"\n"


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Read one workbook and answer; memory that one reading could give back is not worth looking for."""
    gc.disable()
    cpu, memory, suffix = json.loads(source.readline())
    limit(cpu, memory)
    try:
        for line in lines(answer(source.read(), suffix)):
            target.write(line)
    except MemoryError:
        target.write(_line(_TOO_LARGE))
    target.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)

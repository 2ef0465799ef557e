"""What one reading process does: a workbook's bytes in, JSON out, under limits that it sets itself before it reads them.

What comes in is a line of JSON, ``[cpu_seconds, memory_bytes, suffix]``, and then the bytes. Run as a module it takes them
from standard input and answers on standard output; the server that forks gives it a socket instead.
"""

from __future__ import annotations

import gc
import json
import sys
from typing import BinaryIO, Final

from evaluator.adapters.container import RefusedError
from evaluator.adapters.formats import read_book

_TOO_LARGE: Final[dict[str, object]] = {"refused": "file_too_large", "params": {"size": "> 300 MB", "limit": "300 MB"}}


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


def answer(data: bytes, suffix: str = "") -> dict[str, object]:
    """The reading as a JSON object: ``{"read": …}`` or ``{"refused": rule, "params": …}``."""
    try:
        return {"read": read_book(data, suffix)}
    except RefusedError as refused:
        return {"refused": refused.rule, "params": refused.params}
    except MemoryError:
        return _TOO_LARGE
    except Exception as error:  # noqa: BLE001 - a container that passes every check may still carry nonsense of any kind
        return {"refused": "file_damaged", "params": {"detail": type(error).__name__}}


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Read one workbook and answer; memory that one reading could give back is not worth looking for."""
    gc.disable()
    cpu, memory, suffix = json.loads(source.readline())
    limit(cpu, memory)
    try:
        said = json.dumps(answer(source.read(), suffix)).encode("ascii")
    except MemoryError:
        said = json.dumps(_TOO_LARGE).encode("ascii")
    target.write(said)
    target.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)

"""The child process that reads one workbook: bytes on standard input, JSON on standard output, under its own limits.

Started as ``python -I -m evaluator.adapters.reader_child CPU_SECONDS MEMORY_BYTES SUFFIX``.
"""

from __future__ import annotations

import json
import sys

from evaluator.adapters.container import RefusedError
from evaluator.adapters.formats import read_book

_TOO_LARGE = {"refused": "file_too_large", "params": {"size": "> 300 MiB", "limit": "300 MiB"}}


def limit(cpu: int, memory: int) -> None:
    """Cap CPU time and address space where the system can; Windows has only the parent's wall clock."""
    try:
        import resource
    except ImportError:  # Windows: said in the README
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def answer(data: bytes, suffix: str = "") -> dict[str, object]:
    """The reading as a JSON object: ``{"read": …}`` or ``{"refused": rule, "params": …}``."""
    try:
        return {"read": read_book(data, suffix)}
    except RefusedError as refused:
        return {"refused": refused.rule, "params": refused.params}
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError) as error:
        # A container that passes every check may still carry nonsense; the reader says so and never guesses.
        return {"refused": "file_damaged", "params": {"detail": type(error).__name__}}


def main() -> None:
    """Read, answer, end."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    try:
        said = json.dumps(answer(sys.stdin.buffer.read(), sys.argv[3]), ensure_ascii=True)
    except MemoryError:
        said = json.dumps(_TOO_LARGE)
    sys.stdout.write(said)


if __name__ == "__main__":
    main()

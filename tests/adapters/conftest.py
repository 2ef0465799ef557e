"""What the tests of the reading process share: a process that misbehaves in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from evaluator.adapters import reader_process

Instead = Callable[[str], None]


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Instead]:
    """Let forks do these lines of Python, with ``given`` bytes and ``target``, instead of reading a workbook."""

    def use(lines: str) -> None:
        code = (
            "import os, sys, time\nfrom evaluator.adapters import reader_child, reader_server\n"
            f"def serve(source, target):\n    given = source.read()\n    {lines}\nreader_child.serve = serve\nreader_server.main()"
        )
        monkeypatch.setattr(reader_process, "SERVER", ("-I", "-c", code))
        reader_process.stop()

    yield use
    reader_process.stop()

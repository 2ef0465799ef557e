"""Word documents as PDF by LibreOffice, where it is installed: its own empty profile, no macros, a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

SECONDS: Final = 90
_PROGRAMS: Final = ("soffice", "libreoffice")
# What a profile says before its first start: no macro runs, and nothing is asked of the network.
_SETTINGS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" '
    'oor:op="fuse"><value>true</value></prop></item>'
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" '
    'oor:op="fuse"><value>true</value></prop></item></oor:items>'
)


class PdfError(RuntimeError):
    """LibreOffice is not installed, ran out of time or made no file."""


def program() -> str:
    """Path of LibreOffice, empty where it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), "")


def to_pdf(document: bytes, seconds: float = SECONDS) -> bytes:
    """The .docx as PDF; `PdfError` where it cannot be made."""
    return to_pdfs([document], seconds)[0]


def to_pdfs(documents: Sequence[bytes], seconds: float = SECONDS) -> list[bytes]:
    """Each .docx as PDF, in one run of LibreOffice; `PdfError` where any cannot be made. ``seconds`` are for each."""
    office = program()
    if not office:
        raise PdfError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="evaluator-pdf-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        papers = [folder / f"paper{number}.docx" for number in range(len(documents))]
        for paper, document in zip(papers, documents, strict=True):
            paper.write_bytes(document)
        _run([
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--nologo", "--norestore",
            "--convert-to", "pdf", "--outdir", str(folder), *map(str, papers),
        ], seconds * len(documents))  # fmt: skip
        made = [paper.with_suffix(".pdf") for paper in papers]
        if not all(one.is_file() for one in made):
            raise PdfError("LibreOffice made no file")
        return [one.read_bytes() for one in made]


def _run(command: list[str], seconds: float) -> None:
    """Run to the end or to the limit; a process that is stopped takes its children with it."""
    done = subprocess.Popen(  # noqa: S603 - the program is LibreOffice from the path, the arguments are our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        done.wait(seconds)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(done.pid, signal.SIGKILL)
        done.kill()
        done.wait()
        raise PdfError(f"LibreOffice took more than {seconds:.0f} seconds") from None

"""Programs of the machine that some tests need, each with the marker of those tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

# Chromium as Debian builds it without windows of its own, which nobody would see; the whole one takes half as long again.
BROWSER = "chromium-headless-shell"
# What ``.ci/system`` installs, by the marker of the tests that start it.
TOOLS = {
    "browser": (BROWSER,),
    "office": ("soffice", "localc", "lowriter", "pdftotext"),
    "postgres": ("initdb",),
}


def find(program: str) -> str:
    """Path of a program, an empty text where it is not installed; PostgreSQL's are kept out of the path by Debian.

    The whole Chromium does as well as the one without windows.
    """
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True) if program == "initdb" else []
    path = os.pathsep.join([*map(str, servers), os.environ.get("PATH", "")])
    names = (program, "chromium") if program == BROWSER else (program,)
    return next((found for name in names if (found := shutil.which(name, path=path))), "")


def left_out(markers: Iterable[str]) -> dict[str, list[str]]:
    """Markers whose tests cannot run here, with the programs they lack; none in CI, where they fail for want of them."""
    if os.environ.get("CI"):
        return {}
    lacking = {marker: [name for name in TOOLS[marker] if not find(name)] for marker in TOOLS if marker in markers}
    return {marker: names for marker, names in lacking.items() if names}

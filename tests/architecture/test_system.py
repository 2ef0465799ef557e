"""A machine without Chromium, LibreOffice or PostgreSQL: what is missing is named, and what is left out, but never in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import evaluator
from tests.tools import BROWSER, TOOLS, left_out

ROOT = Path(evaluator.__file__).parent.parent
APT = next(line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if line.startswith("APT := "))
MARKED = "tests/adapters/test_shortlist_sample.py"


def collected(folder: Path, **more: str) -> str:
    """What pytest says of a file of office tests where no program can be found."""
    clean = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", MARKED]
    done = subprocess.run(
        command, cwd=ROOT, env={**clean, "PATH": str(folder), **more}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    return done.stdout


def test_tests_without_their_program_are_left_out_with_the_reason(tmp_path: Path) -> None:
    said = collected(tmp_path)

    assert "office tests: not installed: soffice, localc, lowriter, pdftotext" in said
    assert f"{MARKED}::" not in said


def test_ci_leaves_out_none(tmp_path: Path) -> None:
    said = collected(tmp_path, CI="1")

    assert "left out" not in said
    assert f"{MARKED}::" in said


@pytest.mark.parametrize("name", [BROWSER, "chromium"])
def test_a_marker_is_left_out_for_its_own_programs_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    program = tmp_path / name
    program.write_text("", encoding="utf-8")
    program.chmod(0o755)

    assert left_out({"browser", "office", "parametrize"}) == {"office": list(TOOLS["office"])}


def test_without_root_what_is_missing_is_named_with_what_it_costs(tmp_path: Path) -> None:
    """Nobody special on a machine that has the basic programs and PDF tools, and nothing else."""
    for name, script in {
        "id": "echo 1000",
        "grep": 'exec /bin/grep "$@"',
        "ls": "exit 2",
        "pdftotext": "exit 0",
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)

    packages = APT.removeprefix("APT := ").split()
    done = subprocess.run(
        ["/bin/sh", ROOT / ".ci" / "system", *packages], env={"PATH": str(tmp_path)}, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip

    lines = dict(line.removeprefix("Not installed: ").split("; ", 1) for line in done.stdout.splitlines())
    assert set(lines) == set(packages) - {"poppler-utils"}
    assert [lines[name].split()[3] for name in (BROWSER, "libreoffice-calc", "postgresql")] == [*TOOLS]

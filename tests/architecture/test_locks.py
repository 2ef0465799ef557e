"""The locked requirements install exactly what was chosen, from whatever index the installer is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import evaluator

FOLDER = Path(evaluator.__file__).parent.parent / "requirements"
LOCKS = sorted(FOLDER.glob("*.txt"))
LOCKED = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,-]+\])?==[\w.!+]+( ?; [^@]+?)?( --hash=sha256:[0-9a-f]{64})+")


def entries(content: str) -> list[str]:
    """Each requirement on one line, without comments."""
    lines = re.sub(r" *\\\n *", " ", content).splitlines()
    return [line for line in (line.partition("#")[0].strip() for line in lines) if line]


def unlocked(content: str) -> list[str]:
    """Lines that are no exact version with hashes: options, addresses and files among them."""
    return [line for line in entries(content) if not LOCKED.fullmatch(line)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_line_of_a_lock_is_a_version_with_its_hashes(lock: Path) -> None:
    content = lock.read_text("utf-8")

    assert entries(content)
    assert unlocked(content) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_lock_names_an_address(lock: Path) -> None:
    assert re.findall(r"\w+://|--(?:extra-)?index|--find-links|--trusted-host| @ ", lock.read_text("utf-8")) == []


def test_there_is_a_lock_to_run_to_build_and_to_develop() -> None:
    assert {lock.stem for lock in LOCKS} == {"runtime", "build", "dev"}


@pytest.mark.parametrize(
    "line",
    [
        "six==1.17.0",
        "six>=1 --hash=sha256:" + "0" * 64,
        "six @ file:///six.whl --hash=sha256:" + "0" * 64,
        "-r more.txt",
    ],
)
def test_a_line_without_version_or_hash_is_seen(line: str) -> None:
    assert unlocked(f"{line}\n") == [line]

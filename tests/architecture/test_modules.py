"""How the code is kept: every module says what it is, none is long, and the tests mirror the tree."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import evaluator

PACKAGE = Path(evaluator.__file__).parent
TESTS = Path(__file__).parent.parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.read_text(encoding="utf-8").strip())
# Tests of the product as a whole, of its data, and of how it is built.
ACROSS = {"acceptance", "architecture", "browser", "published", "sample_bids"}
LONGEST = 400
LONG = 250


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is_in_one_sentence_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    told = ast.get_docstring(ast.parse(text))

    assert told
    assert told.splitlines()[0].endswith((".", ":", ";"))
    assert text.count("\n") <= LONGEST


def test_long_modules_are_the_exception() -> None:
    long = [named(path) for path in MODULES if path.read_text(encoding="utf-8").count("\n") > LONG]

    assert len(long) <= len(MODULES) // 20, long


def test_every_folder_of_tests_has_its_folder_of_code_and_the_other_way_round() -> None:
    code = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    tests = {path.name for path in TESTS.iterdir() if path.is_dir() and any(path.glob("test_*.py"))}

    assert tests - ACROSS == code - {"domain"}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [named(path) for path in MODULES if path.stem in {"utils", "helpers", "common", "misc", "tools"}] == []


def test_no_work_is_left_for_later_in_a_comment() -> None:
    later = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    found = [named(path) for path in MODULES if later.search(path.read_text(encoding="utf-8"))]

    assert found == []

"""The two READMEs say the same, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import evaluator
from evaluator.cli import main

ROOT = Path(evaluator.__file__).parent.parent
# A line's mark: heading, fence, table row, list entry, picture, numbered step; and what is the same in any language.
_MARK = re.compile(r"#+ |```|\||- |  |!\[|\*\*\d\.|evaluator \w+|make \w+|$")
_CODE = re.compile(r"`(make \w+|evaluator \w+|[A-Z_]{4,}|requirements/[\w.]+|crm_platform|services_cn)`")


def shape(name: str) -> list[tuple[str, list[str]]]:
    """Mark and untranslated words of each line."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    marks = [(found.group() if (found := _MARK.match(line)) else "text") for line in lines]
    return [(mark, sorted(_CODE.findall(line))) for mark, line in zip(marks, lines, strict=True)]


def test_the_readmes_agree_line_by_line() -> None:
    english, chinese = shape("README.md"), shape("README.zh.md")

    assert len(english) > 100
    assert chinese == english


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_table_of_commands_names_every_command_and_option_that_there_is(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if re.match(r"\| `evaluator \w+( FILE…?)?` \| [^|]+\| `--", line)]
    told = {row[1].split("`")[1].split()[1]: set(re.findall(r"`(--[\w-]+)`", row[3])) for row in rows}

    assert told == {command: options(command) - {"--json", "--messages"} for command in main.commands}
    assert any("`serve`" in line and "`--json`" in line and "`--messages zh|en`" in line for line in lines)


def options(command: str) -> set[str]:
    """Every option of a command, of a switch both of its words; of a group those of all its words."""
    found = main.commands[command]
    each = [found, *(found.commands.values() if isinstance(found, click.Group) else ())]
    parts = [part for one in each for part in one.params if isinstance(part, click.Option)]
    return {word for part in parts for word in (*part.opts, *part.secondary_opts)}

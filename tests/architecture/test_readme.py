"""The two READMEs say the same, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import evaluator

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

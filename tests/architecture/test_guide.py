"""The user guide says the same in both languages, section by section, and every picture and page it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import evaluator

DOCS = Path(evaluator.__file__).parent.parent / "docs"
GUIDES = ("guide.md", "guide.zh.md")
_NUMBER = re.compile(r"#+ [\d.]*")
_MARK = re.compile(r"#+ [\d.]*|```|\||- |\d\. |!\[|evaluator \w+|$")
_CODE = re.compile(r"`([\x20-\x5f\x61-\x7e]+)`")
_LINK = re.compile(r"\]\(([^)#]+)")
LARGEST = 150_000  # bytes of a picture


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def shape(name: str) -> list[tuple[str, list[str]]]:
    """Mark and code of each line."""
    lines = text(name).splitlines()
    marks = [(found.group() if (found := _MARK.match(line)) else "text") for line in lines]
    return [(mark, sorted(_CODE.findall(line))) for mark, line in zip(marks, lines, strict=True)]


def test_the_guides_agree_section_by_section_and_line_by_line() -> None:
    headings = [
        [_NUMBER.findall(line)[0] for line in text(name).splitlines() if line.startswith("#")] for name in GUIDES
    ]

    assert len(headings[0]) > 12
    assert headings[0] == headings[1]
    assert shape("guide.md") == shape("guide.zh.md")


@pytest.mark.parametrize("name", GUIDES)
def test_every_picture_and_page_that_a_guide_names_is_there(name: str) -> None:
    links = _LINK.findall(text(name))
    pictures = [link for link in links if link.endswith(".png")]
    language = "zh" if ".zh." in name else "en"

    assert len(pictures) >= 5
    assert [link for link in links if not (DOCS / link).exists()] == []
    assert [link for link in pictures if not link.endswith(f"_{language}.png")] == []
    assert [link for link in pictures if (DOCS / link).stat().st_size >= LARGEST] == []

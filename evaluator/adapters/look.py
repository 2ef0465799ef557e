"""The one look of our workbooks: palette, fonts and the kinds of cells."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.styles import Font

from evaluator.domain.text import Layout

BLUE, INK, QUIET, PAPER, INPUT, RULE, AMBER, RED = (
    "1F4E8C", "1A1A1A", "6B6B6B", "F6F4EF", "FFFBE8", "C9C4B8", "8A5A00", "A3271F",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; ``across`` and ``up`` are alignments, ``boxed`` draws the thin rule, ``open`` lets people type."""

    size: float = 10
    bold: bool = False
    color: str = INK
    fill: str = ""
    across: str = "left"
    up: str = "top"
    boxed: bool = True
    open: bool = False
    wrap: bool = True
    code: str = "General"


BODY = Look()
PLAIN = Look(boxed=False)
TITLE = Look(size=16, bold=True, color=BLUE, boxed=False, wrap=False, up="center")
ALERT = Look(bold=True, color=RED, boxed=False)
INTRO = Look(color=QUIET, boxed=False)
HEADER = Look(bold=True, color="FFFFFF", fill=BLUE, up="center")
SUBHEAD = Look(bold=True, color=BLUE, fill="DCE6F2", up="center")
PRINTED = Look(fill=PAPER)
KEY = Look(size=8, color=QUIET, fill=PAPER)
ENTRY = Look(fill=INPUT, open=True)


def font(look: Look, layout: Layout) -> Font:
    """A font that has the glyphs: a Chinese one wherever Chinese is printed, it carries Latin letters too."""
    name = "Arial" if layout == "en" else "Microsoft YaHei"
    return Font(name=name, size=look.size, bold=look.bold, color=look.color)

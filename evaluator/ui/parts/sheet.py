"""The picture of a sheet: letters above, row numbers beside, every part said in words as well as in colour, all of it escaped.

A click on a cell, a letter or a number names it in the field whose key the picture carries; the page's own script does
that. Whatever can be clicked can be typed there, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

import streamlit as st

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.address import column_letters
from evaluator.ui import state
from evaluator.ui.parts.tables import folded

Kind = Literal["above", "header", "asks", "continues", "out", "gap"]
VENDOR: Final = "vendor"
REMARK: Final = "remark"
OPTION: Final = "option"
# The roles of one tint: what is drawn alike.
GROUPS: Final[Mapping[str, str]] = {
    "id": "id", "question": "question", "answer": "answer", VENDOR: "answer", OPTION: "answer", "comment": "remark",
    REMARK: "remark", "evidence": "evidence", "unit_price": "price", "quantity": "price", "amount": "price",
    "unit": "price", "section": "other", "weight": "other", "score": "other", "priority": "other",
    "deviation": "remark", "owner": "other",
}  # fmt: skip
_NARROW, _WIDE = 3.6, 18.0  # of a column, in rem
_LETTER: Final = 0.47  # rem that a Latin letter takes


@dataclass(frozen=True, slots=True)
class Pick:
    """What is being adjusted: rows from ``first`` to ``last`` (0 for none), a column (0 for none)."""

    first: int = 0
    last: int = 0
    column: int = 0

    @property
    def name(self) -> str:
        """The pick as it is typed: a column, a row, rows, or a cell.

        >>> Pick(5, 5, 3).name, Pick(5, 9).name, Pick(column=3).name
        ('C5', '5-9', 'C')
        """
        letters = column_letters(self.column)
        if not self.first:
            return letters
        return f"{letters}{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Square:
    """A cell as drawn, over as many columns and rows as it is merged; ``sealed`` where its text must not be seen yet."""

    column: int
    text: str
    wide: int = 1
    tall: int = 1
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row as drawn, or for ``gap`` the blank rows from ``row`` to ``last``."""

    row: int
    kind: Kind
    squares: tuple[Square, ...] = ()
    hidden: bool = False
    last: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its number, role (empty for none), the vendor whose column it is, and whether it is hidden."""

    column: int
    role: str
    vendor: str = ""
    hidden: bool = False

    @property
    def letters(self) -> str:
        """The column as Excel names it."""
        return column_letters(self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One page of a sheet: heads, lines, and where the page stands among all ``pages``; ``columns`` counts all there are."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    page: int
    pages: int
    columns: int


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says besides the sheet's own words: names of roles and of kinds of rows, and a few marks."""

    roles: Mapping[str, str]
    kinds: Mapping[str, str]
    hidden: str
    sealed: str
    row: str
    column: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class _Pen:
    """What every line of a picture is drawn with: heads and widths by column, the words, and what is picked."""

    heads: Mapping[int, Head]
    widths: Mapping[int, float]
    words: Words
    picked: Pick | None


def words_in(lang: Lang) -> Words:
    """The words in the page's language."""
    return Words(
        roles={role: t(f"laying.role.{role}", lang) for role in GROUPS},
        kinds={kind: t(f"laying.kind.{kind}", lang) for kind in ("header", "asks", "continues", "out", "above")},
        hidden=t("laying.hidden", lang), sealed=t("laying.sealed", lang), row=t("laying.row_head", lang),
        column=t("laying.column_head", lang), lang=lang,
    )  # fmt: skip


def sheet_picture(drawn: Picture, picked: Pick | None, *, caption: str, field: str, key: str) -> None:
    """The picture on the page; ``field`` is the key of the text field in which a click names its place."""
    with st.container(key=key):
        st.html(markup(drawn, words_in(state.current().lang), picked, caption=caption, field=field))


def markup(drawn: Picture, words: Words, picked: Pick | None, *, caption: str, field: str) -> str:
    """The picture as HTML, with no tags but our own."""
    widths = {one.column: _width(one, drawn, words) for one in drawn.heads}
    columns = "".join(f'<col style="width:{widths[one.column]:.1f}rem">' for one in drawn.heads)
    heads = "".join(_head(one, words, picked) for one in drawn.heads)
    pen = _Pen({one.column: one for one in drawn.heads}, widths, words, picked)
    lines = "".join(_line(line, pen) for line in drawn.lines)
    total = sum(widths.values()) + 6.4
    return (
        f'<div class="ve-scroll ve-sheetbox" role="region" tabindex="0" aria-label="{escape(caption)}" '
        f'data-field="{escape(field)}"><table class="ve-sheet" style="width:{total:.1f}rem">'
        f'<colgroup><col style="width:6.4rem">{columns}</colgroup>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def legend(lang: Lang) -> str:
    """What the tints and marks mean, each with its name beside a sample of it."""
    roles = {"question": "role.question", "answer": "role.answer", "id": "role.id", "remark": "role.comment",
             "evidence": "role.evidence", "price": "legend.price", "other": "legend.other"}  # fmt: skip
    samples = [("ve-kheader", "kind.header"), *((f"ve-g{group}", name) for group, name in roles.items())]
    items = "".join(
        f'<li><span class="ve-sample {look}" aria-hidden="true"></span>{escape(t(f"laying.{name}", lang))}</li>'
        for look, name in (*samples, ("ve-kout", "kind.out"))
    )
    return f'<ul class="ve-legend" aria-label="{escape(t("laying.legend", lang))}">{items}</ul>'


def _head(one: Head, words: Words, picked: Pick | None) -> str:
    role = words.roles.get(one.role, "")
    said = f"{role} {one.vendor}".strip()
    mark = f'<span class="ve-mark">{folded(said)}</span>' if said else ""
    hidden = f'<span class="ve-off">{escape(words.hidden)}</span>' if one.hidden else ""
    looks = f"ve-g{GROUPS[one.role]}" if one.role else ""
    on = picked is not None and picked.column == one.column
    label = ", ".join(filter(None, (f"{words.column} {one.letters}", said, words.hidden if one.hidden else "")))
    return (
        f'<th scope="col" class="{looks}{" ve-on" if on else ""}"><button type="button" tabindex="-1" '
        f'data-pick="{one.letters}" aria-label="{escape(label)}"><b>{one.letters}</b>{mark}{hidden}</button></th>'
    )


def _line(line: Line, pen: _Pen) -> str:
    words, picked = pen.words, pen.picked
    if line.kind == "gap":
        told = t("laying.blank_rows", words.lang, first=line.row, last=line.last)
        return f'<tr class="ve-kgap"><th scope="row"></th><td colspan="{len(pen.heads)}"><div>{escape(told)}</div></td></tr>'
    on = picked is not None and picked.first <= line.row <= picked.last
    hidden = f'<span class="ve-off">{escape(words.hidden)}</span>' if line.hidden else ""
    kind = words.kinds[line.kind]
    label = ", ".join(filter(None, (f"{words.row} {line.row}", kind, words.hidden if line.hidden else "")))
    squares = "".join(_square(one, line, pen) for one in line.squares)
    return (
        f'<tr class="ve-k{line.kind}{" ve-on" if on else ""}"><th scope="row"><button type="button" tabindex="-1" '
        f'data-pick="{line.row}" aria-label="{escape(label)}"><b>{line.row}</b>'
        f'<span class="ve-mark">{escape(kind)}</span>{hidden}</button></th>{squares}</tr>'
    )


def _square(square: Square, line: Line, pen: _Pen) -> str:
    head = pen.heads[square.column]
    looks = [f"ve-g{GROUPS[head.role]}"] if head.role and line.kind in ("asks", "continues", "header") else []
    looks += ["ve-on"] * (pen.picked is not None and pen.picked.column == square.column)
    looks += ["ve-hid"] * (line.hidden or head.hidden)
    looks += ["ve-merged"] * (square.wide > 1 or square.tall > 1)
    spans = f' colspan="{square.wide}"' * (square.wide > 1) + f' rowspan="{square.tall}"' * (square.tall > 1)
    text = f'<span class="ve-seal">{escape(pen.words.sealed)}</span>' if square.sealed else folded(square.text)
    room = _room(square, line, pen)
    over = f' class="ve-over" style="width:{room - 1:.1f}rem"' if room else ""
    pick = f"{head.letters}{line.row}"
    return f'<td class="{" ".join(looks)}"{spans} data-pick="{pick}"><div{over}>{text}</div></td>'


def _room(square: Square, line: Line, pen: _Pen) -> float:
    """How far in rem words may run on over blank cells at their right; 0 where they stay in their own."""
    if line.kind not in ("above", "out") or not square.text or square.wide > 1 or square.tall > 1:
        return 0
    room = pen.widths[square.column]
    place = line.squares.index(square)
    for one in line.squares[place + 1 :]:
        if one.text or one.sealed or one.wide > 1 or one.tall > 1:
            break
        room += pen.widths[one.column]
    return room if room > pen.widths[square.column] else 0


def _width(one: Head, drawn: Picture, words: Words) -> float:
    """Room for what heads the column and for its usual text: up to some forty letters, longer texts stand on several lines."""
    telling = [line for line in drawn.lines if line.kind in ("header", "asks")] or drawn.lines
    texts = [
        square.text for line in telling for square in line.squares if square.column == one.column and square.wide == 1
    ]
    longest = max((_letters(row) for text in texts for row in text.splitlines()), default=0)
    headed = _letters(f"{one.letters}  {words.roles.get(one.role, '')}")
    return min(max(longest * _LETTER + 1.2, headed * _LETTER + 1.2, _NARROW), _WIDE)


def _letters(text: str) -> int:
    """Room in Latin letters: a Chinese sign takes that of two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)

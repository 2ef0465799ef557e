"""Tables for reading: every text escaped, numbers right-aligned and tabular, heat in one hue, open cells hatched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html import escape
from typing import Final, Literal

import streamlit as st

from evaluator.domain.question import rounded
from evaluator.ui import theme

Kind = Literal["text", "number", "heat"]
Tone = Literal["", "soft", "ok", "warn", "bad", "open"]
RowState = Literal["", "excluded", "total", "selected", "group"]
DENSE_FROM: Final = 7  # columns that a laptop's page does not hold at the usual distance
_LONG: Final = re.compile(r"[^\s\u2e80-\uffff]{24}(?=[^\s\u2e80-\uffff])")  # an address or a code wider than a column
# A Chinese head breaks after a joining word, or in a very long run, never off its last sign.
_JOINT: Final = re.compile(r"(?<=[与和及、/])(?=[\u4e00-\u9fff]{2})|(?<=[\u4e00-\u9fff]{10})(?=[\u4e00-\u9fff]{4})")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, what it means, and for a value its place on the scale from 0 to 1.

    ``tone`` ``open`` hatches the cell; ``note`` stands small under the text; ``level`` sets the text in by so many steps.
    """

    text: str
    tone: Tone = ""
    heat: float | Fraction | None = None
    note: str = ""
    strong: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head: title, its unit or weight as a second line, its kind, and a least width in rem.

    ``head`` makes its cells the heads of their rows; they stay in sight while a wide table scrolls.
    """

    title: str
    kind: Kind = "text"
    note: str = ""
    width: int = 0
    head: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns, and what became of the row; a ``group`` has one cell, across all columns."""

    cells: Sequence[Cell | str]
    state: RowState = ""


def points(value: Fraction | float) -> str:
    """A fraction of 1 on the scale to 100, with one decimal, halves up.

    >>> points(Fraction(8145, 10000))
    '81.5'
    """
    return _percent(value, 1)


def total(value: Fraction | float) -> str:
    """A total on the scale to 100, with three decimals, halves up.

    >>> total(Fraction(2, 3))
    '66.667'
    """
    return _percent(value, 3)


def span(low: Fraction | float, high: Fraction | float) -> str:
    """Both ends of what is still open, or the one number that both show.

    >>> span(Fraction(678, 1000), Fraction(778, 1000)), span(Fraction(1, 2), Fraction(1, 2))
    ('67.8–77.8', '50.0')
    """
    return "–".join(dict.fromkeys((points(low), points(high))))


def html_table(
    columns: Sequence[Column], rows: Sequence[Row], *, caption: str, key: str | None = None, height: int | None = None
) -> None:
    """A table on the page; ``height`` in rem lets long ones scroll under their head.

    ``key`` names the container, for tests.
    """
    with st.container(key=key) if key else st.container():
        st.html(markup(columns, rows, caption=caption, height=height))


def markup(columns: Sequence[Column], rows: Sequence[Row], *, caption: str, height: int | None = None) -> str:
    """The table as HTML, with nothing in it but our own tags; many columns stand closer together.

    >>> "<script>" in markup([Column("Vendor")], [Row(["<script>"])], caption="Bids")
    False
    """
    style = f' style="max-height:{int(height)}rem"' if height else ""
    looks = "ve-table ve-dense" if len(columns) >= DENSE_FROM else "ve-table"
    head = "".join(_head(column) for column in columns)
    body = "".join(_row(columns, row) for row in rows)
    return (
        f'<div class="ve-scroll" role="region" tabindex="0" aria-label="{escape(caption)}"{style}>'
        f'<table class="{looks}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _head(column: Column) -> str:
    note = f'<span class="ve-note">{escape(column.note)}</span>' if column.note else ""
    style = f' style="min-width:{int(column.width)}rem"' if column.width else ""
    return f'<th scope="col" class="{_classes(column)}"{style}>{breakable(column.title)}{note}</th>'


def folded(text: str) -> str:
    """A text as HTML in which a word as long as an address may break, so that it does not push a table off the page.

    >>> folded("a < b"), folded("x" * 30)
    ('a &lt; b', 'xxxxxxxxxxxxxxxxxxxxxxxx<wbr>xxxxxx')
    """
    shown = text.replace("\0", "\ufffd")  # no HTML holds it, and below it marks the places of our own
    return escape(_LONG.sub(lambda run: f"{run[0]}\0", shown)).replace("\0", "<wbr>")


def breakable(title: str) -> str:
    """A column's title as HTML, with the places where a Chinese one may break.

    >>> breakable("售后服务与技术支持"), breakable("数据安全"), breakable("Q & A")
    ('售后服务与<wbr>技术支持', '数据安全', 'Q &amp; A')
    """
    return _JOINT.sub("<wbr>", folded(title))


def _row(columns: Sequence[Column], row: Row) -> str:
    if row.state == "group":
        return f'<tr class="ve-group">{_group(len(columns), row.cells[0])}</tr>'
    cells = "".join(_cell(column, cell) for column, cell in zip(columns, row.cells, strict=True))
    return f'<tr class="ve-{row.state}">{cells}</tr>' if row.state else f"<tr>{cells}</tr>"


def _group(width: int, given: Cell | str) -> str:
    cell = Cell(text=given) if isinstance(given, str) else given
    note = f'<span class="ve-note">{folded(cell.note)}</span>' if cell.note else ""
    return f'<th scope="rowgroup" colspan="{width}"><div>{folded(cell.text)}{note}</div></th>'


def _cell(column: Column, given: Cell | str) -> str:
    cell = Cell(text=given) if isinstance(given, str) else given
    names = [_classes(column), f"ve-{cell.tone}" if cell.tone else "", "ve-strong" if cell.strong else ""]
    if cell.heat is not None and cell.tone != "open":
        names.append(f"ve-heat{heat_step(cell.heat)}")
    name = " ".join(filter(None, names))
    note = f'<span class="ve-note">{folded(cell.note)}</span>' if cell.note else ""
    tag, scope = ("th", ' scope="row"') if column.head else ("td", "")
    inset = f' style="padding-left:{0.85 + 1.1 * cell.level:.2f}rem"' if cell.level else ""
    return f'<{tag}{scope} class="{name}"{inset}>{folded(cell.text)}{note}</{tag}>'


def heat_step(value: float | Fraction) -> int:
    """Step of the heat scale for a value from 0 to 1; values outside are held at the ends.

    >>> heat_step(0), heat_step(Fraction(1, 2)), heat_step(1.3)
    (0, 10, 20)
    """
    return round(min(max(value, 0), 1) * theme.HEAT_STEPS)


def _classes(column: Column) -> str:
    return " ".join(["ve-head"] * column.head + ["ve-number"] * (column.kind != "text"))


def _percent(value: Fraction | float, places: int) -> str:
    if isinstance(value, Fraction):
        exact = rounded(value * 100, places)
        return f"{Decimal(exact.numerator) / Decimal(exact.denominator):.{places}f}"
    return str(Decimal(str(value * 100)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))

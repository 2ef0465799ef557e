"""The words of a composed draft, as they are compared with those of another: lines with lasting ids, rows, terms.

A transcript holds both languages and no layout; it is kept as plain data, so that a later draft can be compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from evaluator.domain.text import LANGS, Lang, Layout, Text

FORMAT = 1
Kind = Literal["", "number", "value", "departs", "open", "reference", "label"]
Style = Literal["Title", "Heading1", "Clause", "Item", "ScheduleTitle", "Heading2", "Normal", "Line"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one language; all but plain ones (kind "") are compared as a whole.

    ``beside`` stands in two columns, where a vendor's own words are printed in their own language only.
    """

    text: str
    kind: Kind = ""
    beside: str | None = None

    def shown(self, layout: Layout) -> Piece:
        """The piece as this layout prints it."""
        return Piece(self.beside, self.kind) if layout == "both" and self.beside is not None else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph with a lasting id; with ``joint`` its languages stand in one paragraph."""

    key: str
    style: Style
    words: Mapping[Lang, tuple[Piece, ...]]
    bold: bool = False
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell says, and whether it is open or the buyer's in place of the vendor's; ``beside`` as above."""

    text: Text
    kind: Kind = ""
    beside: Text | None = None

    def shown(self, layout: Layout) -> str:
        """The words as this layout prints them."""
        return (self.beside or self.text).show(layout) if layout == "both" else self.text.show(layout)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A schedule's table; without heads a box that holds one text. ``right`` tells the columns of numbers."""

    key: str
    heads: tuple[Text, ...] = ()
    right: tuple[bool, ...] = ()
    rows: tuple[tuple[Entry, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWords:
    """A term: where it stands, its value, what the vendor puts in its place, what it rests on (and in which cell), and why."""

    term: str
    label: Text
    where: Text
    value: Text
    theirs: Text = Text()
    basis: Text = Text()
    source: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """All that a redline compares: articles line by line, schedules with their tables, terms."""

    title: Text
    articles: tuple[Line, ...]
    schedules: tuple[Line | Rows, ...]
    terms: tuple[TermWords, ...] = field(default=())


def as_data(found: Transcript) -> dict[str, Any]:
    """The transcript as plain data."""
    return {
        "format": FORMAT,
        "title": _pair(found.title),
        "articles": [_block(line) for line in found.articles],
        "schedules": [_block(block) for block in found.schedules],
        "terms": [
            [
                one.term,
                *(_pair(text) for text in (one.label, one.where, one.value, one.theirs, one.basis)),
                one.source,
                one.reason,
            ]
            for one in found.terms
        ],
    }


def from_data(data: Any) -> Transcript:
    """The transcript that `as_data` gave; `ValueError` for anything else.

    >>> from_data({"format": 1, "title": ["合同", "Contract"], "articles": [], "schedules": [], "terms": []}).title.en
    'Contract'
    """
    try:
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        articles = tuple(_line(one) for one in data["articles"])
        schedules = tuple(_rows(one) if "rows" in one else _line(one) for one in data["schedules"])
        terms = tuple(_term(one) for one in data["terms"])
        return Transcript(title=_text(data["title"]), articles=articles, schedules=schedules, terms=terms)
    except (AttributeError, IndexError, KeyError, TypeError) as wrong:
        raise ValueError("no transcript of a draft") from wrong


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]


def _block(block: Line | Rows) -> dict[str, Any]:
    if isinstance(block, Rows):
        rows = [[_cell(entry) for entry in row] for row in block.rows]
        return {
            "key": block.key, "heads": [_pair(head) for head in block.heads], "right": list(block.right), "rows": rows,
        }  # fmt: skip
    words = {lang: [[piece.text, piece.kind, piece.beside] for piece in pieces] for lang, pieces in block.words.items()}
    return {"key": block.key, "style": block.style, "words": words, "bold": block.bold, "joint": block.joint}


def _cell(entry: Entry) -> list[str]:
    return [*_pair(entry.text), entry.kind, *(_pair(entry.beside) if entry.beside else ())]


def _line(data: Any) -> Line:
    words = {lang: tuple(_piece(one) for one in data["words"][lang]) for lang in LANGS}
    return Line(
        key=_said(data["key"]), style=_one_of(data["style"], Style), words=words, bold=bool(data["bold"]),
        joint=_said(data["joint"]),
    )  # fmt: skip


def _rows(data: Any) -> Rows:
    heads = tuple(_text(head) for head in data["heads"])
    rows = tuple(tuple(_entry(one) for one in row) for row in data["rows"])
    wide = len(heads) or 1
    if len(data["right"]) != wide or any(len(row) != wide for row in rows):
        raise ValueError("rows of another width")
    return Rows(key=_said(data["key"]), heads=heads, right=tuple(bool(one) for one in data["right"]), rows=rows)


def _entry(data: Any) -> Entry:
    return Entry(_text(data), _one_of(data[2], Kind), _text(data[3:]) if len(data) > 3 else None)


def _term(data: Any) -> TermWords:
    label, where, value, theirs, basis = (_text(one) for one in data[1:6])
    return TermWords(
        term=_said(data[0]), label=label, where=where, value=value, theirs=theirs, basis=basis, source=_said(data[6]),
        reason=_said(data[7]),
    )  # fmt: skip


def _piece(data: Any) -> Piece:
    beside = data[2]
    return Piece(_said(data[0]), _one_of(data[1], Kind), None if beside is None else _said(beside))


def _text(data: Any) -> Text:
    return Text(_said(data[0]), _said(data[1]))


def _said(data: Any) -> str:
    if not isinstance(data, str):
        raise TypeError(data)
    return data


def _one_of(data: Any, allowed: Any) -> Any:
    if data not in get_args(allowed):
        raise ValueError(data)
    return data

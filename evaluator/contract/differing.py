"""What of a text stays, goes out and comes in: words and Chinese characters one by one, values as a whole."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile, zip_longest
from typing import Literal

from evaluator.contract.transcript import Piece

Way = Literal["same", "in", "out"]
_CHINESE = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_FIGURE = r"\d{4}年\d{1,2}月\d{1,2}日|\d+(?:[.,:]\d+)*%?"  # half a figure says nothing
_WORD = re.compile(rf"{_FIGURE}|(?:(?![{_CHINESE}])\w)+|\s+|.", re.DOTALL)
KEPT = 0.3  # a text of which less stays is replaced as a whole: crumbs of it among new words cannot be read
FEW = 20  # runs of three words: a shorter text is searched for whatever stays
CRUMB = 2  # so few words or characters between two changes are part of the change


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one kind that stay, come in or go out."""

    way: Way
    piece: Piece


Spans = tuple[Span, ...]


def paired(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int | None, int | None]]:
    """Places of what both have in common, what went before what came.

    >>> list(paired("ab", "cb"))
    [(0, None), (None, 0), (1, 1)]
    """
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
            continue
        yield from ((at, None) for at in range(a, b))
        yield from ((None, at) for at in range(c, d))


def words_changed(old: Sequence[Piece], new: Sequence[Piece]) -> Spans:
    """The words of a text that stay, go out and come in; values, numbers and references go and come as a whole.

    >>> [(span.way, span.piece.text) for span in words_changed([Piece("within 15 days")], [Piece("within 30 days")])]
    [('same', 'within '), ('out', '15'), ('in', '30'), ('same', ' days')]
    """
    if old == new:
        return tuple(Span("same", piece) for piece in new)
    if not old or not new:
        return tuple(Span("out" if old else "in", piece) for piece in (old or new))
    was, now = _numbers(old), _numbers(new)
    if was and now:  # a number comes and goes by itself, whatever becomes of the words
        head = [Span("same", piece) for piece in now]
        if [piece.text for piece in was] != [piece.text for piece in now]:
            head = [*(Span("out", piece) for piece in was), *(Span("in", piece) for piece in now)]
        return (*head, *words_changed(old[len(was) :], new[len(now) :]))
    before, after = (_lines(pieces) for pieces in (old, new))
    if len(before) > 1 and len(after) > 1:
        return tuple(_merged(_line_by_line(before, after)))
    return tuple(_spans(_Tokens.of(old), _Tokens.of(new)))


def _lines(pieces: Sequence[Piece]) -> list[str]:
    """The lines of a text that is nothing but plain words."""
    return pieces[0].text.splitlines(keepends=True) if len(pieces) == 1 and not pieces[0].kind else []


def _line_by_line(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    """A text of several lines: a line is compared with the line in its place, never with words of another."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Span("same", Piece(line)) for line in new[c:d])
            continue
        spans = [
            span
            for before, after in zip_longest(old[a:b], new[c:d], fillvalue="")
            for span in _spans(_Tokens.of([Piece(before)]), _Tokens.of([Piece(after)]))
        ]
        if not any(span.way == "same" for span in spans):  # nothing stays: all old lines, then all new ones
            spans.sort(key=lambda span: span.way == "in")
        yield from spans


def _numbers(pieces: Sequence[Piece]) -> list[Piece]:
    return list(takewhile(lambda piece: piece.kind == "number", pieces))


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of a text, and beside each the piece that it is if it is no plain word."""

    texts: list[str]
    pieces: list[Piece | None]

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> _Tokens:
        texts: list[str] = []
        whole: list[Piece | None] = []
        for piece in pieces:
            found = [piece.text] if piece.kind else _WORD.findall(piece.text)
            texts += found
            whole += [piece] if piece.kind else [None] * len(found)
        return cls(texts, whole)

    def spans(self, start: int, end: int, way: Way) -> Iterator[Span]:
        """The tokens from start to end, plain words together."""
        for whole, group in groupby(range(start, end), key=self.pieces.__getitem__):
            places = list(group)
            if whole is None:
                yield Span(way, Piece("".join(self.texts[places[0] : places[-1] + 1])))
            else:
                yield from (Span(way, whole) for _ in places)

    @property
    def plain(self) -> int:
        """Characters of plain words: values, references and blanks between words do not count."""
        return sum(len(text.strip()) for text, whole in zip(self.texts, self.pieces, strict=True) if whole is None)

    @property
    def triples(self) -> set[tuple[str, str, str]]:
        """Runs of three words."""
        return set(zip(self.texts, self.texts[1:], self.texts[2:], strict=False))


def _spans(old: _Tokens, new: _Tokens) -> Iterator[Span]:
    for same, a, b, c, d in _runs(old, new):
        if same:
            yield from new.spans(c, d, "same")
            continue
        yield from old.spans(a, b, "out")
        yield from new.spans(c, d, "in")


_Run = tuple[bool, int, int, int, int]


def _runs(old: _Tokens, new: _Tokens) -> list[_Run]:
    """What is equal and what is not, from where to where in the old and in the new."""
    whole = [(False, 0, len(old.texts), 0, len(new.texts))]
    if not any(old.pieces) and not any(new.pieces) and not _alike(old, new):
        return whole
    found = SequenceMatcher(None, old.texts, new.texts, autojunk=False).get_opcodes()
    runs = _crumbs_swept([(tag == "equal", a, b, c, d) for tag, a, b, c, d in found])
    kept = sum(len(text.strip()) for same, _, _, c, d in runs if same for text in new.texts[c:d])
    return runs if kept >= KEPT * min(old.plain, new.plain) else whole


def _alike(old: _Tokens, new: _Tokens) -> bool:
    """Whether enough runs of three words stand in both: to search texts that share none takes time."""
    was, now = old.triples, new.triples
    return min(len(was), len(now)) < FEW or len(was & now) >= KEPT * min(len(was), len(now))


def _crumbs_swept(runs: list[_Run]) -> list[_Run]:
    """The same without a few characters that happen to be equal between two changes."""
    swept: list[_Run] = []
    for at, run in enumerate(runs):
        inner = 0 < at < len(runs) - 1
        changed = not run[0] or (inner and run[2] - run[1] <= CRUMB)
        if changed and swept and not swept[-1][0]:
            last = swept.pop()
            swept.append((False, last[1], run[2], last[3], run[4]))
        else:
            swept.append((not changed, *run[1:]))
    return swept


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Plain words of one way in one span."""
    held: list[Span] = []
    for span in spans:
        if held and (span.way != held[0].way or span.piece.kind or held[0].piece.kind):
            yield _one(held)
            held = []
        held.append(span)
    if held:
        yield _one(held)


def _one(spans: Sequence[Span]) -> Span:
    return spans[0] if len(spans) == 1 else Span(spans[0].way, Piece("".join(span.piece.text for span in spans)))

"""What changed from one draft to another: lines matched by their ids, rows of tables, terms.

Whoever takes only what is `out` or the same reads the old draft, whoever takes what is `in` or the same the new one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from evaluator.contract.differing import Span, Spans, Way, paired, words_changed
from evaluator.contract.transcript import Entry, Line, Piece, Rows, TermWords, Transcript
from evaluator.domain.text import Layout, Text, languages

SHORT = 40  # a cell of fewer characters is replaced as a whole: half a figure says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A paragraph that stays (perhaps with other words), comes in or goes out; ``sides`` are the languages printed."""

    way: Way
    line: Line
    sides: tuple[Spans, ...]

    @property
    def changed(self) -> bool:
        """Whether anything of it is new or gone; another number alone is no change of its words."""
        return any(span.way != "same" and span.piece.kind != "number" for side in self.sides for span in side)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row that stays, comes in or goes out."""

    way: Way
    cells: tuple[Spans, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsChange:
    """A table: the heads of both drafts, the columns of numbers, its rows."""

    way: Way
    heads: tuple[Spans, ...]
    right: tuple[bool, ...]
    rows: tuple[RowChange, ...]

    @property
    def changed(self) -> bool:
        """Whether any row of it is new, gone or has other words."""
        cells = (span for row in self.rows for cell in row.cells for span in cell)
        return self.way != "same" or any(span.way != "same" for span in cells)


Change = LineChange | RowsChange


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """A term that differs, as it was and as it is; None where a draft does not hold it."""

    old: TermWords | None
    new: TermWords | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redline:
    """A draft marked against another."""

    articles: tuple[LineChange, ...]
    schedules: tuple[Change, ...]
    terms: tuple[TermChange, ...]

    def count(self, way: Way) -> int:
        """How many paragraphs and tables came in, went out, or stayed with other words."""
        return sum(one.way == way and (way != "same" or one.changed) for one in (*self.articles, *self.schedules))


def compare(old: Transcript, new: Transcript, layout: Layout) -> Redline:
    """The new draft marked against the old one, in the languages of a layout."""
    articles = _blocks(old.articles, new.articles, layout)
    schedules = tuple(_blocks(old.schedules, new.schedules, layout))
    return Redline(
        articles=tuple(one for one in articles if isinstance(one, LineChange)), schedules=schedules,
        terms=tuple(_terms(old, new)),
    )  # fmt: skip


def _blocks(old: Sequence[Line | Rows], new: Sequence[Line | Rows], layout: Layout) -> Iterator[Change]:
    for before, after in _by_term(old, new):
        was = None if before is None else old[before]
        now = None if after is None else new[after]
        block = now or was
        if isinstance(block, Rows):
            yield _table(was if isinstance(was, Rows) else None, now if isinstance(now, Rows) else None, layout)
        elif block is not None:
            yield _line(was if isinstance(was, Line) else None, now if isinstance(now, Line) else None, block, layout)


def _by_term(old: Sequence[Line | Rows], new: Sequence[Line | Rows]) -> Iterator[tuple[int | None, int | None]]:
    """Places of blocks in both drafts; what comes in for a term follows at once what goes out for it."""
    came: deque[int] = deque()
    gone: deque[int] = deque()
    for before, after in [*paired([block.key for block in old], [block.key for block in new]), (None, None)]:
        if before is None and after is not None:
            came.append(after)
        elif after is None and before is not None:
            gone.append(before)
        else:
            for place in gone:
                yield place, None
                while any(_subject(new[at]) == _subject(old[place]) for at in came):
                    yield None, came.popleft()
            yield from ((None, at) for at in came)
            came.clear()
            gone.clear()
            if after is not None:
                yield before, after


def _subject(block: Line | Rows) -> str:
    return block.key.partition(":")[2].partition(":")[0]


def _way(old: object, new: object) -> Way:
    return "in" if old is None else "out" if new is None else "same"


def _line(old: Line | None, new: Line | None, either: Line, layout: Layout) -> LineChange:
    sides = []
    for lang in languages(layout):
        was = [piece.shown(layout) for piece in old.words[lang]] if old else []
        now = [piece.shown(layout) for piece in new.words[lang]] if new else []
        sides.append(words_changed(was, now))
    way = _way(old, new)
    if either.joint and len(sides) > 1:
        sides = [tuple(_joined(sides, Span(way, Piece(either.joint))))]
    return LineChange(way=way, line=either, sides=tuple(sides))


def _joined(sides: Sequence[Spans], joint: Span) -> Iterator[Span]:
    for count, side in enumerate(dict.fromkeys(sides)):
        if count:
            yield joint
        yield from side


def _table(old: Rows | None, new: Rows | None, layout: Layout) -> RowsChange:
    """The tables of both under one row of heads: a column that only one of them has is empty in the other's rows."""
    was, now = old or Rows(key=""), new or Rows(key="")
    heads = tuple(paired(was.heads, now.heads)) or ((0 if old else None, 0 if new else None),)
    rows = tuple(
        RowChange(
            way=_way(before, after),
            cells=tuple(
                _cell(_entry(was, before, left), _entry(now, after, right), layout, _way(before, after))
                for left, right in heads
            ),
        )
        for before, after in paired(_row_keys(was), _row_keys(now))
    )
    return RowsChange(
        way=_way(old, new), heads=tuple(_head(was, now, pair, layout) for pair in heads) if was.heads or now.heads else (),
        right=tuple(now.right[right] if right is not None else was.right[left or 0] for left, right in heads), rows=rows,
    )  # fmt: skip


def _row_keys(table: Rows) -> list[Hashable]:
    """What a row is known by: its first cell; the text of a box is the same box whatever it says."""
    return [row[0].text if table.heads else "" for row in table.rows]


def _head(old: Rows, new: Rows, pair: tuple[int | None, int | None], layout: Layout) -> Spans:
    left, right = pair
    if left is not None and right is not None:
        return (Span("same", Piece(new.heads[right].show(layout))),)
    if left is not None:
        return (Span("out", Piece(old.heads[left].show(layout))),)
    return (Span("in", Piece(new.heads[right or 0].show(layout))),)


def _entry(table: Rows, row: int | None, column: int | None) -> Entry | None:
    return None if row is None or column is None else table.rows[row][column]


def _cell(old: Entry | None, new: Entry | None, layout: Layout, way: Way) -> Spans:
    was, now = (_cell_pieces(entry, layout) for entry in (old, new))
    if not was and not now:
        return ()
    if way != "same":
        return tuple(Span(way, piece) for piece in was + now)
    return words_changed(was, now)


def _cell_pieces(entry: Entry | None, layout: Layout) -> list[Piece]:
    if entry is None or not (said := entry.shown(layout)):
        return []
    return [Piece(said, entry.kind or ("value" if len(said) < SHORT else ""))]


def _terms(old: Transcript, new: Transcript) -> Iterator[TermChange]:
    """Terms whose words differ or from which the vendor departs otherwise, in the order of the new draft."""
    was, now = ({one.term: one for one in draft.terms} for draft in (old, new))
    tables = _tables_changed(old, new)
    for key in dict.fromkeys([*now, *was]):
        before, after = was.get(key), now.get(key)
        if before is None or after is None or key in tables or _said(before) != _said(after):
            yield TermChange(old=before, new=after)


def _said(term: TermWords) -> tuple[Text, Text]:
    return term.value, term.theirs


def _tables_changed(old: Transcript, new: Transcript) -> set[str]:
    """Terms in schedules that hold other rows or words."""
    was, now = (
        {block.key.partition(":")[2]: block for block in draft.schedules if isinstance(block, Rows)}
        for draft in (old, new)
    )
    return {key for key in {*was, *now} if was.get(key) != now.get(key)}

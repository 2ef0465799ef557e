"""Which rows of a table ask something, and under which headings: the rest is sections, guidance, totals, notes or footers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Final

from evaluator.intake.cells import Cell, SheetCells
from evaluator.intake.foreign.continuing import is_value, reply_columns
from evaluator.intake.foreign.headings import exact_role, role_of
from evaluator.intake.foreign.merges import Merges
from evaluator.intake.foreign.row_words import HEADS, LABEL, asks_nothing, is_total, rank
from evaluator.intake.foreign.sections import Sections, deeper

if TYPE_CHECKING:
    from evaluator.intake.foreign.layouts import Layout, Rows

GAP: Final = 3  # so many rows without a word part a table from its legend
_PARTS: Final = re.compile(r"[.\-–_]")
_OPENS: Final = re.compile(r"^\{[A-Za-z_]+$")  # a tree whose rows say what they are: {GROUP, {QUESTION}, GROUP}
_CLOSES: Final = re.compile(r"^[A-Za-z_]+\}$")
_ASKS: Final = "{question}"
_LISTED: Final = re.compile(r"\W|\w{1,3}[.)）、]")
_ZEROS: Final = re.compile(r"(0+)(?:\.(0+))?")  # formats of numbers that only add zeros

Found = tuple[str, str, int, tuple[str, ...]]


def asked(sheet: SheetCells, rows: Rows, layout: Layout, merges: Merges) -> Iterator[Found]:
    """Id, words, row and section of every question, from the top down."""
    top = min(layout.header_rows, default=0)
    body = [number for number in rows if number > top and number not in layout.header_rows]
    body = [number for number in body if number not in layout.skipped]
    if "question" not in layout.columns or not body:
        return
    if layout.form:
        yield from (("", _label(rows[number][layout.columns["question"]]), number, ()) for number in body
                    if layout.columns["question"] in rows[number])  # fmt: skip
    elif declared(rows, body) is not body:
        yield from _declared(rows, body, layout)
    else:
        yield from _Body(sheet, rows, body, layout, merges).items()


def declared(rows: Rows, body: list[int]) -> list[int]:
    """Of a tree in which rows say what they are, those that say they ask; of any other table, all."""
    return [number for number in body if _says_so(rows[number])] or body


def _says_so(texts: Mapping[int, str]) -> bool:
    return "{" in "".join(texts.values()) and any(text.casefold() == _ASKS for text in texts.values())


def shown(cell: Cell | None) -> str:
    """The text of an id as Excel shows it: a number with the zeros of its format, where they only add to what it is.

    >>> shown(Cell(1, 1, "1.1", "number", "0.00")), shown(Cell(1, 1, "7", "number", "0000")), shown(Cell(1, 1, "0001"))
    ('1.10', '0007', '0001')
    >>> shown(Cell(1, 1, "1.15", "number", "0.0"))
    '1.15'
    """
    text = cell.text.strip() if cell else ""
    zeros = _ZEROS.fullmatch(cell.number_format) if cell and cell.kind == "number" else None
    if not zeros or not text.replace(".", "", 1).isdecimal():
        return text
    whole, _, part = text.partition(".")
    long, places = zeros[1], zeros[2] or ""
    if len(part) > len(places):
        return text
    return whole.zfill(len(long)) + (f".{part.ljust(len(places), '0')}" if places else "")


def _label(text: str) -> str:
    return text.rstrip(":： ").strip() or text


def _declared(rows: Rows, body: Sequence[int], layout: Layout) -> Iterator[Found]:
    """Questions of a tree in which each row says what it is; what is opened above and not closed is the section."""
    question, key = layout.columns["question"], layout.columns.get("id", 0)
    path: list[str] = []
    for number in body:
        texts = rows[number]
        words = texts.get(question, "")
        for text in texts.values():
            if _OPENS.match(text):
                named = [texts[level] for level in layout.levels if level in texts]
                path.append((named or [words])[0])
            elif _CLOSES.match(text) and path:
                path.pop()
        if words and _says_so(texts):
            yield texts.get(key, ""), words, number, tuple(filter(None, path))


class _Body:
    """The rows below a header, with what is usual among them."""

    def __init__(self, sheet: SheetCells, rows: Rows, body: Sequence[int], layout: Layout, merges: Merges) -> None:
        self.sheet, self.rows, self.body, self.layout, self.merges = sheet, rows, body, layout, merges
        self.question, self.key = layout.columns["question"], layout.columns.get("id", 0)
        ids = [own for number in body if (own := self._own(number)) and not asks_nothing(own)]
        self.numbered = sum(any(sign.isdigit() for sign in one) for one in ids) * 2 > len(ids) > 0
        self.ids = bool(ids)
        self.chapters = {parts[0] for one in ids if len(parts := _PARTS.split(_bare(one))) > 1}
        self.dense = median(len(rows[number]) for number in body) > 2
        words = [rows[number][self.question] for number in body if self.question in rows[number]]
        self.usual = median(map(len, words)) if words else 0
        self.shouted = sum(text.isupper() for text in words) * 2 > len(words)
        options = tuple(layout.options)
        self.replies = options or tuple(layout.answer_columns())
        self.beside = {column for column in reply_columns(layout) if column > self.question}
        self.continued = self._run_on()
        self.parents = self._parents()

    def items(self) -> Iterator[Found]:
        """The questions in order, each under the headings that were open when it came."""
        sections = Sections(self.sheet, self.rows, self.layout)
        heads = {row for row in self.layout.header_rows if row in self.rows and row > self.body[0]}
        stop = self._end()
        for number in sorted({*self.body, *heads}):
            if number in heads:
                sections.header(number)
                continue
            if stop and number >= stop and not any(row >= number for row in self.layout.taken):
                return
            texts, words, own = self.rows[number], self._words(number), self._own(number)
            sections.fill(number)
            if number in self.continued:
                continue
            if number in self.layout.taken or (words and self._asks(number, words, own)):
                yield (
                    shown(self.sheet.at(number, self.key)),
                    self._whole(number, words),
                    number,
                    sections.path(number, words),
                )
            elif set(texts) <= set(sections.levels) or asks_nothing(first := next(iter(texts.values()))):
                continue
            elif self._is_heading(number, words, own):
                sections.heading(number, words or first, own if words else "", by_indent=self._leads(number))

    def _whole(self, number: int, words: str) -> str:
        """The words of a question with those that run on in the rows below."""
        following = number + 1
        while following in self.continued:
            words = f"{words} {self.rows[following][self.question]}"
            following += 1
        return words

    def _run_on(self) -> frozenset[int]:
        """Rows that hold the rest of a sentence from the row above, in a table whose questions have ids.

        Prose may go on beside it, below prose; a choice or a figure there answers a question of its own.
        """
        found: set[int] = set()
        replies = reply_columns(self.layout)
        for number in self.body if self.ids and self.key != self.question else ():
            above, texts = self.rows.get(number - 1, {}), self.rows[number]
            begun = above.get(self.question, "") and (self.key in above or number - 1 in found)
            if begun and self.question in texts and texts.keys() <= {self.question, *replies}:
                rest = texts[self.question]
                if len(texts) > 1 and not self._answers_on(above, texts):
                    continue
                if rest[0].islower() or above[self.question].endswith((",", "，", "、", ";", "；", "-", "(", "（")):
                    found.add(number)
        return frozenset(found)

    def _answers_on(self, above: Mapping[int, str], texts: Mapping[int, str]) -> bool:
        """Whether neither the question nor the answers of a row end with it, by what stands in the row below."""
        ended = above[self.question].endswith(("?", "？", ".", "。", ":", "：")) or _LISTED.match(texts[self.question])
        said = [column for column in texts if column != self.question]
        return not ended and all(column in above and not is_value(texts[column]) for column in said)

    def _parents(self) -> frozenset[int]:
        """Rows whose number others extend (1.0 and 1.1; 4.2 and 4.2.1), where that says that they are headings.

        It does where none of them is answered, most of the rows below them are, and none asks in so many words.
        """
        rows = {number: tuple(_PARTS.split(_bare(own))) for number in self.body if (own := self._own(number))}
        stems = {number: parts if parts[-1].strip("0") else parts[:-1] for number, parts in rows.items()}
        above = {
            parts[:size] for number, parts in rows.items() if parts == stems[number] for size in range(1, len(parts))
        }
        found = {number for number, stem in stems.items() if stem in above and self.question in self.rows[number]}
        leaves = rows.keys() - found
        telling = all(len(self.rows[number]) == 2 and not self._words(number).endswith(("?", "？")) for number in found)
        answered = sum(self._answered(number) for number in leaves)
        return frozenset(found) if len(found) > 1 and telling and answered * 2 > len(leaves) else frozenset()

    def _own(self, number: int) -> str:
        return self.rows[number].get(self.key, "")

    def _words(self, number: int) -> str:
        """The words of the question: of a tree in columns those of the deepest that is filled, where the row is answered."""
        texts = self.rows[number]
        if self.question in texts or not self.layout.levels or not self._answered(number):
            return texts.get(self.question, "")
        return next((texts[level] for level in reversed(self.layout.levels) if level in texts), "")

    def _answered(self, number: int) -> bool:
        return any(column in self.rows[number] for column in self.replies)

    def _asks(self, number: int, words: str, own: str) -> bool:
        first = next(iter(self.rows[number].values()))
        kept = is_total(words) and self._replied(number, own)
        if (
            asks_nothing(own)
            or asks_nothing(first)
            or (asks_nothing(words) and not kept)
            or self._names_columns(number)
        ):
            return False
        if LABEL.match(words) and not own and not self._answered(number):
            return False
        return not self._is_heading(number, words, own)

    def _names_columns(self, number: int) -> bool:
        """Whether each cell of a row says what a column holds: the header of a part in which nothing else is asked for."""
        first, *others = self.rows[number].values()
        return (
            bool(exact_role(first)) and len(others) > 1 and all(map(role_of, others)) and any(map(exact_role, others))
        )

    def _replied(self, number: int, own: str) -> bool:
        """Whether a numbered row is answered in words: it asks something, even if its own words are those of a total."""
        texts = self.rows[number]
        said = [texts[column] for column in self.replies if column in texts]
        return any(map(str.isdigit, own)) and any(not any(map(str.isdigit, text)) for text in said)

    def _is_heading(self, number: int, words: str, own: str) -> bool:
        """Whether a row holds nothing but words that others stand under."""
        texts = self.rows[number]
        if any(column not in (self.question, self.key) for column in texts):
            return not words and len(texts) == 1 and not texts.keys() <= self.beside
        if self._spread(number):
            return True
        if self._leads(number):
            return True
        if own and self.key != self.question:
            other = self.numbered and not any(sign.isdigit() for sign in own)
            return other or _bare(own) in self.chapters or number in self.parents or not words
        if self.ids:
            return self.key != self.question
        if rank(words) in HEADS or (words.isupper() and not self.shouted):
            return True
        return self.dense and len(words) * 2 <= self.usual

    def _leads(self, number: int) -> bool:
        """Whether the rows below are indented as parts of this one, which has neither an id nor an answer."""
        if self._own(number) or self.question not in self.rows[number]:
            return False
        place = bisect_right(self.body, number)
        return place < len(self.body) and deeper(self.sheet, self.rows, number, self.body[place], self.question)

    def _spread(self, number: int) -> bool:
        """Whether the row's one cell is merged over columns of answers."""
        if len(self.rows[number]) != 1:
            return False
        column = next(iter(self.rows[number]))
        return any(column < reply <= self.merges.last_column(number, column) for reply in self.replies)

    def _end(self) -> int:
        """The row at which the table is over: behind a gap, with nothing regular below; 0 where it goes on to the end."""
        regular = [number for number in self.body if self._regular(number)]
        end = max(regular, default=0)
        for above, number in zip(self.body, self.body[1:], strict=False):
            if number > end and number - above > GAP and (self.dense or self.ids):
                return number
        return 0

    def _regular(self, number: int) -> bool:
        """Whether a row is as the rows of the table are: numbered where they are, else of three cells, or answered."""
        if self.numbered:
            return any(sign.isdigit() for sign in self._own(number))
        return len(self.rows[number]) > 2 or self._answered(number)


def _bare(key: str) -> str:
    """An id without the letters before its number: chapter V1 holds 1.1 and 1.2.

    >>> _bare("V1"), _bare("1.10")
    ('1', '1.10')
    """
    return key.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

"""What the draft prints of a term: the buyer's words, the vendor's, and the cells of its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluator.contract.known import options_of
from evaluator.contract.positions import ours
from evaluator.contract.render import Shape, option_text, render
from evaluator.contract.sanitise import block
from evaluator.contract.strikes import FILL, REPLIES
from evaluator.contract.tables import ANSWER, Cell
from evaluator.contract.words import Own, Word, Words, own
from evaluator.domain.contract import ContractLibrary, Term, TermKind, TermStatus, TermTable, TermValue
from evaluator.domain.question import Column, Question
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import PRICES_ID

COLON, SAME_LINE, NEXT_LINE = Text("：", ": "), Text("；", "; "), Text("\n", "\n")


@dataclass(frozen=True, slots=True)
class Printer:
    """Values of one draft as words; ``tax`` is the basis of its prices."""

    library: ContractLibrary
    questions: Mapping[str, Question]
    tax: str = "included"

    def printed(self, value: TermValue) -> Words:
        """What stands in a sentence: the buyer's words on a deviation, a vendor's own words in quotation marks."""
        if value.status is TermStatus.DEVIATES and value.position is not None:
            return self.ours(value)
        vendors = value.status in (TermStatus.FILLED, TermStatus.DEVIATES)
        return tuple(_inline(word, vendors) if isinstance(word, Own) else word for word in self.said(value))

    def said(self, value: TermValue) -> Words:
        """The value as it is; nothing where there is none or it is a table."""
        if value.value is None or isinstance(value.value, TermTable):
            return ()
        return render(value.value, self.shape(value.term))

    def ours(self, value: TermValue) -> Words:
        """The buyer's position."""
        return render(ours(value.position), self.shape(value.term)) if value.position else ()

    def asked(self, value: TermValue) -> Words:
        """The position in the words that vendors read; the figure alone on a cell, and where the tender sets another."""
        held = value.position
        return (held.text,) if held and held.text != Text() and not value.term.in_table else self.ours(value)

    def listed(self, value: TermValue) -> Words:
        """The value as it stands in a schedule: the points of a list under each other."""
        if isinstance(value.value, tuple):
            options = self.shape(value.term).options
            texts = [option_text(key, options) or Text(key, key) for key in value.value]
            return (Text(_points(text.zh for text in texts), _points(text.en for text in texts)),)
        if isinstance(value.value, Text) and value.term.kind is TermKind.LIST:
            return (Text(_points(value.value.zh.split("\n")), _points(value.value.en.split("\n"))),)
        return self.said(value)

    def theirs(self, value: TermValue) -> Words:
        """What the vendor puts in place of the buyer's position; nothing where it does not depart."""
        if value.status is not TermStatus.DEVIATES:
            return ()
        return (own(value.verbatim),) if value.term.fill == "deviation" else self.said(value)

    def cell(self, cell: Cell, column: Column, first: Cell) -> Words:
        """Words of a table's cell; an answer among the commitments is shaped by its own question, named ``first``."""
        if cell is None:
            return ()
        if isinstance(cell, TermTable):
            return self._lines(cell)
        asked: Question | Column = column
        if column.key == ANSWER and isinstance(first, str):
            asked = self.questions.get(first, column)
        return render(cell, Shape(asked.kind.value, _unit(asked.unit), options_of(asked)))

    def _lines(self, table: TermTable) -> Words:
        """A table in a cell: a line for each row, every value after the title of its column."""
        words: list[Word] = []
        for row in table.rows:
            given = [
                (column.title, self.cell(cell, column, None)) for column, cell in zip(table.columns, row, strict=True)
            ]
            for title, said in [(title, said) for title, said in given if said]:
                joint = SAME_LINE if words and words[-1] != NEXT_LINE else Text()
                words += [joint, title, COLON, *said]
            words.append(NEXT_LINE)
        return tuple(words[:-1])

    def shape(self, term: Term) -> Shape:
        """Kind, unit and replies of a term, from its question where it has one."""
        kind, _, path = term.fill.partition(":")
        position = self.library.position(term.id)
        options = position.options if position else REPLIES if kind == FILL else ()
        asked = self._asked(path) if kind == "question" else None
        if asked is None:
            return Shape(term.kind.value, _unit(term.unit), options, self.tax if kind == "price" else "")
        tax = self.tax if path.partition("/")[0] == PRICES_ID else ""
        # The contract's own wording of a reply, where the position has one, before the question's.
        return Shape(term.kind.value, _unit(term.unit or asked.unit), options + options_of(asked), tax)

    def unit(self, term: Term) -> str:
        """The unit of a term as intake knows it."""
        kind, _, path = term.fill.partition(":")
        asked = self._asked(path) if kind == "question" else None
        return term.unit or (asked.unit if asked else "")

    def _asked(self, path: str) -> Question | Column | None:
        key, _, rest = path.partition("/")
        question = self.questions.get(key)
        column = rest.partition("/")[2]
        return question.column(column) if question and column else question


def _unit(code: str) -> str:
    """A unit as a contract says it: its Chinese keeps to 日 for days, where other papers say 天."""
    return "calendar_day" if code == "day" else code


def _points(lines: Iterable[str]) -> str:
    return "\n".join(f"· {line.strip()}" for line in lines if line.strip())


def _inline(word: Own, quoted: bool) -> Own:
    text = " / ".join(piece.strip() for piece in block(word.text).split("\n") if piece.strip())
    return Own(f"“{text}”" if quoted else text, word.lang)

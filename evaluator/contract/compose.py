"""A draft composed from the library and the filled terms: numbers, references, deviations and gaps worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evaluator.contract.clauses import Place, Token, Values, choose, number, tokens
from evaluator.contract.draft import (
    AnnexRow,
    Appendix,
    Article,
    Blank,
    Deviation,
    Draft,
    Fault,
    Heading,
    Passage,
    Plain,
    Reference,
    Run,
    Runs,
    Section,
    Table,
    Value,
)
from evaluator.contract.positions import ours
from evaluator.contract.printing import Printer
from evaluator.contract.repeats import cell_agreed, cell_rejected
from evaluator.contract.tables import Cell
from evaluator.contract.words import Own, Word, Words
from evaluator.domain.contract import (
    Clause,
    ContractLibrary,
    Paragraph,
    Schedule,
    TermStatus,
    TermTable,
    TermValue,
)
from evaluator.domain.finding import Phrase
from evaluator.domain.question import Question
from evaluator.domain.text import LANGS, Text

BOX_LIMIT = 600


def compose(
    library: ContractLibrary, values: Sequence[TermValue], questions: Mapping[str, Question], tax: str = "included"
) -> Draft:
    """The draft of these values; ``questions`` are those asked, ``tax`` the basis of the contract's prices."""
    printer = Printer(library, questions, tax)
    return _Composer(library, {value.term.id: value for value in values}, printer).draft()


@dataclass(slots=True)
class _Composer:
    """One pass over the library: numbers deviations in the order in which they are read, and notes where terms stand."""

    library: ContractLibrary
    values: Values
    printer: Printer
    clauses: tuple[Clause, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    found: dict[str, list[Place]] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    fresh: list[str] = field(default_factory=list)
    faults: dict[Fault, None] = field(default_factory=dict)
    # The few values that a table may have to say in place of its own: each of its cells is held against them.
    settled: tuple[TermValue, ...] = ()
    departing: tuple[TermValue, ...] = ()

    def draft(self) -> Draft:
        told = self.values.values()
        self.settled = tuple(v for v in told if v.status is TermStatus.AGREED and not isinstance(v.value, TermTable))
        self.departing = tuple(v for v in told if v.status is TermStatus.DEVIATES and v.term.fill != "deviation")
        self.clauses = choose(self.library, self.values)
        self.places = number(self.clauses, self.library)
        articles = tuple(self._article(clause, count) for count, clause in enumerate(self.clauses, 1))
        schedules = sorted(self.library.schedules, key=lambda schedule: schedule.number)
        appendices = tuple(self._appendix(schedule) for schedule in schedules)
        annex = tuple(self._row(value) for key, value in self.values.items() if key in self.found)
        cells = tuple(self._row(value) for value in self.values.values() if self._read_in_table(value))
        return Draft(
            title=self.library.title, articles=articles, appendices=appendices, annex=annex, faults=tuple(self.faults),
            cells=cells,
        )  # fmt: skip

    def _read_in_table(self, value: TermValue) -> bool:
        term = value.term
        return value.position is not None and term.in_table and term.table in self.found and term.id not in self.found

    def _article(self, clause: Clause, count: int) -> Article:
        sections = tuple(self._section(part, Place(count, at), clause) for at, part in enumerate(clause.paragraphs, 1))
        return Article(id=clause.id, number=count, title=clause.title, sections=sections, guidance=clause.guidance)

    def _section(self, part: Paragraph, place: Place, clause: Clause) -> Section:
        runs = self._runs(part.text, place, part.id)
        items = tuple(self._runs(item, place, part.id) for item in part.items)
        return Section(
            id=part.id, number=place.paragraph, runs=runs, items=items, notable=part.notable or clause.notable,
            deviations=self._deviations(),
        )  # fmt: skip

    def _runs(self, words: Text, place: Place, where: str) -> Runs:
        return {
            lang: tuple(self._run(token, place, where) for token in tokens(getattr(words, lang) or words.show(lang)))
            for lang in LANGS
        }

    def _run(self, token: Token, place: Place, where: str) -> Run:
        if token.kind == "t" and token.value in self.values:
            return self._term(self.values[token.value], place)
        if token.kind in ("ref", "sch"):
            target = self.places.get(token.value)
            if target is not None and bool(target.schedule) is (token.kind == "sch"):
                article = self.clauses[target.article - 1].id if target.article else ""
                return Reference(token.value, target, article)
            return self._fault("absent_reference" if token.kind == "ref" else "absent_schedule", where, token.value)
        if token.kind == "text":
            return Plain(token.value)
        return self._fault("unknown_term" if token.kind == "t" else "bad_token", where, token.value)

    def _fault(self, rule: str, where: str, name: str) -> Plain:
        self.faults[Fault(rule, where, name)] = None
        return Plain("")

    def _term(self, value: TermValue, place: Place) -> Run:
        term = value.term
        self._note(term.id, place)
        if isinstance(value.value, TermTable) or (term.schedule is not None and not place.schedule):
            target = self.places.get(str(term.schedule))
            return Reference(str(term.schedule), target) if target else self._fault("no_schedule", term.id, term.id)
        if value.status is TermStatus.BLANK or value.value is None:
            return Blank(term.id, term.label)
        return Value(term.id, self.printer.printed(value), value.status, self._mark(value))

    def _note(self, term: str, place: Place) -> None:
        places = self.found.setdefault(term, [])
        if place not in places:
            places.append(place)

    def _mark(self, value: TermValue) -> int:
        if value.status is not TermStatus.DEVIATES:
            return 0
        key = value.term.id
        if key not in self.marks:
            self.marks[key] = len(self.marks) + 1
            self.fresh.append(key)
        return self.marks[key]

    def _deviations(self) -> tuple[Deviation, ...]:
        """Deviations met since the last call: they are boxed under the paragraph just composed."""
        met, self.fresh = self.fresh, []
        return tuple(self._deviation(self.values[key]) for key in met)

    def _deviation(self, value: TermValue) -> Deviation:
        return Deviation(
            mark=self.marks[value.term.id], term=value.term.id, label=value.term.label, ours=self.printer.ours(value),
            theirs=tuple(_short(word) for word in self.printer.theirs(value)), source=value.source,
            direction=value.direction,
        )  # fmt: skip

    def _appendix(self, schedule: Schedule) -> Appendix:
        place = Place(schedule=schedule.number)
        intro = self._runs(schedule.intro, place, f"schedule.{schedule.number}")
        parts = tuple(self._part(self.values[key], place) for key in schedule.terms if key in self.values)
        for key in schedule.terms:
            if key not in self.values:
                self._fault("unknown_term", f"schedule.{schedule.number}", key)
        return Appendix(
            number=schedule.number, title=schedule.title, intro=intro, parts=parts, deviations=self._deviations()
        )

    def _part(self, value: TermValue, place: Place) -> Table | Passage:
        term = value.term
        for key in (term.id, *(v.term.id for v in self.settled if v.term.id.startswith(f"{term.id}/"))):
            self._note(key, place)  # what is agreed of one cell or row of it stands nowhere else
        if isinstance(value.value, TermTable):
            return self._table(value, value.value)
        if value.status is TermStatus.BLANK or value.value is None:
            return Passage(term=term.id, label=term.label, run=Blank(term.id, term.label))
        words = self.printer.ours(value) if value.status is TermStatus.DEVIATES else self.printer.listed(value)
        return Passage(term=term.id, label=term.label, run=Value(term.id, words, value.status, self._mark(value)))

    def _table(self, value: TermValue, table: TermTable) -> Table:
        """The table without optional columns in which nobody has written anything, and without a rejected value.

        A cell that says again what the buyer does not accept prints the buyer's value under the number of the deviation.
        """
        marks: dict[tuple[int, int], int] = {}
        held = tuple(
            tuple(self._cell(value, table, (down, across), marks) for across in range(len(table.columns)))
            for down in range(len(table.rows))
        )
        rows = [
            [self.printer.cell(cell, column, own[0]) for cell, column in zip(row, table.columns, strict=True)]
            for row, own in zip(held, table.rows, strict=True)
        ]
        kept = [at for at, column in enumerate(table.columns) if column.required or any(row[at] for row in rows)]
        headings = tuple(
            Heading(title=column.title, kind=column.kind, required=column.required)
            for column in (table.columns[at] for at in kept)
        )
        return Table(
            term=value.term.id, label=value.term.label, status=value.status, headings=headings,
            rows=tuple(tuple(row[at] for at in kept) for row in rows),
            marks={(row, kept.index(at)): mark for (row, at), mark in marks.items()}, held=replace(table, rows=held),
        )  # fmt: skip

    def _cell(self, value: TermValue, table: TermTable, at: tuple[int, int], marks: dict[tuple[int, int], int]) -> Cell:
        cell = table.rows[at[0]][at[1]]
        rejected = cell_rejected(self.departing, table, at)
        if rejected is not None and rejected.position is not None:
            self._note(rejected.term.id, Place(schedule=value.term.schedule or 0))
            marks[at] = self._mark(rejected)
            cell = ours(rejected.position)
        return cell_agreed(self.settled, table, at, cell)

    def _row(self, value: TermValue) -> AnnexRow:
        term = value.term
        table = value.value if isinstance(value.value, TermTable) else None
        words: Words = ()
        if table is not None:
            words = (Phrase("term.rows", (("n", len(table.rows)),)),)
        elif value.value is not None:
            words = self.printer.printed(value)
        return AnnexRow(
            term=term.id, label=term.label, places=tuple(self.found.get(term.id) or self.found[term.table]),
            status=value.status, value=words,
            theirs=self.printer.theirs(value), verbatim=value.verbatim, remark=value.remark, source=value.source,
            standing=value.standing, silent=term.silent, after=term.after, base=term.base, unit=self.printer.unit(term),
            asked=self.printer.asked(value), mark=self.marks.get(term.id, 0),
            direction=value.direction, agreed=value.agreed,
        )  # fmt: skip


def _short(word: Word) -> Word:
    """A vendor's words as a box can hold them; the annex has them in full."""
    if isinstance(word, Own) and len(word.text) > BOX_LIMIT:
        return Own(word.text[: BOX_LIMIT - 1].rstrip() + "…", word.lang)
    return word

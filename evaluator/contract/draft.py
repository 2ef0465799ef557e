"""The draft in its intermediate form: numbered articles as runs, schedules as tables, the annex, what is open.

Nothing here knows a file format or a language's words; a writer turns it into a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.contract.clauses import Place
from evaluator.contract.points import Obstacle, Point
from evaluator.contract.words import Words
from evaluator.domain.agreed import Agreed, DraftStage
from evaluator.domain.contract import Direction, TermStatus, TermTable
from evaluator.domain.finding import Source
from evaluator.domain.question import Kind
from evaluator.domain.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Plain:
    """Words of the library."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A term's value; where the vendor departs, ``words`` are the buyer's and ``mark`` numbers the deviation."""

    term: str
    words: Words
    status: TermStatus
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Blank:
    """A term without a value: always printed, never dropped."""

    term: str
    label: Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A live reference to an article, paragraph or schedule.

    ``target`` is its id, ``place`` its number now, ``article`` the id of the clause that a paragraph belongs to.
    """

    target: str
    place: Place
    article: str = ""


Run = Plain | Value | Blank | Reference
Runs = Mapping[Lang, tuple[Run, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A vendor's deviation from the buyer's position, shown under the paragraph where the term first stands."""

    mark: int
    term: str
    label: Text
    ours: Words
    theirs: Words
    source: Source
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered paragraph of an article, with its items; ``notable`` text is set in conspicuous type."""

    id: str
    number: int
    runs: Runs
    items: tuple[Runs, ...] = ()
    notable: bool = False
    deviations: tuple[Deviation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A numbered clause of the draft; ``guidance`` is for counsel and leaves with the annex."""

    id: str
    number: int
    title: Text
    sections: tuple[Section, ...]
    guidance: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column of a schedule's table: title, kind and width in shares (text columns are wider)."""

    title: Text
    kind: Kind
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table term in a schedule; a cell without words is blank, and open where its column needs an answer.

    ``marks`` number the deviations whose rejected value stood in a cell, by row and column: the cell's words are the buyer's.
    ``held`` has what the cells print as values, columns that nobody has filled among them.
    """

    term: str
    label: Text
    status: TermStatus
    headings: tuple[Heading, ...] = ()
    rows: tuple[tuple[Words, ...], ...] = ()
    marks: Mapping[tuple[int, int], int] = field(default_factory=dict)
    held: TermTable | None = None

    @property
    def open_cells(self) -> int:
        """Cells that need an answer and have none."""
        needed = [heading.required for heading in self.headings]
        return sum(not words and must for row in self.rows for words, must in zip(row, needed, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A term in a schedule that is no table: a value, or a vendor's own words set apart in a box."""

    term: str
    label: Text
    run: Value | Blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """A schedule: an introduction, then its tables and passages, then the deviations in them."""

    number: int
    title: Text
    intro: Runs
    parts: tuple[Table | Passage, ...]
    deviations: tuple[Deviation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRow:
    """One term of the draft with where it stands, its value, the vendor's own words and their cell.

    ``theirs`` is set where the vendor departs; ``value`` is then the buyer's. ``silent`` fills the gap if nothing is agreed,
    ``after`` is the event from which a period in ``unit`` runs, ``base`` what a percentage is of, ``asked`` the buyer's
    position as vendors read it, or its figure in force.
    """

    term: str
    label: Text
    places: tuple[Place, ...]
    status: TermStatus
    value: Words
    theirs: Words
    verbatim: str
    remark: str
    source: Source
    standing: str
    silent: Text
    after: Text = Text()
    base: Text = Text()
    unit: str = ""
    asked: Words = ()
    mark: int = 0
    direction: Direction = ""
    agreed: Agreed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands on the first page and in the header: the parties, the day, and what the draft was made from.

    ``date`` is ISO text or empty; ``manifest`` the short hash of everything the draft depends on; ``points`` are what counsel
    has to settle beyond blanks and deviations, ``obstacles`` all that keeps it from being signed; ``stage`` is how far
    people have brought the draft, ``mark`` the name by which the document is known when it comes back.
    """

    tender: Text
    buyer: Text
    vendor: str
    date: str
    pack: str
    version: str
    manifest: str
    award_recorded: bool
    sample: bool = False
    points: tuple[Point, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    stage: DraftStage = "draft"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a library: a rule (key in catalogue ``draft``), the place, and the name it is about."""

    rule: str
    place: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A composed draft. With ``faults`` it must not be written: a reference would point at nothing.

    ``cells`` are those on which the buyer has a position and that are read in their table: no rows of the annex.
    """

    title: Text
    articles: tuple[Article, ...]
    appendices: tuple[Appendix, ...]
    annex: tuple[AnnexRow, ...]
    faults: tuple[Fault, ...] = ()
    cells: tuple[AnnexRow, ...] = ()

    @property
    def blanks(self) -> tuple[AnnexRow, ...]:
        """Terms that nobody has filled."""
        return tuple(row for row in self.annex if row.status is TermStatus.BLANK)

    @property
    def deviations(self) -> tuple[AnnexRow, ...]:
        """Terms on which the vendor departs from the buyer's position, as they are numbered."""
        found = (row for row in self.annex if row.status is TermStatus.DEVIATES)
        return tuple(sorted(found, key=lambda row: row.mark))

    def departing(self, direction: Direction) -> tuple[AnnexRow, ...]:
        """The deviations of one direction."""
        return tuple(row for row in self.deviations if row.direction == direction)

    @property
    def open_cells(self) -> int:
        """Table cells that need an answer and have none."""
        parts = (part for appendix in self.appendices for part in appendix.parts)
        return sum(part.open_cells for part in parts if isinstance(part, Table))

"""What a findings report says, ready to be written: the same lines go into the workbook, the document and the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from evaluator.domain.finding import Severity, Source
from evaluator.domain.text import Lang
from evaluator.i18n.words import t

LONGEST = 600  # a longer answer is quoted by its beginning: the cell holds the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One point: where it stands, what stands there now, what may stand there, and what is asked."""

    group: str
    severity: Severity
    subject: str
    sources: tuple[Source, ...]
    given: str
    allowed: str
    asks: tuple[str, ...]

    @property
    def files(self) -> str:
        """The files concerned, a line each."""
        return "\n".join(dict.fromkeys(filter(None, (source.file for source in self.sources))))

    @property
    def sheets(self) -> str:
        """The sheets concerned, a line each."""
        return "\n".join(dict.fromkeys(filter(None, (source.sheet for source in self.sources))))

    @property
    def cells(self) -> str:
        """The cells, each with its sheet where there are several sheets."""
        several = len({source.sheet for source in self.sources}) > 1
        named = [str(source) if several else source.cell for source in self.sources if source.cell]
        return "\n".join(dict.fromkeys(named))

    def quoted(self, lang: Lang) -> str:
        """What stands in the cell now; that nothing does is said too."""
        if not self.given:
            return t("report.blank", lang) if self.cells else ""
        return self.given if len(self.given) <= LONGEST else self.given[:LONGEST] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report to one vendor in one language; ``reach`` says how to reach the buyer, ``mark`` labels the sample tender.

    ``round`` is the number of the clarification round that it belongs to, 0 outside of one.
    """

    lang: Lang
    tender: str
    vendor: str
    buyer: str
    reach: str
    due: str
    mark: str
    lines: tuple[Line, ...]
    round: int = 0

    def title(self, kind: str) -> str:
        """What heads it."""
        return t(f"report.{kind}", self.lang, n=self.round)

    def facts(self) -> list[tuple[str, str, bool]]:
        """Labels and facts at the head, and whether a gap is left to fill in: never is the day by which to answer left out."""
        facts = (("vendor", self.vendor), ("buyer", self.buyer), ("contact", self.reach), ("due", self.due))
        gap = t("letter.due_open", self.lang)
        return [(t(f"report.fact.{key}", self.lang), value, value == gap) for key, value in facts if value]

    def groups(self) -> Iterator[tuple[str, Sequence[tuple[int, Line]]]]:
        """The points group by group, numbered through."""
        numbered = list(enumerate(self.lines, start=1))
        for group, members in groupby(numbered, key=lambda entry: entry[1].group):
            yield t(f"letter.group.{group}", self.lang), list(members)

    def counted(self) -> str:
        """How many points there are, and outside of a round how many must be corrected."""
        if self.round:
            return t("report.cells", self.lang, n=len(self.lines))
        must = sum(line.severity is Severity.BLOCKER for line in self.lines)
        return t("report.counted", self.lang, n=len(self.lines), must=must)

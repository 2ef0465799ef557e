"""A workbook already read when the buyer's list is corrected: what it answers under the new issue, and what now waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evaluator.domain.bid import Answer, Row, State
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.question import FixedRow, Question
from evaluator.intake import layout
from evaluator.intake.bids import ENVELOPES, FileReading
from evaluator.intake.naming import item_name
from evaluator.intake.questionnaire import Questionnaire
from evaluator.intake.reading import quoted, severity_of
from evaluator.intake.settling import reworded


def reissued(file: FileReading, before: Questionnaire, after: Questionnaire) -> FileReading:
    """The reading of a file under a later issue, of which only rows of the buyer's own tables differ.

    An answer given to other words waits for a person, a row that is new has none, and one that is gone says nothing
    any more: no vendor is held to words that it never saw.
    """
    envelope = ENVELOPES.get(file.layout, "")
    if before.issue == after.issue or not envelope:
        return file
    was = {one.id: one for one in before.questions(envelope) if one.rows}
    now = {one.id: one for one in after.questions(envelope) if one.rows}
    answers = {one.item: one for one in file.answers}
    notes: list[Finding] = []
    gone: set[str] = set()
    for key in (key for key in {**was, **now} if was.get(key) != now.get(key)):
        table = _Table(file, key, was.get(key), now.get(key), answers.pop(key, None))
        notes += table.notes()
        gone |= {f"{key}/{row}" for row in table.gone}
        if table.now is not None:
            answers[key] = table.answer()
    kept = [one for one in file.findings if not _inside(one.item, gone) and one.rule is not Rule.OTHER_ISSUE]
    issue = file.marker.issue if file.marker else before.issue
    if issue != after.issue:
        kept = [finding(Rule.OTHER_ISSUE, Source(file.name, file.sha256), actual=issue, expected=after.issue), *kept]
    return replace(file, answers=tuple(answers.values()), findings=(*kept, *notes))


def changed_rows(before: Questionnaire, after: Questionnaire) -> frozenset[str]:
    """The rows, as ``table/row``, that are reworded or gone: what people said on them no longer counts."""
    was = {f"{one.id}/{row.key}": row for one in before.all() for row in one.rows}
    now = {f"{one.id}/{row.key}": row for one in after.all() for row in one.rows}
    return frozenset(key for key, row in was.items() if now.get(key) != row)


def _inside(item: str, rows: set[str]) -> bool:
    return "/".join(item.split("/")[:2]) in rows


class _Table:
    """One of the buyer's tables as it was and is, with what a vendor answered in it."""

    def __init__(
        self, file: FileReading, key: str, was: Question | None, now: Question | None, answer: Answer | None
    ) -> None:
        self.file, self.key, self.was, self.now = file, key, was, now
        self.source = answer.source if answer else Source(file.name, file.sha256)
        self.given = {row.key: row for row in (answer.rows if answer else ())}
        self.before = {row.key: row for row in (was.rows if was else ())}
        self.rows = {row.key: row for row in (now.rows if now else ())}
        self.added = [key for key in self.rows if key not in self.before]
        self.gone = [key for key in self.before if key not in self.rows]
        self.other = [key for key, row in self.rows.items() if self.before.get(key, row) != row]

    def answer(self) -> Answer:
        """What the vendor has answered of the table in force."""
        rows = [self._row(key) for key in self.rows]
        said = any(cell.state is State.ANSWERED for row in rows for cell in row.cells.values())
        return Answer(
            item=self.key, state=State.ANSWERED if said else State.UNANSWERED, source=self.source, rows=tuple(rows)
        )

    def _row(self, key: str) -> Row:
        given = self.given.get(key)
        if key in self.added or given is None:
            columns = layout.open_columns(self.now) if self.now else ()
            item = f"{self.key}/{key}"
            blank = {
                one.key: Answer(item=f"{item}/{one.key}", state=State.UNANSWERED, source=self.source) for one in columns
            }
            return Row(key, blank)
        return Row(key, {name: reworded(cell) for name, cell in given.cells.items()}) if key in self.other else given

    def notes(self) -> Iterator[Finding]:
        """What differs, each once; what waits for a person holds the ranking as the table does."""
        for key in self.added:
            yield self._note(Rule.ISSUE_ADDED, key, self.now)
            if self.now and self.now.required:
                held = severity_of(self.now)
                item = f"{self.key}/{key}"
                name = item_name(item, self.now)
                yield finding(Rule.QUESTION_MISSING, self.source, severity=held, item=item, id=name)
        for key in self.gone:
            yield self._note(Rule.ISSUE_REMOVED, key, self.was)
        for key in self.other:
            yield from self._reworded(key)

    def _note(self, rule: Rule, key: str, question: Question | None) -> Finding:
        item = f"{self.key}/{key}"
        return finding(rule, self.source, item=item, id=item_name(item, question))

    def _reworded(self, key: str) -> Iterator[Finding]:
        if self.now is None or key not in self.given:
            return
        item = f"{self.key}/{key}"
        source = next((cell.source for cell in self.given[key].cells.values()), self.source)
        yield finding(
            Rule.QUESTION_CHANGED, source, severity=severity_of(self.now), item=item, id=item_name(item, self.now),
            expected=self._words(self.rows[key], self.before[key]), given=self._words(self.before[key], self.rows[key]),
        )  # fmt: skip

    def _words(self, row: FixedRow, other: FixedRow) -> str:
        """Only the cells that differ, in the words of the workbook."""
        spoken = self.file.marker.layout if self.file.marker else "both"
        theirs = dict(other.cells)
        told = [text.show(spoken) for name, text in row.cells if theirs.get(name) != text]
        return quoted(" · ".join(told))

"""Two workbooks of one vendor side by side: what was added, removed and changed, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from evaluator.domain.bid import Answer, Row, Scalar, State
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.intake.bids import FileReading
from evaluator.intake.reading import quoted

Part = Literal["answer", "remark", "evidence"]
How = Literal["added", "removed", "changed"]
DATED = "V8"  # the day of the answer changes with every answer, whatever was asked
_OF_SHEETS = frozenset({Rule.SHEET_MISSING, Rule.VENDOR_UNNAMED})


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else: its text before and after, empty where there is none, and both cells.

    ``values`` are the typed readings of both texts, None where a text has none or is no answer.
    """

    item: str
    part: Part
    before: str
    after: str
    was: Source
    now: Source
    values: tuple[Scalar | None, Scalar | None] = (None, None)

    @property
    def how(self) -> How:
        """Whether something came, went or was replaced."""
        return "added" if not self.before else "removed" if not self.after else "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed, in the order of the workbook, and how many answers that say something say the same."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0

    def count(self, how: How) -> int:
        """How many cells were added, removed or changed."""
        return sum(change.how == how for change in self.changes)


def difference(before: Iterable[Answer], after: Iterable[Answer]) -> Difference:
    """What a later reading says otherwise; texts are compared as they are written, whatever they were read as."""
    old, new = _cells(before), _cells(after)
    changes: list[Change] = []
    unchanged = 0
    for item in dict.fromkeys((*new, *old)):
        told = list(_changes(item, old.get(item), new.get(item)))
        changes += told
        unchanged += not told and bool(item in old and old[item].verbatim)
    return Difference(tuple(changes), unchanged)


def _cells(answers: Iterable[Answer]) -> dict[str, Answer]:
    """Every cell by its item; a table stands for nothing but its cells."""
    found: dict[str, Answer] = {}
    for answer in answers:
        found.update({answer.item: answer} if not answer.rows else _in_rows(answer))
    return found


def _in_rows(table: Answer) -> dict[str, Answer]:
    return {cell.item: cell for row in table.rows for cell in row.cells.values()}


def _changes(item: str, old: Answer | None, new: Answer | None) -> Iterator[Change]:
    for part in ("answer", "remark", "evidence"):
        (before, was), (after, now) = _said(old, part), _said(new, part)
        if before != after:
            both = (old, new) if part == "answer" else (None, None)
            values = tuple(answer.value if answer else None for answer in both)
            yield Change(item, part, before, after, was, now, (values[0], values[1]))


def _said(answer: Answer | None, part: Part) -> tuple[str, Source]:
    """The text of one part of an answer and the cell it stands in."""
    if answer is None:
        return "", Source()
    if part == "remark":
        return answer.remark, answer.remark_place
    return (answer.verbatim if part == "answer" else answer.evidence_file), answer.source


def unasked(told: Difference, asks: Callable[[str], bool]) -> tuple[Change, ...]:
    """The changes that a round did not ask for; the day of the answer is nobody's concern."""
    return tuple(change for change in told.changes if change.item != DATED and not asks(change.item))


def answered(before: Iterable[Answer], after: Iterable[Answer], free: Collection[str] = ()) -> frozenset[str]:
    """Items to which a later reading says anything, with the rows that they stand in.

    A table whose rows are the vendor's own (``free``), or that was not there before, is answered as one: a row of one
    workbook is not mixed with a row of another.
    """
    old = {answer.item: answer for answer in before}
    found: set[str] = set()
    for answer in after:
        cells = _in_rows(answer) if answer.rows else {answer.item: answer}
        said = {item for item, cell in cells.items() if cell.state is not State.UNANSWERED}
        found |= said
        if answer.rows and said:
            found |= {item.rpartition("/")[0] for item in said}
            if answer.item in free or answer.item not in old:
                found |= {answer.item, *cells, *(_in_rows(old[answer.item]) if answer.item in old else ())}
    return frozenset(found)


def unasked_findings(told: Difference, asks: Callable[[str], bool], due: str) -> tuple[Finding, ...]:
    """Each change that the round did not ask for, at its cell in the later workbook, or where it stood if it is gone."""
    return tuple(
        finding(
            Rule.CHANGED_UNASKED, change.now if change.after else change.was, item=change.item, due=due,
            before=quoted(change.before) or "–", after=quoted(change.after) or "–",
        )
        for change in unasked(told, asks)
    )  # fmt: skip


def merged(before: FileReading, after: FileReading, asks: Callable[[str], bool]) -> FileReading:
    """The later reading with nothing new in it but what was asked; each answer keeps the file and cell it comes from."""
    old, new = ({answer.item: answer for answer in file.answers} for file in (before, after))
    answers = [_chosen(item, (old.get(item), new.get(item)), asks) for item in dict.fromkeys((*old, *new))]
    kept = [found for found in before.findings if not (found.item and asks(found.item))]
    kept = [found for found in kept if found.rule not in _OF_SHEETS or _still(found, after)]
    came = [found for found in after.findings if _comes(found, asks)]
    return replace(
        after, vendor=before.vendor, answers=tuple(answer for answer in answers if answer is not None),
        findings=tuple(dict.fromkeys((*kept, *came))),
    )  # fmt: skip


def _still(found: Finding, after: FileReading) -> bool:
    return any((one.rule, one.params) == (found.rule, found.params) for one in after.findings)


def _comes(found: Finding, asks: Callable[[str], bool]) -> bool:
    return asks(found.item) if found.item else found.rule not in _OF_SHEETS


def _chosen(item: str, both: tuple[Answer | None, Answer | None], asks: Callable[[str], bool]) -> Answer | None:
    old, new = both
    if asks(item) or item == DATED:
        return new or old
    if old is None or new is None or not (old.rows or new.rows):
        return old
    rows = _rows(old, new, asks)
    answered = any(cell.state is State.ANSWERED for row in rows for cell in row.cells.values())
    state = old.state if rows == old.rows else State.ANSWERED if answered else State.UNANSWERED
    return replace(old, state=state, rows=rows)


def _rows(old: Answer, new: Answer, asks: Callable[[str], bool]) -> tuple[Row, ...]:
    theirs: Mapping[str, Row] = {row.key: row for row in new.rows}
    mine: Mapping[str, Row] = {row.key: row for row in old.rows}
    rows = []
    for key in dict.fromkeys((*mine, *theirs)):
        cells: dict[str, Answer] = dict(mine[key].cells) if key in mine else {}
        cells |= {name: cell for name, cell in (theirs[key].cells if key in theirs else {}).items() if asks(cell.item)}
        if cells:
            rows.append(Row(key, cells))
    return tuple(rows)

"""The replies of a clarification list laid over the workbook they are about: what was left blank stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.domain.bid import Answer, Row, State
from evaluator.domain.finding import Finding, Rule
from evaluator.intake.bids import FileReading
from evaluator.intake.clarification import replied
from evaluator.intake.questionnaire import PRICE, TECHNICAL


def by_envelope(replies: FileReading, priced: frozenset[str]) -> dict[str, FileReading]:
    """The part of a list for each envelope in which something is replied; ``priced`` are the ids of price questions.

    What was found of the file as such goes with the first part.
    """
    made: dict[str, FileReading] = {}
    for envelope, price in ((TECHNICAL, False), (PRICE, True)):
        answers = tuple(one for one in replies.answers if (_question(one.item) in priced) is price)
        if replied(answers):
            findings = tuple(
                found
                for found in replies.findings
                if ((_question(found.item) in priced) is price if found.item else not made)
            )
            made[envelope] = replace(replies, answers=answers, findings=findings)
    return made


def _question(item: str) -> str:
    return item.partition("/")[0]


def overlaid(before: FileReading, replies: FileReading) -> FileReading:
    """The earlier reading with the replies in it, each at its own cell of the list; what was found in them comes with them."""
    said = replied(replies.answers)
    touched = {_question(answer.item) for answer in said}
    there = {answer.item: answer for answer in before.answers}
    blank = {key: _unanswered(key, replies) for key in touched - there.keys()}
    answers = tuple(
        _with(answer, [one for one in replies.answers if _question(one.item) == key]) if key in touched else answer
        for key, answer in (there | blank).items()
    )
    made = replace(before, name=replies.name, sha256=replies.sha256, answers=answers)
    given = frozenset(one.item for one in said if one.state is not State.UNANSWERED)
    kept = tuple(found for found in before.findings if not _answered(found, given, made))
    return replace(made, findings=(*kept, *(found for found in replies.findings if not _worded(found, made))))


def _unanswered(item: str, replies: FileReading) -> Answer:
    source = next(one.source for one in replies.answers if _question(one.item) == item)
    return Answer(item=item, state=State.UNANSWERED, source=source)


def _with(old: Answer, replies: Sequence[Answer]) -> Answer:
    """An answer with what is replied to it, or to cells of its rows."""
    if replies[0].item == old.item:
        return _said_anew(old, replies[0])
    rows = {row.key: dict(row.cells) for row in old.rows}
    for key in dict.fromkeys(reply.item.split("/")[1] for reply in replied(replies)):
        mine = {one.item.split("/")[2]: one for one in replies if one.item.split("/")[1] == key}
        row = rows.setdefault(key, {})
        for name, reply in mine.items():
            if reply.state is not State.UNANSWERED or name not in row:
                row[name] = reply
    answered = any(cell.state is State.ANSWERED for row in rows.values() for cell in row.values())
    state = State.ANSWERED if answered else old.state
    return replace(old, state=state, rows=tuple(Row(key, cells) for key, cells in rows.items()))


def _said_anew(old: Answer, reply: Answer) -> Answer:
    answer = old if reply.state is State.UNANSWERED else reply
    remarked = reply if reply.remark else old
    return replace(
        answer, remark=remarked.remark, remark_cell=remarked.remark_cell, evidence_file=reply.evidence_file or old.evidence_file,
        remark_source=remarked.remark_place if remarked.remark else None,
    )  # fmt: skip


def _answered(found: Finding, given: frozenset[str], made: FileReading) -> bool:
    """Whether a fault was of a cell that is replied to, or of a row or table of which nothing waits any more."""
    if found.item in given:
        return True
    inside = f"{found.item}/"
    if not found.item or not any(item.startswith(inside) for item in given):
        return False
    table = next(answer for answer in made.answers if answer.item == _question(found.item))
    cells = [cell for row in table.rows for cell in row.cells.values() if cell.item.startswith(inside)]
    return table.state is not State.UNANSWERED and not any(
        cell.state in (State.AMBIGUOUS, State.DAMAGED) for cell in cells
    )


def _worded(found: Finding, made: FileReading) -> bool:
    """Whether a wording that the reply leaves out stands beside the earlier answer."""
    answer = next((one for one in made.answers if one.item == found.item), None)
    return found.rule is Rule.DEVIATION_UNWORDED and answer is not None and bool(answer.remark)

"""What counts of a later workbook that is not taken whole: put together with what was offered before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from evaluator.domain.question import Kind
from evaluator.domain.round import Round
from evaluator.intake.bids import FileReading
from evaluator.intake.clarification import LIST
from evaluator.intake.difference import answered, difference, merged, unasked_findings
from evaluator.intake.questionnaire import Questionnaire
from evaluator.intake.replies import overlaid

Envelope = TypeVar("Envelope", bound=str)


def free_tables(asked: Questionnaire) -> frozenset[str]:
    """Tables whose rows the vendor makes: a row of one workbook is nothing to a row of another."""
    return frozenset(question.id for question in asked.all() if question.kind is Kind.TABLE and not question.rows)


def completed(before: FileReading | None, came: FileReading) -> FileReading:
    """What a workbook that came says: of a clarification list what counted before, with the replies in it."""
    return overlaid(before, came) if came.layout == LIST and before is not None else came


def together(
    before: Mapping[Envelope, FileReading],
    came: Mapping[Envelope, FileReading],
    during: Round | None,
    free: Collection[str],
) -> dict[Envelope, FileReading]:
    """What counts from now on, by envelope, once a workbook that ``came`` completes those ``before``; one came at least.

    The earlier answers stay but for what the round asks, or outside of one for what the workbook answers; ``free`` are
    those of `free_tables`. Of an envelope that the workbook does not answer all of it stays.
    """
    file = next(iter(came.values()))
    stay = {key: replace(old, name=file.name, sha256=file.sha256) for key, old in before.items() if key not in came}
    again = {
        key: _merged(before[key], completed(before[key], new), during, free) if key in before else new
        for key, new in came.items()
    }
    return {**stay, **again}


def _merged(old: FileReading, new: FileReading, during: Round | None, free: Collection[str]) -> FileReading:
    """Both readings as one; the changes that a round did not ask for stay told in it."""
    if during is None:
        return merged(old, new, answered(old.answers, new.answers, free).__contains__)
    made = merged(old, new, during.asks)
    aside = unasked_findings(difference(old.answers, new.answers), during.asks, during.due)
    return replace(made, findings=(*made.findings, *aside))

"""What of a revised workbook comes to count where it is not taken whole: put together with what was offered before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from evaluator.adapters.codec import decode, encode
from evaluator.domain.question import Kind
from evaluator.domain.round import Round
from evaluator.intake.bids import FileReading
from evaluator.intake.clarification import LIST
from evaluator.intake.difference import answered, difference, merged, unasked_findings
from evaluator.intake.questionnaire import Questionnaire
from evaluator.intake.replies import overlaid
from evaluator.services.imports import READER
from evaluator.store import files
from evaluator.store.files import FileRow
from evaluator.store.stages import Envelope
from evaluator.store.transaction import Transaction


def free_tables(asked: Questionnaire) -> frozenset[str]:
    """Tables whose rows the vendor makes: a row of one workbook is nothing to a row of another."""
    return frozenset(question.id for question in asked.all() if question.kind is Kind.TABLE and not question.rows)


def completed(before: FileReading | None, came: FileReading) -> FileReading:
    """What a workbook that came says: of a clarification list what counted before, with the replies in it."""
    return overlaid(before, came) if came.layout == LIST and before is not None else came


def put_together(
    tx: Transaction, row: FileRow, earlier: Sequence[str], during: Round | None, free: Collection[str]
) -> None:
    """Keep with a revised workbook what counts from now on, in each envelope of the earlier ones, sealed or not.

    The earlier answers stay but for what the round asks, or outside of one for what the workbook answers; ``free`` are
    those of `free_tables`. Of an envelope that the workbook does not answer all of it stays.
    """
    after = _readings(tx, row.id)
    before = {envelope: held for one in earlier for envelope, held in _readings(tx, one).items()}
    for envelope, old in before.items():
        new = after.get(envelope)
        made = (
            _merged(old, completed(old, new), during, free) if new else replace(old, name=row.name, sha256=row.sha256)
        )
        files.save_reading(tx, row.id, envelope, {"reading": encode(made)}, reader=READER, ver=1 if new else 0)


def _readings(tx: Transaction, file_id: str) -> dict[Envelope, FileReading]:
    return {envelope: decode(content["reading"]) for envelope, content in files.contents(tx, file_id).items()}


def _merged(old: FileReading, new: FileReading, during: Round | None, free: Collection[str]) -> FileReading:
    """Both readings as one; the changes that a round did not ask for stay told in it."""
    if during is None:
        return merged(old, new, answered(old.answers, new.answers, free).__contains__)
    made = merged(old, new, during.asks)
    aside = unasked_findings(difference(old.answers, new.answers), during.asks, during.due)
    return replace(made, findings=(*made.findings, *aside))

"""A revised workbook that is not taken whole keeps, in each envelope, what counts from now on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evaluator.adapters.codec import decode, encode
from evaluator.domain.round import Round
from evaluator.intake.bids import FileReading
from evaluator.intake.completing import together
from evaluator.services.imports import READER
from evaluator.store import files
from evaluator.store.files import FileRow
from evaluator.store.stages import Envelope
from evaluator.store.transaction import Transaction


def put_together(
    tx: Transaction, row: FileRow, earlier: Sequence[str], during: Round | None, free: Collection[str]
) -> None:
    """Keep with a revised workbook what counts in each envelope of the ``earlier`` ones, sealed or not, as `together` says."""
    after = _readings(tx, row.id)
    before = {envelope: held for one in earlier for envelope, held in _readings(tx, one).items()}
    made = together(before, after, during, free)
    for envelope in before:
        new = envelope in after
        files.save_reading(
            tx, row.id, envelope, {"reading": encode(made[envelope])}, reader=READER, ver=1 if new else 0
        )


def _readings(tx: Transaction, file_id: str) -> dict[Envelope, FileReading]:
    return {envelope: decode(content["reading"]) for envelope, content in files.contents(tx, file_id).items()}

"""A revised workbook that is not taken whole keeps, in each envelope, what counts from now on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from evaluator.adapters.codec import decode, encode
from evaluator.domain.round import Round
from evaluator.intake.completing import together
from evaluator.services.imports import READER
from evaluator.store import files
from evaluator.store.files import FileRow
from evaluator.store.stages import Envelope
from evaluator.store.transaction import Transaction

Contents = Mapping[Envelope, Mapping[str, Any]]


def put_together(
    tx: Transaction, row: FileRow, earlier: Sequence[str], during: Round | None, free: Collection[str]
) -> None:
    """Keep with a revised workbook what counts in each envelope of the ``earlier`` ones, sealed or not, as `together` says.

    Where all of them were first read under one and the same list that was corrected since, what they said then stays beside.
    """
    kept = {one.envelope: one for one in files.kept_readings(tx, row.id)}
    came: Contents = {key: one.content for key, one in kept.items()}
    before: Contents = {key: held for one in earlier for key, held in files.contents(tx, one).items()}
    made = _together(before, came, during, free)
    parts = [one.get("received") for one in (*before.values(), *came.values())]
    if parts[0] and all(one and one["requirements"] == parts[0]["requirements"] for one in parts):
        first = _together(_received(before), _received(came), during, free)
        for envelope, content in made.items():
            content["received"] = {**first[envelope], "requirements": parts[0]["requirements"]}
    for envelope in before:
        ver = kept[envelope].ver if envelope in kept else 0
        files.save_reading(tx, row.id, envelope, made[envelope], reader=READER, ver=ver)


def _received(contents: Contents) -> Contents:
    return {envelope: content["received"] for envelope, content in contents.items()}


def _together(
    before: Contents, came: Contents, during: Round | None, free: Collection[str]
) -> dict[Envelope, dict[str, Any]]:
    made = together(_readings(before), _readings(came), during, free)
    return {envelope: {"reading": encode(reading)} for envelope, reading in made.items()}


def _readings(contents: Contents) -> dict[Envelope, Any]:
    return {envelope: decode(content["reading"]) for envelope, content in contents.items()}

"""A corrected requirement list beside the bids that are already here: each is read under the new issue at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evaluator.adapters.codec import decode, encode
from evaluator.adapters.packs import Pack
from evaluator.domain.tender import Tender
from evaluator.intake.questionnaire import REQUIREMENTS_ID, Questionnaire, questionnaire
from evaluator.intake.reissue import changed_rows, reissued
from evaluator.services.ending import end_words, same_place
from evaluator.services.held import pack_of
from evaluator.services.imports import READER
from evaluator.store import files, methods
from evaluator.store.transaction import Transaction


def reissue(tx: Transaction, before: Tender, after: Tender) -> None:
    """Keep every bid's readings under the new issue, sealed ones unseen, and end what people said on rows that differ."""
    method = methods.current(tx, tx.tender_id)
    if method is None:
        return
    pack = pack_of(method, methods.files(tx, tx.tender_id, method.number))
    for row in files.every(tx, tx.tender_id, all_states=True):
        for kept in files.kept_readings(tx, row.id) if row.kind == "bid" else ():
            content = _under(kept.content, pack, before, after)
            if content != kept.content:
                files.save_reading(tx, row.id, kept.envelope, content, reader=READER, ver=kept.ver)
    ended = changed_rows(_asked(pack, before), _asked(pack, after)) | _added_musts(before, after)
    end_words(tx, lambda _, item: any(same_place(item, one) for one in ended))


def _under(content: Mapping[str, Any], pack: Pack, before: Tender, after: Tender) -> dict[str, Any]:
    """What is kept of a reading under the list ``after``.

    Beside it stays, under ``received``, what was first read and the list that held then: every later list is compared with
    that, so that a list put back gives back each answer given to it.
    """
    received = content.get("received") or {"reading": content["reading"], "requirements": encode(before.requirements)}
    held = decode(received["reading"])
    was = replace(after, requirements=decode(received["requirements"]))
    fresh = reissued(held, _asked(pack, was), _asked(pack, after))
    return {"reading": received["reading"]} if fresh == held else {"reading": encode(fresh), "received": received}


def _asked(pack: Pack, tender: Tender) -> Questionnaire:
    return questionnaire(pack.method, pack.library.positions, tender)


def _added_musts(before: Tender, after: Tender) -> frozenset[str]:
    """Rows that are new and must be met: a word on the unmet ones was said without them."""
    there = {one.id for one in before.requirements}
    return frozenset(
        f"{REQUIREMENTS_ID}/{one.id}" for one in after.requirements if one.kind == "must" and one.id not in there
    )

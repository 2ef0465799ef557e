"""A corrected requirement list beside the bids that are already here: each is read under the new issue at once."""

from __future__ import annotations

from evaluator.adapters.codec import decode, encode
from evaluator.domain.tender import Tender
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.reissue import changed_rows, reissued
from evaluator.services.held import pack_of
from evaluator.services.imports import READER
from evaluator.store import files, methods, settlements
from evaluator.store.settlements import Place
from evaluator.store.transaction import Transaction


def reissue(tx: Transaction, before: Tender, after: Tender) -> None:
    """Keep every bid's readings under the new issue, sealed ones unseen, and end what people said on reworded rows."""
    method = methods.current(tx, tx.tender_id)
    if method is None:
        return
    pack = pack_of(method, methods.files(tx, tx.tender_id, method.number))
    was, now = (questionnaire(pack.method, pack.library.positions, one) for one in (before, after))
    for row in files.every(tx, tx.tender_id, all_states=True):
        for kept in files.kept_readings(tx, row.id) if row.kind == "bid" else ():
            held = decode(kept.content["reading"])
            fresh = reissued(held, was, now)
            if fresh != held:
                files.save_reading(
                    tx, row.id, kept.envelope, {**kept.content, "reading": encode(fresh)}, reader=READER, ver=kept.ver
                )
    ended = changed_rows(was, now)
    for one in settlements.settlements(tx, tx.tender_id):
        if "/".join(one.item.split("/")[:2]) in ended:
            settlements.withdraw_settlement(tx, Place(one.vendor_id, one.item, one.envelope), one.ver)

"""Drafts that went out: their words are kept at each download, and a later draft can be compared with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from evaluator.adapters.docx_words import bilingual
from evaluator.adapters.draft_transcript import transcript_bytes
from evaluator.domain.text import Layout, Text
from evaluator.i18n.days import moment, zone_of
from evaluator.services.commands import Actor, query, service
from evaluator.services.draft_files import OUTPUTS
from evaluator.services.draft_grounds import allowed_drafts
from evaluator.services.drafting import DraftResult
from evaluator.services.drafts import draft_of_state
from evaluator.services.problem import Refused
from evaluator.services.redlines import old_of, redline_of_state, words_of_draft
from evaluator.services.redlining import Old, former
from evaluator.services.state import TenderState, load
from evaluator.store import draft_words
from evaluator.store.draft_words import DraftWordsRow
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

FORMER = "former:"


def draft_going_out(
    store: Store, actor: Actor, tender_id: str, asked: tuple[str, str], layout: Layout
) -> Mapping[str, bytes]:
    """The file of a kind, or all files, of the draft for a vendor; its words are kept where it is the draft that goes out.

    They are not kept again where the last one that went out said the same.
    """
    state, (vendor, kind) = load(store, actor, tender_id), asked
    allowed = allowed_drafts(store, actor, tender_id)
    made = draft_of_state(state, vendor, layout, (kind,) if kind else tuple(OUTPUTS), allowed)
    if kind not in ("", "draft", "outbound"):
        return made.files
    words, vendor_id = transcript_bytes(words_of_draft(state, vendor, made)), state.vendor_ids[vendor]
    last = next(iter(_of_vendor(store, actor, tender_id, vendor_id)), None)
    if last is None or last.sha256 != draft_words.fingerprint(words):
        # Of two downloads at once both find the same last one: they are one command, carried out once.
        behind = f"{last.id}.{last.ver}" if last else ""
        command = f"{actor.name}/{tender_id}/{vendor_id}/{behind}/{draft_words.fingerprint(words)}"
        _keep(store, actor, hashlib.sha256(command.encode()).hexdigest(), tender_id, vendor_id, words.decode())
    return made.files


def redline_going_out(
    store: Store, actor: Actor, tender_id: str, compared: tuple[str, str], layout: Layout
) -> tuple[str, bytes]:
    """File name and bytes of a vendor's draft marked against what a key names."""
    state, (vendor, against) = load(store, actor, tender_id), compared
    was_out = against.startswith(FORMER)
    old = former_of(store, actor, state, vendor, against) if was_out else old_of(state, vendor, against)
    return redline_of_state(state, vendor, layout, old, allowed_drafts(store, actor, tender_id))


def former_drafts(store: Store, actor: Actor, state: TenderState, vendor: str, made: DraftResult) -> dict[str, Text]:
    """Keys of an export and the times of drafts that went out for a vendor with other words than now, the last first.

    ``made`` is the vendor's draft as it stands now.
    """
    kept = _of_vendor(store, actor, state.id, state.vendor_ids[vendor])
    if not kept:
        return {}
    now = draft_words.fingerprint(transcript_bytes(words_of_draft(state, vendor, made)))
    return {f"{FORMER}{row.id}": _time(state, row.at) for row in kept if row.sha256 != now}


def former_of(store: Store, actor: Actor, state: TenderState, vendor: str, against: str) -> Old:
    """The former draft with this key; `Refused` where it is none of this vendor's."""
    vendor_id, row_id = state.vendor_ids.get(vendor, ""), against.removeprefix(FORMER)
    words = _words(store, actor, state.id, vendor_id, row_id)
    when = {row.id: row.at for row in _of_vendor(store, actor, state.id, vendor_id)}
    if words is None:
        raise Refused("redline_gone")
    return former(words, bilingual("redline.against_former", day=_time(state, when[row_id])))


def _time(state: TenderState, at: str) -> Text:
    zone = zone_of(state.tender.deadline)
    return Text(moment(at, "zh", zone), moment(at, "en", zone))


@service("contract.keep")
def _keep(tx: Transaction, vendor_id: str, words: str) -> None:
    draft_words.keep(tx, vendor_id, words.encode())
    tx.about("export:draft")


@query("contract.read")
def _of_vendor(snapshot: Snapshot, tender_id: str, vendor_id: str) -> tuple[DraftWordsRow, ...]:
    return draft_words.of_vendor(snapshot, tender_id, vendor_id)


@query("contract.read")
def _words(snapshot: Snapshot, tender_id: str, vendor_id: str, row_id: str) -> bytes | None:
    return draft_words.content(snapshot, tender_id, vendor_id, row_id)

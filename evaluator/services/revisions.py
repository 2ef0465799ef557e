"""Revised workbooks: what each changes, and the lead's word on it; until then the earlier one counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evaluator.domain.finding import Rule
from evaluator.domain.round import Round
from evaluator.domain.text import Text
from evaluator.intake.bids import ENVELOPES
from evaluator.intake.completing import free_tables
from evaluator.intake.difference import DATED
from evaluator.services.commands import Actor, query, service
from evaluator.services.compared import Revision, counting, weighed
from evaluator.services.ending import end_words
from evaluator.services.imports import Imported
from evaluator.services.merging import put_together
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.services.wording import item_title
from evaluator.store import files, revisions
from evaluator.store.canonical import Json
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

# A clarification must not change the substance of a bid (Tendering and Bidding Law, article 39; Order 87, article 51). Some
# forms of government purchase negotiate; the route alone does not tell which, so that the lead may take it all the same.
HELD: Final = ("tender", "gov")


def waiting(store: Store, actor: Actor, state: TenderState, vendor: str = "") -> tuple[Revision, ...]:
    """The revised workbooks that wait, of all vendors or of one, in the order received."""
    return tuple(one for one in _waiting(store, actor, state.id, state) if vendor in ("", one.vendor))


def with_difference(store: Store, actor: Actor, tender_id: str, told: Imported, sha256: str) -> Imported:
    """What is told of a file, with what it changes where it waits and may be looked into."""
    if told.status not in ("waits", "same"):
        return told
    state = load(store, actor, tender_id)  # as it is now: what the file would revise may have come in just before it
    held = next((one for one in waiting(store, actor, state, told.vendor) if one.sha256 == sha256), None)
    envelope = ENVELOPES.get(told.layout, "")
    change = None
    if held is not None:
        change = held.difference if held.replies else held.differences.get(envelope)  # type: ignore[call-overload]  # no envelope gives none
    if held is not None and held.awaits and envelope == "price":
        return replace(told, findings=(), answered=0)
    if told.status != "waits" or held is None or change is None:
        return told
    items = {one.item for one in change.changes}
    return replace(
        told, difference=change, findings=(*told.findings, *(found for found in held.unasked if found.item in items))
    )


@query("bid.read")
def _waiting(snapshot: Snapshot, tender_id: str, state: TenderState) -> list[Revision]:
    held = {row.file_id: row for row in revisions.revisions(snapshot, tender_id) if row.state == "waiting"}
    if not held:
        return []
    every = files.every(snapshot, tender_id, all_states=True)
    return [weighed(snapshot, state, held[row.id], row) for row in every if row.id in held]


def take(
    store: Store, actor: Actor, command_id: str, tender_id: str, shown: Revision, reason: str, *, in_part: bool = False,
    despite: bool = False,
) -> None:  # fmt: skip
    """The revised workbook counts from now on, for a reason: whole, or within a round only as far as it was asked.

    ``in_part`` takes only what it answers, and the rest stays as it was offered. What came after its round is admitted by
    being taken. What people have said on an answer that changes ends with it. ``shown`` is what the person has seen: where
    something else waits or counts by now, nothing is taken. Where the route lets no clarification improve an offer, one that
    does is taken only ``despite`` that.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    state = load(store, actor, tender_id)
    one = next((one for one in waiting(store, actor, state) if one.file == shown.file), None)
    if one is None or one.as_shown() != shown.as_shown():
        raise Refused("revision_gone")
    if one.awaits:
        raise Refused("final_unopened", vendors=Text("、".join(one.awaits), "; ".join(one.awaits)))
    if one.replies and (one.fresh or not one.earlier):
        raise Refused("list_alone")
    if one.round and not (one.asked_changes() or one.fresh):
        raise Refused("nothing_asked", n=one.round.number)
    if one.better and held_to_offer(state) and not despite:
        raise Refused("revision_better", items=_named(state, one.better))
    way: revisions.Way = "asked" if one.round else "answered" if in_part and one.earlier else "whole"
    if way == "whole" and one.narrower:
        raise Refused("revision_narrower", file=one.instead_of)
    part = way == "answered"
    taking = _Taking(
        way=way, round=one.round, free=tuple(sorted(free_tables(state.asked))),
        ends=one.ends_in_part if part else one.ends,
        admits=any(found.rule is Rule.REPLY_LATE and found.source.sha256 == one.sha256 for found in state.dealings.findings),
        changes=None if one.difference is None else one.asked_changes() - (len(one.silent) if part else 0),
        items=_asked_items(one), better=one.better,
    )  # fmt: skip
    _take(store, actor, command_id, tender_id, one.file, shown.ver, one.earlier, taking, reason)


def held_to_offer(state: TenderState) -> bool:
    """Whether the route lets a clarification explain an offer, and not improve it."""
    return state.tender.route in HELD


def _asked_items(one: Revision) -> tuple[str, ...]:
    """What a clarification changes, as far as it may be seen and is taken."""
    if one.round is None or one.round.kind != "clarification" or one.difference is None:
        return ()
    return tuple(
        dict.fromkeys(each.item for each in one.difference.changes if each.item != DATED and one.round.asks(each.item))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taking:
    """How a workbook is taken: what `put_together` needs, the items on which words end, and how much changes, if told.

    ``admits`` says that it came late and counts all the same; ``items`` are what a clarification changed, ``better`` those
    of them that improve the offer.
    """

    way: revisions.Way
    round: Round | None
    free: tuple[str, ...]
    ends: tuple[str, ...]
    admits: bool
    changes: int | None
    items: tuple[str, ...] = ()
    better: tuple[str, ...] = ()


@service("bid.revise")
def _take(tx: Transaction, file_id: str, ver: int, earlier: Sequence[str], taking: _Taking, reason: str) -> None:
    del reason
    row = next(row for row in files.every(tx, tx.tender_id, all_states=True) if row.id == file_id)
    now = counting(tx, tx.tender_id, row)
    if sorted(one.id for one in now) != sorted(earlier):
        raise Refused("revision_gone")
    revisions.decide(tx, file_id, taking.way, ver)
    counted_ver = files.count(tx, file_id, row.ver)
    if taking.admits:
        files.admit(tx, file_id, counted_ver)
    if taking.way != "whole":
        put_together(tx, row, earlier, taking.round, taking.free)
    for one in now:
        files.supersede(tx, one.id, file_id, one.ver)
    # What was said on answers that are no longer the vendor's does not count any more.
    end_words(tx, lambda vendor_id, item: vendor_id == row.vendor_id and item in taking.ends)
    # Of a sealed workbook nothing is told, not even how much it changes.
    counted: dict[str, Json] = {} if taking.changes is None else {"changes": taking.changes}
    if taking.items:
        counted |= {"items": ", ".join(taking.items), "better": ", ".join(taking.better)}
    tx.about(f"file:{file_id}", name=row.name, way=taking.way, **counted)


def _named(state: TenderState, items: Collection[str]) -> Text:
    return Text(
        "、".join(item_title(state, one, "zh") for one in items),
        ", ".join(item_title(state, one, "en") for one in items),
    )


def refuse(store: Store, actor: Actor, command_id: str, tender_id: str, shown: Revision, reason: str) -> None:
    """The revised workbook does not count, for a reason; its bytes and its reading stay."""
    if not reason.strip():
        raise Refused("reason_missing")
    _refuse(store, actor, command_id, tender_id, shown.file, shown.ver, reason)


@service("bid.decline")
def _refuse(tx: Transaction, file_id: str, ver: int, reason: str) -> None:
    del reason
    held = revisions.of_file(tx, tx.tender_id, file_id)
    if held is None or held.state != "waiting":
        raise Refused("revision_gone")
    revisions.decide(tx, file_id, "refused", ver)
    row = next(row for row in files.every(tx, tx.tender_id, all_states=True) if row.id == file_id)
    tx.about(f"file:{file_id}", name=row.name)

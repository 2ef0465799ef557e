"""What happened last in a tender, from the event log, and when each stage of the work last moved."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from evaluator.services.commands import Actor, on_bids
from evaluator.services.state import TenderState
from evaluator.store.events import Event
from evaluator.store.store import Store

KEPT = 12
_STAGES = {
    "tender.": "tender", "dispatch.": "tender", "method.": "method", "weights.": "method",
    "bid.": "bids", "settlement.": "bids", "check.": "bids",
    "gate.": "bids", "round.": "bids", "mapping.": "bids", "attachment.": "bids", "conversation.": "bids",
    "reference.": "bids", "score.": "scores", "price.": "price", "stage.": "ranking", "selection.": "shortlist",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """One event for people: when, what (an action of the policy) and about whom or what.

    ``kind`` tells apart what one action may be: a ``final_price`` round from a clarification.
    """

    at: str
    action: str
    subject: str
    by: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Recent:
    """The last events, newest first, and the moment at which each stage of the work last moved."""

    seq: int = 0
    happened: tuple[Happening, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)


_lock = threading.Lock()
_kept: WeakKeyDictionary[Store, dict[tuple[str, bool], Recent]] = WeakKeyDictionary()


def recent(store: Store, actor: Actor, state: TenderState) -> Recent:
    """The tender's latest events; only events that came since the last call are read."""
    del actor  # whoever holds the state was let in to it
    place = state.id, bool(state.hidden)
    with _lock:
        before = _kept.setdefault(store, {}).get(place, Recent())
    if before.seq == state.revision:
        return before
    events = [event for event in store.events(state.id, before.seq) if event.changed]
    # An update names its row and not its vendor: whoever must not see one is told of no work on bids at all.
    told = [event for event in reversed(events) if not (state.hidden and on_bids(event.action))]
    new = tuple(_happening(event, state) for event in told)
    moved = {**before.moved, **{_stage(event.action): event.at for event in events}}
    found = Recent(state.revision, (*new, *before.happened)[:KEPT], moved)
    with _lock:
        _kept[store][place] = found
    return found


def _stage(action: str) -> str:
    return next((stage for start, stage in _STAGES.items() if action.startswith(start)), "")


def _happening(event: Event, state: TenderState) -> Happening:
    return Happening(event.at, event.action, subject(event, state), event.actor, str(event.note.get("kind", "")))


def subject(event: Event, state: TenderState) -> str:
    """What the event is about, as people name it: a file, an evaluator, or a vendor with the item."""
    if event.note.get("name"):
        return str(event.note["name"])
    kind, _, name = event.entity.partition(":")
    if kind == "scorecard":
        return name
    scorers = {entry.id: entry.evaluator for entry in state.entries}
    vendors = {vendor_id: vendor for vendor, vendor_id in state.vendor_ids.items()}
    found: dict[str, None] = {}
    for place, row in event.after.items():
        changed = row if isinstance(row, dict) else {}
        found[scorers.get(place.partition(":")[2], "")] = None
        found[vendors.get(str(changed.get("vendor_id")), "")] = None
    items = list(
        dict.fromkeys(str(row["item"]) for row in event.after.values() if isinstance(row, dict) and "item" in row)
    )
    return " · ".join([*filter(None, found), *items[:1]][:2])

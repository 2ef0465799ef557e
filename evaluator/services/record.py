"""What happened last in a tender, from the event log, and when each stage of the work last moved."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.services.commands import Actor, permit
from evaluator.services.state import TenderState
from evaluator.store.events import Event
from evaluator.store.store import Store

KEPT = 12
_STAGES = {
    "tender.": "tender", "method.": "method", "bid.": "bids", "settlement.": "bids", "check.": "bids", "gate.": "bids",
    "score.": "scores", "price.": "price", "stage.": "ranking", "selection.": "shortlist",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """One event for people: when, what (an action of the policy) and about whom or what."""

    at: str
    action: str
    subject: str
    by: str


@dataclass(frozen=True, slots=True)
class Recent:
    """The last events, newest first, and the moment at which each stage of the work last moved."""

    seq: int = 0
    happened: tuple[Happening, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)


_lock = threading.Lock()
_kept: dict[tuple[int, str], Recent] = {}


def recent(store: Store, actor: Actor, state: TenderState) -> Recent:
    """The tender's latest events; only events that came since the last call are read."""
    permit(actor, "tender.read")
    key = (id(store), state.id)
    with _lock:
        before = _kept.get(key, Recent())
    if before.seq == state.revision:
        return before
    events = [event for event in store.events(state.id, before.seq) if event.changed]
    names = {vendor_id: name for name, vendor_id in state.vendor_ids.items()}
    new = tuple(_happening(event, names) for event in reversed(events))
    moved = {**before.moved, **{_stage(event.action): event.at for event in events}}
    found = Recent(state.revision, (*new, *before.happened)[:KEPT], moved)
    with _lock:
        _kept[key] = found
    return found


def _stage(action: str) -> str:
    return next((stage for start, stage in _STAGES.items() if action.startswith(start)), "")


def _happening(event: Event, names: Mapping[str, str]) -> Happening:
    return Happening(event.at, event.action, _subject(event, names), event.actor)


def _subject(event: Event, names: Mapping[str, str]) -> str:
    """What the event is about, as people name it: a file, an evaluator, or a vendor with the item."""
    name = event.note.get("name") or event.entity.partition(":")[2]
    if event.action == "score.import":
        return str(name)
    rows = [row for row in event.after.values() if isinstance(row, dict)]
    vendors = dict.fromkeys(names.get(str(row.get("vendor_id")), "") for row in rows)
    items = dict.fromkeys(str(row.get("item", "")) for row in rows)
    evaluators = dict.fromkeys(str(row.get("evaluator", "")) for row in rows)
    if event.note.get("name"):
        return str(event.note["name"])
    return " · ".join(part for part in (*evaluators, *list(vendors)[:1], *list(items)[:1]) if part)

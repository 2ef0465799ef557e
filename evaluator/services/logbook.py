"""The record of a tender for reading: every event as who did what to whom and when, refused attempts among them."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.services.commands import Actor, on_bids, query
from evaluator.services.record import subject
from evaluator.services.state import TenderState
from evaluator.store import events
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot

DENIED = "access.denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event: its number and moment, who and in which roles, the action, its subject, the reason that was given.

    ``refused`` is the action that was denied, ``kind`` tells apart what one action may be, as in `Happening`, ``given`` are the
    roles that somebody was given.
    """

    seq: int
    at: str
    by: str
    roles: str
    action: str
    subject: str = ""
    reason: str = ""
    refused: str = ""
    kind: str = ""
    given: tuple[str, ...] = ()


def logbook(store: Store, actor: Actor, state: TenderState) -> tuple[Entry, ...]:
    """The tender's events, newest first; what was saved is not told, as drafts of scores are their author's alone.

    To whoever must not see a vendor, subject and reason of work on bids are not told either.
    """
    return tuple(
        Entry(
            seq=one.seq, at=one.at, by=one.actor, roles=one.role, action=one.action,
            subject="" if one.action == DENIED or _shut(one, state) else subject(one, state),
            reason="" if _shut(one, state) else one.reason,
            refused=one.entity if one.action == DENIED else "", kind=str(one.note.get("kind", "")),
            given=_given(one),
        )
        for one in reversed(_events(store, actor, state.id))
    )  # fmt: skip


def _given(one: events.Event) -> tuple[str, ...]:
    roles = one.note.get("roles")
    return tuple(str(role) for role in roles) if isinstance(roles, list) else ()


def _shut(one: events.Event, state: TenderState) -> bool:
    return bool(state.hidden) and on_bids(one.action)


@query("record.read")
def _events(snapshot: Snapshot, tender_id: str) -> tuple[events.Event, ...]:
    return events.read(snapshot, tender_id)

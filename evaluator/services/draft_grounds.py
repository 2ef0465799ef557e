"""What speaks against drafting a contract with a vendor, and a person's decision to draft all the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evaluator.domain.ranking import Status
from evaluator.services.commands import Actor, query, service
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import events
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

EXCLUDED, CHANGED = "excluded", "changed"
_OVERRIDE: Final = "contract.override"


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason not to draft: the vendor is excluded, or its technical answers are no longer those scored.

    ``mark`` stands for the facts: a decision to draft all the same ends with the next file that comes.
    """

    kind: str
    names: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """A person's decision to draft although a ground speaks against it."""

    vendor: str
    mark: str
    reason: str
    by: str


def grounds(state: TenderState, vendor: str) -> tuple[Ground, ...]:
    """What speaks against a draft for this vendor as things stand."""
    result = next((row for row in state.evaluation.ranking.results if row.vendor == vendor), None)
    found = []
    if result is not None and result.status is Status.EXCLUDED:
        why = tuple(dict.fromkeys(one.item or one.rule.value for one in result.reasons))
        found.append(Ground(EXCLUDED, why, _mark(EXCLUDED, vendor, why)))
    late = [one for one in state.late_answers if one.vendor == vendor]
    if late:
        names = tuple(dict.fromkeys(one.name for one in late))
        found.append(Ground(CHANGED, names, _mark(CHANGED, vendor, [one.mark for one in late])))
    return tuple(found)


def against(state: TenderState, vendor: str, allowed: Sequence[Allowed]) -> tuple[Ground, ...]:
    """The grounds on which nobody has decided to draft all the same."""
    said = {(one.vendor, one.mark) for one in allowed}
    return tuple(one for one in grounds(state, vendor) if (vendor, one.mark) not in said)


def reasons(state: TenderState, vendor: str, allowed: Sequence[Allowed]) -> tuple[str, ...]:
    """The reasons given for the grounds that stand now."""
    marks = {one.mark for one in grounds(state, vendor)}
    return tuple(dict.fromkeys(one.reason for one in allowed if one.vendor == vendor and one.mark in marks))


def draft_anyway(store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, reason: str) -> None:
    """Draft for this vendor although something speaks against it; the reason is kept in the record of events."""
    state = load(store, actor, tender_id)
    marks = [one.mark for one in grounds(state, vendor)]
    if not marks:
        raise Refused("nothing_against", vendor=vendor)
    if not reason.strip():
        raise Refused("reason_missing")
    _allow(store, actor, command_id, tender_id, vendor, state.vendor_ids[vendor], marks, reason.strip())


@service("contract.override")
def _allow(tx: Transaction, vendor: str, vendor_id: str, marks: list[str], reason: str) -> None:
    del reason
    tx.about(f"vendor:{vendor_id}", name=vendor, marks=list(marks))


@query("contract.read")
def allowed_drafts(snapshot: Snapshot, tender_id: str) -> tuple[Allowed, ...]:
    """Every decision to draft all the same, whether its ground still stands or not."""
    found = []
    for event in events.read(snapshot, tender_id, actions=(_OVERRIDE,)):
        marks = event.note.get("marks")
        for mark in marks if isinstance(marks, list) else ():
            found.append(Allowed(str(event.note.get("name", "")), str(mark), event.reason, event.actor))
    return tuple(found)


def _mark(kind: str, vendor: str, facts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join((kind, vendor, *facts)).encode()).hexdigest()[:16]

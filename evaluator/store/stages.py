"""How far a tender has come, what that makes visible, and the choice of a vendor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from evaluator.store import rows
from evaluator.store.canonical import Json
from evaluator.store.command import Role
from evaluator.store.errors import Sealed
from evaluator.store.tables import selection, stage
from evaluator.store.transaction import Snapshot, Transaction

# The roles that read a price once it is open; a technical evaluator alone never does.
MONEY: Final = frozenset({Role.LEAD, Role.PRICE, Role.OBSERVER, Role.AUDITOR})
StageName = Literal["receiving_closed", "technical_locked", "prices_opened"]
Envelope = Literal["technical", "price"]


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage that was reached, or was and then taken back (``withdrawn``)."""

    name: StageName
    ver: int
    state: Literal["reached", "withdrawn"]
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """The vendor chosen by a person; ``second_reason`` is asked when another bid stands first.

    ``ranking`` is the fingerprint of the ranking that the choice rests on, None for one made before it was kept.
    ``members`` is the committee as ``{"name", "role", "chair"}``, None where nobody was named.
    """

    ver: int
    vendor_id: str
    reason: str
    second_reason: str
    ranking: str | None
    members: list[dict[str, Any]] | None
    by: str
    at: str
    state: Literal["active", "withdrawn"]


def every(snapshot: Snapshot, tender_id: str) -> Mapping[str, StageRow]:
    """Stages by name as they stand, those taken back too: their ``ver`` is needed to reach them again."""
    return {row.name: row for row in rows.every(snapshot, StageRow, stage, stage.c.tender_id == tender_id)}


def reached(snapshot: Snapshot, tender_id: str, name: StageName) -> bool:
    """Whether the tender is at or past this stage."""
    found = every(snapshot, tender_id).get(name)
    return found is not None and found.state == "reached"


def visible(snapshot: Snapshot, tender_id: str) -> tuple[Envelope, ...]:
    """Envelopes that may be read now: the price only once the prices are opened, and only by a role that reads prices."""
    opened = reached(snapshot, tender_id, "prices_opened") and MONEY & snapshot.actor.roles
    return ("technical", "price") if opened else ("technical",)


def demand_visible(snapshot: Snapshot, tender_id: str, envelope: str) -> None:
    """Raise `Sealed` when this envelope may not be read yet."""
    if envelope not in visible(snapshot, tender_id):
        raise Sealed(tender_id)


def reach(tx: Transaction, name: StageName, ver: int) -> int:
    """New revision of a stage of the command's tender, now reached; ``ver`` 0 the first time."""
    return _set(tx, name, "reached", ver)


def withdraw(tx: Transaction, name: StageName, ver: int) -> int:
    """New revision of a stage taken back; opened prices cannot be closed again (`Immutable`)."""
    return _set(tx, name, "withdrawn", ver)


def _set(tx: Transaction, name: StageName, state: str, ver: int) -> int:
    values = {"state": state, "reason": tx.command.reason, "by": tx.by, "at": tx.now}
    return rows.save(tx, stage, {"name": name}, values, ver)


def selected(snapshot: Snapshot, tender_id: str) -> SelectionRow | None:
    """The last choice of a vendor, withdrawn or not; None when none was made."""
    return rows.one(snapshot, SelectionRow, selection, selection.c.tender_id == tender_id)


def select(
    tx: Transaction, vendor_id: str, second_reason: str, ranking: str, ver: int, members: Sequence[Mapping[str, Json]] = ()
) -> int:  # fmt: skip
    """New revision of the choice: this vendor, for the command's reason (an empty one is `NotAccepted`).

    ``members`` are the committee as in `SelectionRow`.
    """
    said = {"vendor_id": vendor_id, "second_reason": second_reason, "ranking": ranking, "members": list(members)}
    return rows.save(tx, selection, {}, {**said, **_act(tx), "state": "active"}, ver)


def unselect(tx: Transaction, ver: int) -> int:
    """New revision of the choice, withdrawn for the command's reason."""
    return rows.update(tx, selection, {}, {**_act(tx), "state": "withdrawn"}, ver)


def _act(tx: Transaction) -> dict[str, object]:
    return {"reason": tx.command.reason, "by": tx.by, "at": tx.now}

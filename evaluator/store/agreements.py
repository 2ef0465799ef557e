"""What is agreed for vendors' drafts: values of terms, replaced or withdrawn for a reason, and how far each draft has come.

Values of the price envelope are left out until the prices are opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evaluator.domain.agreed import DraftStage
from evaluator.store import rows, stages
from evaluator.store.canonical import Json
from evaluator.store.stages import Envelope
from evaluator.store.tables import agreed_value, draft_standing
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """An agreed value of a term; ``source`` names the document that it was read from, empty where it was typed."""

    id: str
    ver: int
    envelope: Envelope
    vendor_id: str
    term: str
    value: Json
    source: str
    reason: str
    by: str
    at: str
    state: Literal["active", "withdrawn"]


@dataclass(frozen=True, slots=True)
class StandingRow:
    """How far the draft for a vendor has come; ``rests_on`` is the hash of the values that it had then."""

    id: str
    ver: int
    vendor_id: str
    stage: DraftStage
    rests_on: str
    reason: str
    by: str
    at: str


def values(snapshot: Snapshot, tender_id: str) -> tuple[AgreedRow, ...]:
    """Agreed values of a tender, withdrawn ones too: a page needs their ``ver`` to agree a value again."""
    visible = agreed_value.c.envelope.in_(stages.visible(snapshot, tender_id))
    return rows.every(snapshot, AgreedRow, agreed_value, agreed_value.c.tender_id == tender_id, visible)


def standings(snapshot: Snapshot, tender_id: str) -> tuple[StandingRow, ...]:
    """How far the drafts of a tender have come."""
    return rows.every(snapshot, StandingRow, draft_standing, draft_standing.c.tender_id == tender_id)


def agree(tx: Transaction, vendor_id: str, term: str, value: Json, source: str, ver: int, *, envelope: Envelope) -> int:
    """New revision of an agreed value, 1 from ``ver`` 0, for the command's reason (an empty one is `NotAccepted`)."""
    stages.demand_visible(tx, tx.tender_id, envelope)
    act = {"envelope": envelope, "value": value, "source": source, "state": "active", **_act(tx)}
    return rows.save(tx, agreed_value, {"vendor_id": vendor_id, "term": term}, act, ver)


def withdraw(tx: Transaction, vendor_id: str, term: str, ver: int) -> int:
    """New revision of an agreed value that no longer counts, for the command's reason."""
    return rows.update(
        tx, agreed_value, {"vendor_id": vendor_id, "term": term}, {"state": "withdrawn", **_act(tx)}, ver
    )


def move(tx: Transaction, vendor_id: str, stage: DraftStage, rests_on: str, ver: int) -> int:
    """New revision of how far a draft has come, 1 from ``ver`` 0, for the command's reason."""
    values = {"stage": stage, "rests_on": rests_on, **_act(tx)}
    return rows.save(tx, draft_standing, {"vendor_id": vendor_id}, values, ver)


def put_back(tx: Transaction, vendor_id: str) -> bool:
    """Whether the draft had come further and is a draft again, because what it says changes with this command."""
    row = next((one for one in standings(tx, tx.tender_id) if one.vendor_id == vendor_id), None)
    if row is None or row.stage == "draft":
        return False
    move(tx, vendor_id, "draft", "", row.ver)
    return True


def _act(tx: Transaction) -> dict[str, object]:
    return {"reason": tx.command.reason, "by": tx.by, "at": tx.now}

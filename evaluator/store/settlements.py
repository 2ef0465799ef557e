"""What people decide about vendors' answers: settlements, checks of claimed facts, and confirmed gates.

Each stands on (vendor, item), is replaced by a later one and can be withdrawn; the event log keeps them all.
Rows of the price envelope are left out until the prices are opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import sqlalchemy as sa

from evaluator.store import rows, stages
from evaluator.store.canonical import Json
from evaluator.store.stages import Envelope
from evaluator.store.tables import confirmation, fact_check, settlement
from evaluator.store.transaction import Snapshot, Transaction

State = Literal["active", "withdrawn"]
CheckKind = Literal["confirmed", "evidence_seen", "overridden"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a decision stands: the vendor, the item (question id, or ``question/row/column``) and its envelope."""

    vendor_id: str
    item: str
    envelope: Envelope = "technical"


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """A person's reading of an answer; ``value`` None confirms "no answer". ``date`` and ``source`` are his."""

    id: str
    ver: int
    envelope: Envelope
    vendor_id: str
    item: str
    value: Json
    reason: str
    source: str
    date: str
    by: str
    at: str
    state: State


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A person's check of a claimed fact; ``value`` in points of 100 where it is overridden."""

    id: str
    ver: int
    envelope: Envelope
    vendor_id: str
    item: str
    kind: CheckKind
    value: Decimal | None
    reason: str
    by: str
    at: str
    state: State


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """A person's word on a failed gate: ``upheld`` excludes the bid, else the gate is waived.

    In the price envelope it is the word on a price that seems abnormally low: ``upheld`` excludes the bid too.
    """

    id: str
    ver: int
    envelope: Envelope
    vendor_id: str
    item: str
    upheld: bool
    reason: str
    by: str
    at: str
    state: State


def settlements(snapshot: Snapshot, tender_id: str, *, withdrawn: bool = False) -> tuple[SettlementRow, ...]:
    """Settlements in force, with ``withdrawn`` those taken back too (a page needs their ``ver`` to settle again)."""
    return rows.every(snapshot, SettlementRow, settlement, *_where(snapshot, settlement, tender_id, withdrawn))


def checks(snapshot: Snapshot, tender_id: str, *, withdrawn: bool = False) -> tuple[CheckRow, ...]:
    """Checks in force, with ``withdrawn`` those taken back too."""
    return rows.every(snapshot, CheckRow, fact_check, *_where(snapshot, fact_check, tender_id, withdrawn))


def confirmations(snapshot: Snapshot, tender_id: str, *, withdrawn: bool = False) -> tuple[ConfirmationRow, ...]:
    """Words on gates in force, with ``withdrawn`` those taken back too."""
    return rows.every(snapshot, ConfirmationRow, confirmation, *_where(snapshot, confirmation, tender_id, withdrawn))


def settle(tx: Transaction, place: Place, value: Json, *, source: str, date: str, ver: int) -> int:
    """New revision of a settlement, 1 from ``ver`` 0, for the command's reason (an empty one is `NotAccepted`)."""
    return _save(tx, settlement, place, {"value": value, "source": source, "date": date}, ver)


def check(tx: Transaction, place: Place, kind: CheckKind, value: Decimal | None = None, *, ver: int) -> int:
    """New revision of a check; ``overridden``, and nothing else, has a value and needs the command's reason."""
    return _save(tx, fact_check, place, {"kind": kind, "value": value}, ver)


def confirm_gate(tx: Transaction, place: Place, *, upheld: bool, ver: int) -> int:
    """New revision of the word on a gate, for the command's reason (an empty one is `NotAccepted`)."""
    return _save(tx, confirmation, place, {"upheld": upheld}, ver)


def withdraw_settlement(tx: Transaction, place: Place, ver: int) -> int:
    """New revision of a settlement that no longer counts."""
    return _withdraw(tx, settlement, place, ver)


def withdraw_check(tx: Transaction, place: Place, ver: int) -> int:
    """New revision of a check that no longer counts."""
    return _withdraw(tx, fact_check, place, ver)


def withdraw_confirmation(tx: Transaction, place: Place, ver: int) -> int:
    """New revision of the word on a gate, taken back."""
    return _withdraw(tx, confirmation, place, ver)


def _where(snapshot: Snapshot, table: sa.Table, tender_id: str, withdrawn: bool) -> tuple[sa.ColumnElement[bool], ...]:
    states = ("active", "withdrawn") if withdrawn else ("active",)
    envelopes = stages.visible(snapshot, tender_id)
    return table.c.tender_id == tender_id, table.c.state.in_(states), table.c.envelope.in_(envelopes)


def _save(tx: Transaction, table: sa.Table, place: Place, values: dict[str, object], ver: int) -> int:
    stages.demand_visible(tx, tx.tender_id, place.envelope)
    act = {"reason": tx.command.reason, "by": tx.by, "at": tx.now, "state": "active", "envelope": place.envelope}
    return rows.save(tx, table, {"vendor_id": place.vendor_id, "item": place.item}, {**values, **act}, ver)


def _withdraw(tx: Transaction, table: sa.Table, place: Place, ver: int) -> int:
    stages.demand_visible(tx, tx.tender_id, place.envelope)
    key = {"vendor_id": place.vendor_id, "item": place.item}
    return rows.update(tx, table, key, {"state": "withdrawn", "by": tx.by, "at": tx.now}, ver)

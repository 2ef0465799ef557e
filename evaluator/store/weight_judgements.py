"""What members of the committee judge of the weights: rows that are only added, the first given before any other is seen."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.store import rows
from evaluator.store.canonical import Json
from evaluator.store.tables import weight_judgement
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One judgement of a member on the criteria below ``node`` (empty: the first level); ``folded`` is the name compared."""

    id: str
    node: str
    member: str
    folded: str
    number: int
    content: dict[str, Json]
    reason: str
    by: str
    at: str


def every(snapshot: Snapshot, tender_id: str) -> tuple[JudgementRow, ...]:
    """All judgements of a tender; what others may see of them a service decides."""
    return rows.every(snapshot, JudgementRow, weight_judgement, weight_judgement.c.tender_id == tender_id)


def add(tx: Transaction, node: str, member: tuple[str, str], number: int, content: Mapping[str, Json]) -> None:
    """Keep a member's judgement under its number; ``member`` is the name and how it is compared.

    `Conflict` where there is one of that number. From the second on the command must give a reason (else `NotAccepted`).
    The log states the salted hash of the content: what was judged is for its readers alone until the group is open.
    """
    name, folded = member
    key = {"node": node, "folded": folded, "number": number}
    values = {"member": name, "salt": secrets.token_hex(16), "content": dict(content)}
    rows.save(tx, weight_judgement, key, {**values, "reason": tx.command.reason, "by": tx.by, "at": tx.now}, 0)

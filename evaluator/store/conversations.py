"""Conversations with vendors: each is written once, numbered within its tender, and can only be withdrawn, for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evaluator.domain.dealing import Said
from evaluator.store import rows
from evaluator.store.tables import conversation
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation; ``vendor`` is the invited name, ``touches`` are the questions and sub-criteria it bears on."""

    id: str
    ver: int
    number: int
    vendor: str
    day: str
    people: str
    asked: str
    learnt: str
    touches: list[str]
    state: Literal["active", "withdrawn"]
    reason: str
    by: str
    at: str
    kind: str | None


def every(snapshot: Snapshot, tender_id: str) -> tuple[ConversationRow, ...]:
    """Conversations of a tender by their number, withdrawn ones too."""
    return rows.every(snapshot, ConversationRow, conversation, conversation.c.tender_id == tender_id)


def add(tx: Transaction, said: Said) -> int:
    """Number of a new conversation, one more than the last."""
    number = 1 + max((row.number for row in every(tx, tx.tender_id)), default=0)
    told = {
        "vendor": said.vendor, "day": said.day, "people": said.people, "asked": said.asked, "learnt": said.learnt,
        "touches": list(said.touches), "kind": said.kind or None,
    }  # fmt: skip
    rows.insert(
        tx, conversation, {"number": number, **told, "state": "active", "reason": "", "by": tx.by, "at": tx.now}
    )
    return number


def withdraw(tx: Transaction, number: int, ver: int) -> int:
    """New revision of a conversation that no longer counts, for the command's reason; who wrote it stays."""
    values = {"state": "withdrawn", "reason": tx.command.reason}
    return rows.update(tx, conversation, {"number": number}, values, ver)

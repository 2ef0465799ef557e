"""What a person has begun and not yet made a tender of: one draft of each kind, seen by nobody else and not in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evaluator.store import rows
from evaluator.store.canonical import Json
from evaluator.store.tables import draft
from evaluator.store.transaction import Snapshot, Transaction

Kind = Literal["questionnaire"]


@dataclass(frozen=True, slots=True)
class _DraftRow:
    ver: int
    content: Json


def kept(snapshot: Snapshot, actor: str, kind: Kind) -> Json:
    """The content of a person's draft; None where there is none."""
    row = rows.one(snapshot, _DraftRow, draft, draft.c.actor == actor, draft.c.kind == kind)
    return row.content or None if row else None


def keep(tx: Transaction, kind: Kind, content: Json) -> None:
    """Keep the draft of the person who asks, empty for none; the last one wins. The command's tender is empty."""
    now = rows.one(tx, _DraftRow, draft, draft.c.actor == tx.by, draft.c.kind == kind)
    rows.save(tx, draft, {"actor": tx.by, "kind": kind}, {"content": content}, now.ver if now else 0)

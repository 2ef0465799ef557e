"""Every table of the store; each row belongs to a tender (``tender_id``, empty for what all share) and has a ``ver``.

``KEYS`` are the natural keys by which rows are found and by which two pages that create the same row meet.
The migrations create these tables and, beside them, the triggers that keep events, submitted scores and locked methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from evaluator.store.accounts import declaration, invitation, membership, person, sign_in
from evaluator.store.columns import (
    DIGEST,
    METADATA,
    NEVER,
    Canonical,
    one_of,
    row_id,
    said,
    table,
    tender_of,
    text,
    vendor_of,
    ver,
)
from evaluator.store.contracting import agreed_value, draft_standing, draft_words
from evaluator.store.dealings import conversation, dispatch, reference_check
from evaluator.store.judged import confirmation, explanation, fact_check, score, settlement
from evaluator.store.ledger import draft, event, head, preference, ticket
from evaluator.store.received import file, mapping, reading, revision, round_

__all__ = [
    "ASIDE", "KEYS", "METADATA", "agreed_value", "buyer_profile", "clause_book", "confirmation", "conversation",
    "declaration", "dispatch", "draft", "draft_standing", "draft_words", "event", "explanation", "fact_check", "file",
    "head", "invitation", "mapping", "membership", "method_version", "person", "preference", "reading", "reference_check",
    "revision", "round_", "score", "selection", "settlement", "sign_in", "stage", "tender", "ticket", "vendor",
    "weight_judgement",
]  # fmt: skip

buyer_profile = table(
    "buyer_profile",
    row_id(),
    text("tender_id"),
    ver(),
    sa.Column("content", Canonical, nullable=False),
)
tender = table(
    "tender",
    sa.Column("tender_id", sa.Text, primary_key=True),
    ver(),
    sa.Column("content", Canonical, nullable=False),
    text("state"),
    sa.Column("sample", sa.Boolean, nullable=False),
    text("created_at"),
    text("created_by"),
    sa.Column("archived_at", sa.Text),
    one_of("state", "active", "removed"),
    said("tender_id"),
)
method_version = table(
    "method_version",
    row_id(),
    tender_of(),
    ver(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("content", Canonical, nullable=False, info=DIGEST),
    text("sha256"),
    text("questionnaire_sha256"),
    text("reason"),
    text("created_at"),
    text("created_by"),
    sa.Column("locked_at", sa.Text),
    sa.Column("locked_by", sa.Text),
    sa.UniqueConstraint("tender_id", "number"),
    sa.CheckConstraint("number >= 1", name="number"),
    sa.CheckConstraint("number = 1 OR length(reason) > 0", name="reason_said"),
    sa.CheckConstraint("(locked_at IS NULL) = (locked_by IS NULL)", name="lock"),
)
clause_book = table(
    "clause_book",
    row_id(),
    tender_of(),
    ver(),
    sa.Column("content", Canonical, nullable=False, info=DIGEST),
    text("reason"),
    text("by"),
    text("at"),
    said("reason"),
    sa.UniqueConstraint("tender_id"),
)
vendor = table(
    "vendor",
    row_id(),
    tender_of(),
    ver(),
    text("name"),
    text("folded"),
    sa.Column("position", sa.Integer, nullable=False),
    text("state"),
    one_of("state", "active", "withdrawn"),
    said("name"),
    sa.UniqueConstraint("tender_id", "id"),
    sa.UniqueConstraint("tender_id", "folded"),
)
stage = table(
    "stage",
    row_id(),
    tender_of(),
    ver(),
    text("name"),
    text("state"),
    text("reason"),
    text("by"),
    text("at"),
    one_of("name", "receiving_closed", "technical_locked", "prices_opened"),
    one_of("state", "reached", "withdrawn"),
    sa.CheckConstraint("name <> 'prices_opened' OR state = 'reached'", name="opened_stays"),
    sa.UniqueConstraint("tender_id", "name"),
)
selection = table(
    "selection",
    row_id(),
    tender_of(),
    ver(),
    *vendor_of(),
    text("reason"),
    text("second_reason"),
    sa.Column("ranking", sa.Text),
    sa.Column("members", Canonical),
    text("by"),
    text("at"),
    text("state"),
    one_of("state", "active", "withdrawn"),
    said("reason"),
    sa.UniqueConstraint("tender_id"),
)
weight_judgement = table(
    "weight_judgement",
    row_id(),
    tender_of(),
    ver(),
    text("node"),
    text("member"),
    text("folded"),
    sa.Column("number", sa.Integer, nullable=False),
    text("salt", NEVER),
    sa.Column("content", Canonical, nullable=False, info=DIGEST),
    text("reason"),
    text("by"),
    text("at"),
    said("folded"),
    sa.CheckConstraint("number >= 1", name="number"),
    sa.CheckConstraint("number = 1 OR length(reason) > 0", name="reason_said"),
    sa.UniqueConstraint("tender_id", "node", "folded", "number"),
)
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "buyer_profile": ("id",),
    "preference": ("actor", "name"),
    "draft": ("actor", "kind"),
    "tender": ("tender_id",),
    "method_version": ("tender_id", "number"),
    "clause_book": ("tender_id",),
    "vendor": ("tender_id", "folded"),
    "file": ("id",),
    "reading": ("file_id", "envelope"),
    "round": ("vendor_id", "number"),
    "revision": ("file_id",),
    "settlement": ("vendor_id", "item"),
    "score": ("evaluator", "agreed", "vendor_id", "criterion"),
    "explanation": ("evaluator", "vendor_id", "criterion"),
    "fact_check": ("vendor_id", "item"),
    "confirmation": ("vendor_id", "item"),
    "stage": ("tender_id", "name"),
    "selection": ("tender_id",),
    "dispatch": ("id",),
    "conversation": ("tender_id", "number"),
    "reference_check": ("vendor_id", "item"),
    "mapping": ("tender_id", "shape"),
    "ticket": ("token_sha256",),
    "agreed_value": ("vendor_id", "term"),
    "draft_standing": ("vendor_id",),
    "draft_words": ("vendor_id", "sha256"),
    "weight_judgement": ("tender_id", "node", "folded", "number"),
    "person": ("folded",),
    "sign_in": ("token_sha256",),
    "invitation": ("token_sha256",),
    "membership": ("tender_id", "person_id"),
    "declaration": ("tender_id", "person_id", "number"),
}
ASIDE: Final = frozenset({"ticket", "preference", "draft", "draft_words", "person", "sign_in", "invitation"})

"""Tables of vendors' drafts: agreed values of terms, how far people have brought a draft, the words that went out."""

from __future__ import annotations

import sqlalchemy as sa

from evaluator.store.columns import (
    NEVER,
    Canonical,
    envelope,
    one_of,
    row_id,
    said,
    table,
    tender_of,
    text,
    vendor_of,
    ver,
)

agreed_value = table(
    "agreed_value",
    row_id(),
    tender_of(),
    ver(),
    *envelope(),
    *vendor_of(),
    text("term"),
    sa.Column("value", Canonical, nullable=False),
    text("source"),
    text("reason"),
    text("by"),
    text("at"),
    text("state"),
    one_of("state", "active", "withdrawn"),
    said("term"),
    said("reason"),
    sa.UniqueConstraint("vendor_id", "term"),
)
draft_standing = table(
    "draft_standing",
    row_id(),
    tender_of(),
    ver(),
    *vendor_of(),
    text("stage"),
    text("rests_on"),
    text("reason"),
    text("by"),
    text("at"),
    one_of("stage", "draft", "counsel", "agreed"),
    said("reason"),
    sa.UniqueConstraint("vendor_id"),
)
draft_words = table(
    "draft_words",
    row_id(),
    tender_of(),
    ver(),
    *vendor_of(),
    text("sha256"),
    text("by"),
    text("at"),
    sa.Column("content", sa.LargeBinary, nullable=False, info=NEVER),
    sa.CheckConstraint("length(sha256) = 64", name="sha256"),
    sa.UniqueConstraint("vendor_id", "sha256"),
)

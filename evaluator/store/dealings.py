"""Tables of what passes between the buyer and others outside the workbooks: sendings, conversations, calls to references.

``vendor`` in a sending and a conversation is the name as invited: both begin before the first workbook has come in.
"""

from __future__ import annotations

import sqlalchemy as sa

from evaluator.store.columns import Canonical, one_of, row_id, said, table, tender_of, text, vendor_of, ver

dispatch = table(
    "dispatch",
    row_id(),
    tender_of(),
    ver(),
    text("vendor"),
    text("issue"),
    text("lang"),
    text("sha256"),
    text("way"),
    text("note"),
    text("by"),
    text("at"),
    said("vendor"),
    said("issue"),
)
conversation = table(
    "conversation",
    row_id(),
    tender_of(),
    ver(),
    sa.Column("number", sa.Integer, nullable=False),
    text("vendor"),
    text("day"),
    text("people"),
    text("asked"),
    text("learnt"),
    sa.Column("touches", Canonical, nullable=False),
    sa.Column("kind", sa.Text),
    text("state"),
    text("reason"),
    text("by"),
    text("at"),
    one_of("state", "active", "withdrawn"),
    said("vendor"),
    said("day"),
    sa.CheckConstraint("state = 'active' OR length(reason) > 0", name="reason_said"),
    sa.CheckConstraint("number >= 1", name="number"),
    sa.UniqueConstraint("tender_id", "number"),
)
reference_check = table(
    "reference_check",
    row_id(),
    tender_of(),
    ver(),
    *vendor_of(),
    text("item"),
    sa.Column("content", Canonical, nullable=False),
    sa.Column("settled", Canonical, nullable=False),
    text("state"),
    text("reason"),
    text("by"),
    text("at"),
    one_of("state", "active", "withdrawn"),
    said("item"),
    sa.CheckConstraint("state = 'active' OR length(reason) > 0", name="reason_said"),
    sa.UniqueConstraint("vendor_id", "item"),
)

"""The tables beside the work itself: the event log and its head, tickets for downloads, a person's preferences and drafts.

Only `evaluator.store.events` writes ``event`` and ``head``; ``head.ver`` is the number of the last event.
"""

from __future__ import annotations

import sqlalchemy as sa

from evaluator.store.columns import METADATA, NEVER, Canonical, one_of, row_id, table, tender_of, text, ver

preference = table(
    "preference",
    row_id(),
    text("tender_id"),
    ver(),
    text("actor"),
    text("name"),
    text("value"),
    one_of("name", "language", "theme", "tender"),
    sa.UniqueConstraint("actor", "name"),
)
draft = table(
    "draft",
    row_id(),
    text("tender_id"),
    ver(),
    text("actor"),
    text("kind"),
    sa.Column("content", Canonical, nullable=False, info=NEVER),
    one_of("kind", "questionnaire"),
    sa.UniqueConstraint("actor", "kind"),
)
ticket = table(
    "ticket",
    row_id(),
    tender_of(),
    ver(),
    text("token_sha256"),
    text("actor"),
    text("kind"),
    sa.Column("params", Canonical, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    text("expires_at"),
    sa.UniqueConstraint("token_sha256"),
)
event = sa.Table(
    "event",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    text("tender_id"),
    ver(),
    sa.Column("envelope", sa.Text),
    text("at"),
    text("actor"),
    text("role"),
    text("command_id"),
    text("action"),
    text("entity"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    text("reason"),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    text("prev"),
    text("hash"),
    sa.UniqueConstraint("command_id"),
    sa.CheckConstraint("seq >= 1", name="seq"),
    sa.CheckConstraint("changed IN (0, 1)", name="changed"),
    sa.Index("ix_event_tender_id_changed_seq", "tender_id", "changed", "seq"),
)
head = sa.Table(
    "head",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    text("tender_id"),
    ver(),
    text("hash"),
    sa.CheckConstraint("id = 1", name="one_row"),
)

"""The first tables.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Rows that are never changed or deleted again: (table, what must hold of the old row, columns watched).
KEPT = (
    ("event", "", ""),
    ("score", "OLD.state = 'submitted'", ""),
    ("method_version", "OLD.locked_at IS NOT NULL", ""),
    ("stage", "OLD.name = 'prices_opened'", ""),
    ("file", "", "content, sha256, size, name, envelope, received_at"),
)


def upgrade() -> None:
    """Create the tables and the triggers that keep what must be kept."""
    _shared()
    _bids()
    _judgements()
    _acts()
    _log()
    for table, condition, columns in KEPT:
        _keep(table, condition, columns)


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _ver() -> sa.Column[int]:
    return sa.Column("ver", sa.Integer, nullable=False)


def _counted(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("ver >= 1", name=f"ck_{table}_ver")


def _of_tender(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name=f"fk_{table}_tender_id")


def _of_vendor(table: str) -> sa.ForeignKeyConstraint:
    columns, name = ["tender_id", "vendor_id"], f"fk_{table}_tender_id_vendor_id"
    return sa.ForeignKeyConstraint(columns, ["vendor.tender_id", "vendor.id"], name=name)


def _shared() -> None:
    """What all tenders share."""
    op.create_table(
        "buyer_profile",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("content"),
        sa.PrimaryKeyConstraint("id", name="pk_buyer_profile"),
        _counted("buyer_profile"),
    )
    op.create_table(
        "preference",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("actor", "name", "value"),
        sa.PrimaryKeyConstraint("id", name="pk_preference"),
        sa.CheckConstraint("name IN ('language', 'theme', 'tender')", name="ck_preference_name"),
        _counted("preference"),
        sa.UniqueConstraint("actor", "name", name="uq_preference_actor_name"),
    )
    op.create_table(
        "tender",
        *_texts("tender_id"),
        _ver(),
        *_texts("content", "state"),
        sa.Column("sample", sa.Boolean, nullable=False),
        *_texts("created_at", "created_by"),
        sa.PrimaryKeyConstraint("tender_id", name="pk_tender"),
        sa.CheckConstraint("state IN ('active', 'removed')", name="ck_tender_state"),
        sa.CheckConstraint("length(tender_id) > 0", name="ck_tender_tender_id_said"),
        _counted("tender"),
    )


def _bids() -> None:
    """The method, the vendors and what they sent."""
    op.create_table(
        "method_version",
        *_texts("id", "tender_id"),
        _ver(),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("content", "sha256", "questionnaire_sha256", "reason", "created_at", "created_by"),
        sa.Column("locked_at", sa.Text),
        sa.Column("locked_by", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_method_version"),
        sa.CheckConstraint("(locked_at IS NULL) = (locked_by IS NULL)", name="ck_method_version_lock"),
        sa.CheckConstraint("number >= 1", name="ck_method_version_number"),
        sa.CheckConstraint("number = 1 OR length(reason) > 0", name="ck_method_version_reason_said"),
        _counted("method_version"),
        _of_tender("method_version"),
        sa.UniqueConstraint("tender_id", "number", name="uq_method_version_tender_id_number"),
    )
    op.create_index("ix_method_version_tender_id", "method_version", ["tender_id"])
    op.create_table(
        "vendor",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("name", "folded"),
        sa.Column("position", sa.Integer, nullable=False),
        *_texts("state"),
        sa.PrimaryKeyConstraint("id", name="pk_vendor"),
        sa.CheckConstraint("length(name) > 0", name="ck_vendor_name_said"),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name="ck_vendor_state"),
        _counted("vendor"),
        _of_tender("vendor"),
        sa.UniqueConstraint("tender_id", "folded", name="uq_vendor_tender_id_folded"),
        sa.UniqueConstraint("tender_id", "id", name="uq_vendor_tender_id_id"),
    )
    op.create_index("ix_vendor_tender_id", "vendor", ["tender_id"])
    op.create_table(
        "file",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("envelope"),
        sa.Column("vendor_id", sa.Text),
        *_texts("kind", "name", "sha256"),
        sa.Column("size", sa.Integer, nullable=False),
        *_texts("received_at", "received_by", "state"),
        sa.Column("superseded_by", sa.Text),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_file"),
        sa.CheckConstraint("envelope IN ('technical', 'price')", name="ck_file_envelope"),
        sa.CheckConstraint("kind IN ('bid', 'scorecard', 'method', 'attachment')", name="ck_file_kind"),
        sa.CheckConstraint("length(sha256) = 64", name="ck_file_sha256"),
        sa.CheckConstraint("state IN ('current', 'superseded', 'withdrawn')", name="ck_file_state"),
        sa.CheckConstraint("(state = 'superseded') = (superseded_by IS NOT NULL)", name="ck_file_superseded"),
        _counted("file"),
        sa.ForeignKeyConstraint(["superseded_by"], ["file.id"], name="fk_file_superseded_by"),
        _of_tender("file"),
        _of_vendor("file"),
    )
    op.create_index("ix_file_tender_id", "file", ["tender_id"])
    op.create_table(
        "reading",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("envelope", "file_id", "reader", "read_at", "salt", "content"),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.CheckConstraint("envelope IN ('technical', 'price')", name="ck_reading_envelope"),
        _counted("reading"),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name="fk_reading_file_id"),
        _of_tender("reading"),
        sa.UniqueConstraint("file_id", "envelope", name="uq_reading_file_id_envelope"),
    )
    op.create_index("ix_reading_tender_id", "reading", ["tender_id"])
    op.create_table(
        "settlement",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("envelope", "vendor_id", "item"),
        sa.Column("value", sa.Text),
        *_texts("reason", "source", "date", "by", "at", "state"),
        sa.PrimaryKeyConstraint("id", name="pk_settlement"),
        sa.CheckConstraint("envelope IN ('technical', 'price')", name="ck_settlement_envelope"),
        sa.CheckConstraint("length(reason) > 0", name="ck_settlement_reason_said"),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name="ck_settlement_state"),
        _counted("settlement"),
        _of_tender("settlement"),
        _of_vendor("settlement"),
        sa.UniqueConstraint("vendor_id", "item", name="uq_settlement_vendor_id_item"),
    )
    op.create_index("ix_settlement_tender_id", "settlement", ["tender_id"])


def _judgements() -> None:
    """What people judge."""
    op.create_table(
        "score",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("envelope", "vendor_id", "evaluator"),
        sa.Column("agreed", sa.Boolean, nullable=False),
        *_texts("criterion"),
        sa.Column("points", sa.Text),
        *_texts("reason", "evidence", "state", "saved_at"),
        sa.Column("submitted_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_score"),
        sa.CheckConstraint("envelope IN ('technical', 'price')", name="ck_score_envelope"),
        sa.CheckConstraint("state = 'draft' OR points IS NOT NULL", name="ck_score_points_given"),
        sa.CheckConstraint("state IN ('draft', 'submitted')", name="ck_score_state"),
        sa.CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="ck_score_submitted"),
        _counted("score"),
        _of_tender("score"),
        _of_vendor("score"),
        sa.UniqueConstraint("evaluator", "agreed", "vendor_id", "criterion", name="uq_score_evaluator_agreed_vendor_id_criterion"),
    )
    op.create_index("ix_score_tender_id", "score", ["tender_id"])
    op.create_table(
        "fact_check",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("envelope", "vendor_id", "item", "kind"),
        sa.Column("value", sa.Text),
        *_texts("reason", "by", "at", "state"),
        sa.PrimaryKeyConstraint("id", name="pk_fact_check"),
        sa.CheckConstraint("envelope IN ('technical', 'price')", name="ck_fact_check_envelope"),
        sa.CheckConstraint("kind IN ('confirmed', 'evidence_seen', 'overridden')", name="ck_fact_check_kind"),
        sa.CheckConstraint("kind <> 'overridden' OR length(reason) > 0", name="ck_fact_check_reason_said"),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name="ck_fact_check_state"),
        sa.CheckConstraint("(kind = 'overridden') = (value IS NOT NULL)", name="ck_fact_check_value_given"),
        _counted("fact_check"),
        _of_tender("fact_check"),
        _of_vendor("fact_check"),
        sa.UniqueConstraint("vendor_id", "item", name="uq_fact_check_vendor_id_item"),
    )
    op.create_index("ix_fact_check_tender_id", "fact_check", ["tender_id"])
    op.create_table(
        "confirmation",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("envelope", "vendor_id", "item"),
        sa.Column("upheld", sa.Boolean, nullable=False),
        *_texts("reason", "by", "at", "state"),
        sa.PrimaryKeyConstraint("id", name="pk_confirmation"),
        sa.CheckConstraint("envelope IN ('technical', 'price')", name="ck_confirmation_envelope"),
        sa.CheckConstraint("length(reason) > 0", name="ck_confirmation_reason_said"),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name="ck_confirmation_state"),
        _counted("confirmation"),
        _of_tender("confirmation"),
        _of_vendor("confirmation"),
        sa.UniqueConstraint("vendor_id", "item", name="uq_confirmation_vendor_id_item"),
    )
    op.create_index("ix_confirmation_tender_id", "confirmation", ["tender_id"])


def _acts() -> None:
    """The acts of the lead, and tickets."""
    op.create_table(
        "stage",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("name", "state", "reason", "by", "at"),
        sa.PrimaryKeyConstraint("id", name="pk_stage"),
        sa.CheckConstraint("name IN ('receiving_closed', 'technical_locked', 'prices_opened')", name="ck_stage_name"),
        sa.CheckConstraint("name <> 'prices_opened' OR state = 'reached'", name="ck_stage_opened_stays"),
        sa.CheckConstraint("state IN ('reached', 'withdrawn')", name="ck_stage_state"),
        _counted("stage"),
        _of_tender("stage"),
        sa.UniqueConstraint("tender_id", "name", name="uq_stage_tender_id_name"),
    )
    op.create_index("ix_stage_tender_id", "stage", ["tender_id"])
    op.create_table(
        "selection",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("vendor_id", "reason", "second_reason", "by", "at", "state"),
        sa.PrimaryKeyConstraint("id", name="pk_selection"),
        sa.CheckConstraint("length(reason) > 0", name="ck_selection_reason_said"),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name="ck_selection_state"),
        _counted("selection"),
        _of_tender("selection"),
        _of_vendor("selection"),
        sa.UniqueConstraint("tender_id", name="uq_selection_tender_id"),
    )
    op.create_index("ix_selection_tender_id", "selection", ["tender_id"])
    op.create_table(
        "ticket",
        *_texts("id", "tender_id"),
        _ver(),
        *_texts("token_sha256", "actor", "kind", "params"),
        sa.Column("revision", sa.Integer, nullable=False),
        *_texts("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket"),
        _counted("ticket"),
        _of_tender("ticket"),
        sa.UniqueConstraint("token_sha256", name="uq_ticket_token_sha256"),
    )
    op.create_index("ix_ticket_tender_id", "ticket", ["tender_id"])


def _log() -> None:
    """The event log with its head, which stands before the first event."""
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        *_texts("tender_id"),
        _ver(),
        sa.Column("envelope", sa.Text),
        *_texts("at", "actor", "role", "command_id", "action", "entity"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        *_texts("reason"),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        *_texts("prev", "hash"),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
        sa.CheckConstraint("changed IN (0, 1)", name="ck_event_changed"),
        sa.CheckConstraint("seq >= 1", name="ck_event_seq"),
        sa.UniqueConstraint("command_id", name="uq_event_command_id"),
    )
    op.create_index("ix_event_tender_id_changed_seq", "event", ["tender_id", "changed", "seq"])
    op.create_table(
        "head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        *_texts("tender_id"),
        _ver(),
        *_texts("hash"),
        sa.PrimaryKeyConstraint("id", name="pk_head"),
        sa.CheckConstraint("id = 1", name="ck_head_one_row"),
    )
    op.execute(f"INSERT INTO head (id, tender_id, ver, hash) VALUES (1, '', 0, '{'0' * 64}')")


def _keep(table: str, condition: str, columns: str) -> None:
    """Triggers by which the database itself refuses to change or delete these rows."""
    when = f"WHEN ({condition})" if condition else ""
    update = f"UPDATE OF {columns}" if columns else "UPDATE"
    if op.get_bind().dialect.name == "postgresql":
        refuse = f"RAISE EXCEPTION 'a row of {table} is kept' USING ERRCODE = 'integrity_constraint_violation';"
        op.execute(
            f"CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$",
        )
        run = f"EXECUTE FUNCTION {table}_kept()"
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE {update} OR DELETE ON {table} FOR EACH ROW {when} {run}")
        op.execute(f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}")
        return
    for name, act in (("changed", update), ("deleted", "DELETE")):
        refuse = f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is kept'); END"
        op.execute(f"CREATE TRIGGER {table}_not_{name} BEFORE {act} ON {table} FOR EACH ROW {when} {refuse}")

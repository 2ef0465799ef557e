"""Sendings, conversations and calls to references; when a file was handed in, who decided, and tenders in the archive.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create three tables and add four columns; of what was before nothing is known, so they stay empty."""
    op.add_column("tender", sa.Column("archived_at", sa.Text))
    op.add_column("file", sa.Column("handed_in_at", sa.Text))
    op.add_column("file", sa.Column("admitted", sa.Text))
    op.add_column("selection", sa.Column("members", sa.Text))
    _dispatch()
    _conversation()
    _reference_check()
    _seal_only()


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _head(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        *_texts("id", "tender_id"),
        sa.Column("ver", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.CheckConstraint("ver >= 1", name=f"ck_{table}_ver"),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name=f"fk_{table}_tender_id"),
    )


def _withdrawable(table: str) -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name=f"ck_{table}_state"),
        sa.CheckConstraint("state = 'active' OR length(reason) > 0", name=f"ck_{table}_reason_said"),
    )


def _dispatch() -> None:
    op.create_table(
        "dispatch",
        *_head("dispatch"),
        *_texts("vendor", "issue", "lang", "sha256", "way", "note", "by", "at"),
        sa.CheckConstraint("length(vendor) > 0", name="ck_dispatch_vendor_said"),
        sa.CheckConstraint("length(issue) > 0", name="ck_dispatch_issue_said"),
    )
    op.create_index("ix_dispatch_tender_id", "dispatch", ["tender_id"])


def _conversation() -> None:
    op.create_table(
        "conversation",
        *_head("conversation"),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("vendor", "day", "people", "asked", "learnt", "touches", "state", "reason", "by", "at"),
        *_withdrawable("conversation"),
        sa.CheckConstraint("length(vendor) > 0", name="ck_conversation_vendor_said"),
        sa.CheckConstraint("length(day) > 0", name="ck_conversation_day_said"),
        sa.CheckConstraint("number >= 1", name="ck_conversation_number"),
        sa.UniqueConstraint("tender_id", "number", name="uq_conversation_tender_id_number"),
    )
    op.create_index("ix_conversation_tender_id", "conversation", ["tender_id"])


def _reference_check() -> None:
    vendor = "fk_reference_check_tender_id_vendor_id"
    op.create_table(
        "reference_check",
        *_head("reference_check"),
        *_texts("vendor_id", "item", "content", "settled", "state", "reason", "by", "at"),
        *_withdrawable("reference_check"),
        sa.CheckConstraint("length(item) > 0", name="ck_reference_check_item_said"),
        sa.ForeignKeyConstraint(["tender_id", "vendor_id"], ["vendor.tender_id", "vendor.id"], name=vendor),
        sa.UniqueConstraint("vendor_id", "item", name="uq_reference_check_vendor_id_item"),
    )
    op.create_index("ix_reference_check_tender_id", "reference_check", ["tender_id"])


def _seal_only() -> None:
    """A file that turns out to hold prices can be sealed; nothing that is sealed can be taken out by a change of its row."""
    columns, unsealing = "content, sha256, size, name, received_at", "OLD.envelope <> NEW.envelope AND NEW.envelope <> 'price'"
    if op.get_bind().dialect.name == "postgresql":
        run = "EXECUTE FUNCTION file_kept()"
        op.execute("DROP TRIGGER file_kept ON file")
        op.execute(f"CREATE TRIGGER file_kept BEFORE UPDATE OF {columns} OR DELETE ON file FOR EACH ROW {run}")
        op.execute(
            f"CREATE TRIGGER file_sealed BEFORE UPDATE OF envelope ON file FOR EACH ROW WHEN ({unsealing}) {run}"
        )
        return
    refuse = "BEGIN SELECT RAISE(ABORT, 'a row of file is kept'); END"
    op.execute("DROP TRIGGER file_not_changed")
    op.execute(f"CREATE TRIGGER file_not_changed BEFORE UPDATE OF {columns} ON file FOR EACH ROW {refuse}")
    op.execute(
        f"CREATE TRIGGER file_not_unsealed BEFORE UPDATE OF envelope ON file FOR EACH ROW WHEN {unsealing} {refuse}"
    )

"""Rounds of clarification, and revised workbooks that wait until a person has taken or refused them.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables; of what came in before there is nothing to fill in."""
    _round()
    _revision()


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _round() -> None:
    op.create_table(
        "round",
        *_texts("id", "tender_id"),
        sa.Column("ver", sa.Integer, nullable=False),
        *_texts("vendor_id"),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("kind", "items", "due", "state", "reason", "by", "at"),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.CheckConstraint("kind IN ('clarification', 'final_price')", name="ck_round_kind"),
        sa.CheckConstraint("state IN ('open', 'closed')", name="ck_round_state"),
        sa.CheckConstraint("length(reason) > 0", name="ck_round_reason_said"),
        sa.CheckConstraint("length(due) > 0", name="ck_round_due_said"),
        sa.CheckConstraint("number >= 1", name="ck_round_number"),
        sa.CheckConstraint("ver >= 1", name="ck_round_ver"),
        *_belongs("round"),
        sa.UniqueConstraint("vendor_id", "number", name="uq_round_vendor_id_number"),
    )
    op.create_index("ix_round_tender_id", "round", ["tender_id"])


def _revision() -> None:
    op.create_table(
        "revision",
        *_texts("id", "tender_id"),
        sa.Column("ver", sa.Integer, nullable=False),
        *_texts("envelope", "vendor_id", "file_id"),
        sa.Column("round_id", sa.Text),
        *_texts("state", "reason", "by", "at"),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.CheckConstraint("envelope IN ('technical', 'price')", name="ck_revision_envelope"),
        sa.CheckConstraint("state IN ('waiting', 'whole', 'asked', 'refused')", name="ck_revision_state"),
        sa.CheckConstraint("state = 'waiting' OR length(reason) > 0", name="ck_revision_reason_said"),
        sa.CheckConstraint("state <> 'asked' OR round_id IS NOT NULL", name="ck_revision_asked"),
        sa.CheckConstraint("ver >= 1", name="ck_revision_ver"),
        *_belongs("revision"),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name="fk_revision_file_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_revision_round_id"),
        sa.UniqueConstraint("file_id", name="uq_revision_file_id"),
    )
    op.create_index("ix_revision_tender_id", "revision", ["tender_id"])


def _belongs(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    vendor = f"fk_{table}_tender_id_vendor_id"
    return (
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name=f"fk_{table}_tender_id"),
        sa.ForeignKeyConstraint(["tender_id", "vendor_id"], ["vendor.tender_id", "vendor.id"], name=vendor),
    )

"""A revised workbook may be taken only as far as it answers.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen what may have become of a revised workbook; what was decided before stays."""
    with op.batch_alter_table("revision", copy_from=_present()) as batch:
        batch.drop_constraint("ck_revision_state", type_="check")
        batch.create_check_constraint(
            "ck_revision_state", "state IN ('waiting', 'whole', 'asked', 'answered', 'refused')"
        )


def _present() -> sa.Table:
    """The table as it is: SQLite changes a rule only by copying the table, and does not say which rules it has."""
    return sa.Table(
        "revision",
        sa.MetaData(),
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
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name="fk_revision_tender_id"),
        sa.ForeignKeyConstraint(
            ["tender_id", "vendor_id"], ["vendor.tender_id", "vendor.id"], name="fk_revision_tender_id_vendor_id"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name="fk_revision_file_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_revision_round_id"),
        sa.UniqueConstraint("file_id", name="uq_revision_file_id"),
        sa.Index("ix_revision_tender_id", "tender_id"),
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)

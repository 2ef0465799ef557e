"""What both sides agreed of a draft's terms is kept apart from the bids, and how far the draft has come.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of agreed values and of the standing of drafts."""
    op.create_table(
        "agreed_value",
        *_common("agreed_value"),
        *_texts("envelope", "vendor_id", "term", "value", "source", "reason", "by", "at", "state"),
        sa.CheckConstraint("envelope IN ('technical', 'price')", name="ck_agreed_value_envelope"),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name="ck_agreed_value_state"),
        sa.CheckConstraint("length(term) > 0", name="ck_agreed_value_term_said"),
        sa.CheckConstraint("length(reason) > 0", name="ck_agreed_value_reason_said"),
        sa.UniqueConstraint("vendor_id", "term", name="uq_agreed_value_vendor_id_term"),
    )
    op.create_index("ix_agreed_value_tender_id", "agreed_value", ["tender_id"])
    op.create_table(
        "draft_standing",
        *_common("draft_standing"),
        *_texts("vendor_id", "stage", "rests_on", "reason", "by", "at"),
        sa.CheckConstraint("stage IN ('draft', 'counsel', 'agreed')", name="ck_draft_standing_stage"),
        sa.CheckConstraint("length(reason) > 0", name="ck_draft_standing_reason_said"),
        sa.UniqueConstraint("vendor_id", name="uq_draft_standing_vendor_id"),
    )
    op.create_index("ix_draft_standing_tender_id", "draft_standing", ["tender_id"])


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _common(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        *_texts("id", "tender_id"),
        sa.Column("ver", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.CheckConstraint("ver >= 1", name=f"ck_{table}_ver"),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name=f"fk_{table}_tender_id"),
        sa.ForeignKeyConstraint(
            ["tender_id", "vendor_id"], ["vendor.tender_id", "vendor.id"], name=f"fk_{table}_tender_id_vendor_id"
        ),
    )

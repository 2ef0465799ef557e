"""The words of a contract draft that went out are kept, so that a later one can be compared with it.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of drafts' words."""
    op.create_table(
        "draft_words",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "tender_id")),
        sa.Column("ver", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("vendor_id", "sha256", "by", "at")),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_words"),
        sa.CheckConstraint("length(sha256) = 64", name="ck_draft_words_sha256"),
        sa.CheckConstraint("ver >= 1", name="ck_draft_words_ver"),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name="fk_draft_words_tender_id"),
        sa.ForeignKeyConstraint(
            ["tender_id", "vendor_id"], ["vendor.tender_id", "vendor.id"], name="fk_draft_words_tender_id_vendor_id"
        ),
        sa.UniqueConstraint("vendor_id", "sha256", name="uq_draft_words_vendor_id_sha256"),
    )
    op.create_index("ix_draft_words_tender_id", "draft_words", ["tender_id"])

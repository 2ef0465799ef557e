"""What counsel has changed of a locked method's contract library is kept beside it.

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
    """Create the table, at most one row for a tender."""
    op.create_table(
        "clause_book",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "tender_id")),
        sa.Column("ver", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("content", "reason", "by", "at")),
        sa.PrimaryKeyConstraint("id", name="pk_clause_book"),
        sa.CheckConstraint("ver >= 1", name="ck_clause_book_ver"),
        sa.CheckConstraint("length(reason) > 0", name="ck_clause_book_reason_said"),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name="fk_clause_book_tender_id"),
        sa.UniqueConstraint("tender_id", name="uq_clause_book_tender_id"),
    )
    op.create_index("ix_clause_book_tender_id", "clause_book", ["tender_id"])

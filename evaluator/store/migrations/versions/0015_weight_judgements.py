"""What the members of the committee judge of the criteria's weights, each judgement a row of its own.

Revision ID: 0015
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of judgements."""
    op.create_table(
        "weight_judgement",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "tender_id")),
        sa.Column("ver", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("node", "member", "folded")),
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("salt", "content", "reason", "by", "at")),
        sa.PrimaryKeyConstraint("id", name="pk_weight_judgement"),
        sa.CheckConstraint("length(folded) > 0", name="ck_weight_judgement_folded_said"),
        sa.CheckConstraint("number = 1 OR length(reason) > 0", name="ck_weight_judgement_reason_said"),
        sa.CheckConstraint("number >= 1", name="ck_weight_judgement_number"),
        sa.CheckConstraint("ver >= 1", name="ck_weight_judgement_ver"),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name="fk_weight_judgement_tender_id"),
        sa.UniqueConstraint("tender_id", "node", "folded", "number", name="uq_weight_judgement_tender_id_node_folded_number"),
    )
    op.create_index("ix_weight_judgement_tender_id", "weight_judgement", ["tender_id"])

"""Why an agreed score is nobody's own, and explanations asked of evaluators who stand apart.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table; of scores agreed before, no second reason is known."""
    op.add_column("score", sa.Column("second_reason", sa.Text))
    texts = ("vendor_id", "evaluator", "criterion", "asked", "answer", "by", "at")
    op.create_table(
        "explanation",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "tender_id")),
        sa.Column("ver", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("id", name="pk_explanation"),
        sa.CheckConstraint("ver >= 1", name="ck_explanation_ver"),
        sa.CheckConstraint("length(evaluator) > 0", name="ck_explanation_evaluator_said"),
        sa.CheckConstraint("length(asked) > 0", name="ck_explanation_asked_said"),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name="fk_explanation_tender_id"),
        sa.ForeignKeyConstraint(
            ["tender_id", "vendor_id"], ["vendor.tender_id", "vendor.id"], name="fk_explanation_tender_id_vendor_id"
        ),
        sa.UniqueConstraint("evaluator", "vendor_id", "criterion", name="uq_explanation_evaluator_vendor_id_criterion"),
    )
    op.create_index("ix_explanation_tender_id", "explanation", ["tender_id"])

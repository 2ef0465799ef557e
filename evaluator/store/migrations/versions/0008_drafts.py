"""What a person has begun and not yet made a tender of is kept.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of drafts, one of each kind for a person."""
    op.create_table(
        "draft",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "tender_id")),
        sa.Column("ver", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("actor", "kind", "content")),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.CheckConstraint("kind IN ('questionnaire')", name="ck_draft_kind"),
        sa.CheckConstraint("ver >= 1", name="ck_draft_ver"),
        sa.UniqueConstraint("actor", "kind", name="uq_draft_actor_kind"),
    )

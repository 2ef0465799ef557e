"""A choice keeps the fingerprint of the ranking that it rests on.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of a choice already made the ranking is not known, so it has to be confirmed again."""
    op.add_column("selection", sa.Column("ranking", sa.Text))

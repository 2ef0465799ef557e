"""A conversation says of which kind it was: a meeting, a call, a demonstration; of those noted before nobody knows.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty for every conversation there is."""
    op.add_column("conversation", sa.Column("kind", sa.Text))

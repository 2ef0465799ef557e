"""How workbooks that are not ours are read is kept with the tender.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of mappings, one of each shape in a tender."""
    op.create_table(
        "mapping",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "tender_id")),
        sa.Column("ver", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("shape", "name", "content", "matches", "by", "at")),
        sa.PrimaryKeyConstraint("id", name="pk_mapping"),
        sa.CheckConstraint("length(shape) > 0", name="ck_mapping_shape_said"),
        sa.CheckConstraint("ver >= 1", name="ck_mapping_ver"),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name="fk_mapping_tender_id"),
        sa.UniqueConstraint("tender_id", "shape", name="uq_mapping_tender_id_shape"),
    )
    op.create_index("ix_mapping_tender_id", "mapping", ["tender_id"])

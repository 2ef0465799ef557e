"""Each person declares, for each tender, in which vendors there is an interest.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; people with accounts declare before they see a bid again."""
    op.create_table(
        "declaration",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "tender_id")),
        sa.Column("ver", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("vendors", "rounds", "interests", "at")),
        sa.PrimaryKeyConstraint("id", name="pk_declaration"),
        sa.ForeignKeyConstraint(["tender_id"], ["tender.tender_id"], name="fk_declaration_tender_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_declaration_person_id"),
        sa.UniqueConstraint("tender_id", "person_id", "number", name="uq_declaration_tender_id_person_id_number"),
        sa.CheckConstraint("ver >= 1", name="ck_declaration_ver"),
        sa.CheckConstraint("number >= 1", name="ck_declaration_number"),
    )
    op.create_index("ix_declaration_tender_id", "declaration", ["tender_id"])
    op.create_index("ix_declaration_person_id", "declaration", ["person_id"])

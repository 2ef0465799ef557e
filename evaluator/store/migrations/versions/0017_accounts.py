"""People have accounts, sign-ins, links to set a password, and roles in each tender.

Revision ID: 0017
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the four tables; a database without accounts goes on as it was, for one person."""
    _person()
    for name, extra in (
        (
            "sign_in",
            (
                *_texts("token_sha256", "way", "at", "ends_at"),
                sa.Column("ended_at", sa.Text),
                sa.CheckConstraint("way IN ('password', 'provider')", name="ck_sign_in_way"),
                sa.UniqueConstraint("token_sha256", name="uq_sign_in_token_sha256"),
            ),
        ),
        (
            "invitation",
            (
                *_texts("token_sha256", "ends_at"),
                sa.Column("used_at", sa.Text),
                sa.UniqueConstraint("token_sha256", name="uq_invitation_token_sha256"),
            ),
        ),
        (
            "membership",
            (
                *_texts("roles"),
                sa.UniqueConstraint("tender_id", "person_id", name="uq_membership_tender_id_person_id"),
            ),
        ),
    ):
        op.create_table(
            name,
            *_head(name),
            *_texts("person_id"),
            sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{name}_person_id"),
            *extra,
        )
        op.create_index(f"ix_{name}_person_id", name, ["person_id"])


def _person() -> None:
    op.create_table(
        "person",
        *_head("person"),
        *_texts("name", "folded"),
        *(sa.Column(name, sa.Text) for name in ("email", "issuer", "subject", "password")),
        *_texts("state"),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.Text),
        *_texts("created_at", "created_by"),
        sa.CheckConstraint("state IN ('active', 'closed')", name="ck_person_state"),
        sa.CheckConstraint("length(name) > 0", name="ck_person_name_said"),
        sa.CheckConstraint("(issuer IS NULL) = (subject IS NULL)", name="ck_person_provider"),
        sa.UniqueConstraint("folded", name="uq_person_folded"),
        sa.UniqueConstraint("email", name="uq_person_email"),
        sa.UniqueConstraint("issuer", "subject", name="uq_person_issuer_subject"),
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _head(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        *_texts("id", "tender_id"),
        sa.Column("ver", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.CheckConstraint("ver >= 1", name=f"ck_{table}_ver"),
    )

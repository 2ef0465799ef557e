"""The tables of people: accounts, sign-ins that can be ended at once, links to set a password, roles in tenders.

A person, a sign-in and an invitation belong to no tender (``tender_id`` is empty); a membership with an empty
``tender_id`` holds what the person may do outside tenders: keep accounts, or start a tender. A declaration says in which
vendors of a tender a person has an interest; each is kept, and the one with the highest ``number`` counts.
"""

from __future__ import annotations

import sqlalchemy as sa

from evaluator.store.columns import DIGEST, Canonical, one_of, row_id, said, table, tender_of, text, ver

person = table(
    "person",
    row_id(),
    text("tender_id"),
    ver(),
    text("name"),
    text("folded"),
    sa.Column("email", sa.Text),
    sa.Column("issuer", sa.Text),
    sa.Column("subject", sa.Text),
    sa.Column("password", sa.Text, info=DIGEST),
    text("state"),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", sa.Text),
    text("created_at"),
    text("created_by"),
    one_of("state", "active", "closed"),
    said("name"),
    sa.CheckConstraint("(issuer IS NULL) = (subject IS NULL)", name="provider"),
    sa.UniqueConstraint("folded"),
    sa.UniqueConstraint("email"),
    sa.UniqueConstraint("issuer", "subject"),
)


def _of_person() -> sa.Column[str]:
    return sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False, index=True)


sign_in = table(
    "sign_in",
    row_id(),
    text("tender_id"),
    ver(),
    _of_person(),
    text("token_sha256", DIGEST),
    text("way"),
    text("at"),
    text("ends_at"),
    sa.Column("ended_at", sa.Text),
    one_of("way", "password", "provider"),
    sa.UniqueConstraint("token_sha256"),
)
invitation = table(
    "invitation",
    row_id(),
    text("tender_id"),
    ver(),
    _of_person(),
    text("token_sha256", DIGEST),
    text("ends_at"),
    sa.Column("used_at", sa.Text),
    sa.UniqueConstraint("token_sha256"),
)
membership = table(
    "membership",
    row_id(),
    text("tender_id"),
    ver(),
    _of_person(),
    sa.Column("roles", Canonical, nullable=False),
    sa.UniqueConstraint("tender_id", "person_id"),
)
declaration = table(
    "declaration",
    row_id(),
    tender_of(),
    ver(),
    _of_person(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("vendors", Canonical, nullable=False),
    sa.Column("rounds", Canonical, nullable=False),
    sa.Column("interests", Canonical, nullable=False),
    text("at"),
    sa.CheckConstraint("number >= 1", name="number"),
    sa.UniqueConstraint("tender_id", "person_id", "number"),
)

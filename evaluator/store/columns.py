"""What tables are built from: the metadata, exact column types (decimals and JSON as text) and the common columns.

``info["log"]`` on a column says how the event log records it: ``digest`` as its hash, ``never`` not at all, else as it
is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from evaluator.store.canonical import Json, canonical, parsed

METADATA: Final = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
DIGEST: Final = {"log": "digest"}
NEVER: Final = {"log": "never"}


class Exact(sa.TypeDecorator[Decimal]):
    """A decimal kept as its own digits, so that 7.50 comes back as 7.50 and never as a float."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """The digits, without exponent; anything but a finite Decimal is refused."""
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise TypeError(f"{value!r} is not a finite Decimal")
        return format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The decimal with the digits that were written."""
        return None if value is None else Decimal(value)


class Canonical(sa.TypeDecorator[Json]):
    """A JSON value kept as canonical text; None is the database's own NULL."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Json, dialect: Dialect) -> str | None:
        """Canonical text; a float inside is refused."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Json:
        """The value that was written."""
        return None if value is None else parsed(value)


def table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    """A table whose rows count their revisions from 1."""
    return sa.Table(name, METADATA, *parts, sa.CheckConstraint("ver >= 1", name="ver"))


def row_id() -> sa.Column[str]:
    """The row's own id."""
    return sa.Column("id", sa.Text, primary_key=True)


def text(name: str, log: dict[str, str] | None = None) -> sa.Column[str]:
    """A text that is always there, though it may be empty."""
    return sa.Column(name, sa.Text, nullable=False, info=log or {})


def ver() -> sa.Column[int]:
    """The row's revision, one more at each save."""
    return sa.Column("ver", sa.Integer, nullable=False)


def tender_of() -> sa.Column[str]:
    """The tender a row belongs to."""
    return sa.Column("tender_id", sa.Text, sa.ForeignKey("tender.tender_id"), nullable=False, index=True)


def vendor_of(*, required: bool = True) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    """A vendor of the same tender: a row can never point at another tender's vendor."""
    return (
        sa.Column("vendor_id", sa.Text, nullable=not required),
        sa.ForeignKeyConstraint(["tender_id", "vendor_id"], ["vendor.tender_id", "vendor.id"]),
    )


def envelope() -> tuple[sa.Column[str], sa.CheckConstraint]:
    """The envelope a row belongs to; ``price`` stays sealed until the prices are opened."""
    return text("envelope"), one_of("envelope", "technical", "price")


def one_of(column: str, *values: str) -> sa.CheckConstraint:
    """The closed set of a column."""
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


def said(column: str) -> sa.CheckConstraint:
    """A text that may not be empty."""
    return sa.CheckConstraint(f"length({column}) > 0", name=f"{column}_said")

"""The one place where state is kept: SQLAlchemy Core tables, one transaction per command, an append-only event log."""

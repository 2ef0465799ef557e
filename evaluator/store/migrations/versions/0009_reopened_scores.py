"""A submitted score may become a draft again, for a reason, and keeps what it was before.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# The one change that a submitted score allows: it is a draft anew, nothing of it is another, and the reason is said.
REOPENED = """
    NEW.state = 'draft' AND NEW.points = OLD.points AND NEW.reason = OLD.reason AND NEW.evidence = OLD.evidence
    AND NEW.id = OLD.id AND NEW.tender_id = OLD.tender_id AND NEW.vendor_id = OLD.vendor_id
    AND NEW.evaluator = OLD.evaluator AND NEW.agreed = OLD.agreed AND NEW.criterion = OLD.criterion
    AND COALESCE(NEW.before_points, '') = OLD.points AND COALESCE(NEW.before_reason, '') = OLD.reason
    AND length(COALESCE(NEW.reopened_reason, '')) > 0 AND length(COALESCE(NEW.reopened_by, '')) > 0
    AND COALESCE(NEW.reopened_at, '') <> COALESCE(OLD.reopened_at, '')
"""


def upgrade() -> None:
    """Add the columns, empty for every score there is, and let the trigger pass exactly this change."""
    for name in ("before_points", "before_reason", "reopened_reason", "reopened_by", "reopened_at"):
        op.add_column("score", sa.Column(name, sa.Text))
    changed = f"WHEN (OLD.state = 'submitted' AND NOT ({REOPENED}))"
    if op.get_bind().dialect.name == "postgresql":
        run = "EXECUTE FUNCTION score_kept()"
        op.execute("DROP TRIGGER score_kept ON score")
        op.execute(f"CREATE TRIGGER score_kept BEFORE UPDATE ON score FOR EACH ROW {changed} {run}")
        gone = "CREATE TRIGGER score_stays BEFORE DELETE ON score FOR EACH ROW WHEN (OLD.state = 'submitted')"
        op.execute(f"{gone} {run}")
        return
    refuse = "BEGIN SELECT RAISE(ABORT, 'a row of score is kept'); END"
    op.execute("DROP TRIGGER score_not_changed")
    op.execute(f"CREATE TRIGGER score_not_changed BEFORE UPDATE ON score FOR EACH ROW {changed} {refuse}")

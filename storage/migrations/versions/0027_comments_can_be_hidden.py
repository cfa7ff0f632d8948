"""Comments can be hidden: what members say of the draft of an answer, as the secretariat may do with other words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultation_notes", sa.Column("hidden_at", Instant(), nullable=True))


def downgrade() -> None:
    # what was out of sight must not come back into it
    op.execute("DELETE FROM consultation_notes WHERE hidden_at IS NOT NULL")
    op.drop_column("consultation_notes", "hidden_at")

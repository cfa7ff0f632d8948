"""How often a reminder of one's own comes again, and when next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None
WHERE = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("own_reminders", sa.Column("repeats", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("own_reminders", sa.Column("next_at", Instant(), nullable=True))
    op.create_index("ix_own_reminders_next", "own_reminders", ["next_at"], sqlite_where=WHERE, postgresql_where=WHERE)


def downgrade() -> None:
    op.drop_index("ix_own_reminders_next", "own_reminders")
    op.drop_column("own_reminders", "next_at")
    op.drop_column("own_reminders", "repeats")

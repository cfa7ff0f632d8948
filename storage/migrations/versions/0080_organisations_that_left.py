"""Keep when an organisation left, and what the other side of its blind matches reads until the weekly letter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", sa.Column("left_at", Instant(), nullable=True))
    op.add_column("match_votes", sa.Column("last_words", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("match_votes", "last_words")
    op.drop_column("organisations", "left_at")

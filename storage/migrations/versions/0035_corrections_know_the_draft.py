"""Corrections know the draft that they are about: whether anything was changed since can be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("corrections", sa.Column("draft_hash", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("corrections", "draft_hash")

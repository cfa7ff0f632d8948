"""Sources that end their reader are counted, and set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("watched_sources", sa.Column("kills", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("watched_sources") as table:
        table.alter_column("kills", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("watched_sources") as table:
        table.drop_column("kills")

"""Organisations say in which region and industry they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = ("region", "industry")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("organisations", sa.Column(name, sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("organisations") as organisations:
        for name in COLUMNS:
            organisations.drop_column(name)

"""At which hours of the day something is offered or needed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listings", sa.Column("daily_hours", sa.String(length=12), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("listings", "daily_hours")

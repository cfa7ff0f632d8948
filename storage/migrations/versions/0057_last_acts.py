"""What an account last did that changed something, in one row of the inbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("act", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("inbox", "act")

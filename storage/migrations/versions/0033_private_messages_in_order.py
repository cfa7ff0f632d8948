"""Private messages reach their reader in order: those that are still to come are found by reader."""

from __future__ import annotations

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_deliveries_reader", "deliveries", ["user", "state"])


def downgrade() -> None:
    op.drop_index("ix_deliveries_reader", "deliveries")

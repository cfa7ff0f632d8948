"""Reactions of the bot's own: a delivery may be one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None
BEFORE, NOW = "'post', 'update', 'delete'", "'post', 'update', 'delete', 'react'"


def upgrade() -> None:
    _allow_operations(NOW)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM deliveries WHERE op = 'react'"))
    _allow_operations(BEFORE)


def _allow_operations(names: str) -> None:
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_constraint(op.f("ck_deliveries_op"), type_="check")
        deliveries.create_check_constraint(op.f("ck_deliveries_op"), f"op IN ({names})")

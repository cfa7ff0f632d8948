"""How much an exchange takes of what is offered and needed, as its two sides agree."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("matches", sa.Column("amount", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("matches", "amount")

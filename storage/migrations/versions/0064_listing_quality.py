"""What listings say of quality, waste and distance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listings", sa.Column("quality", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("listings", sa.Column("waste_code", sa.String(length=9), nullable=False, server_default=""))
    op.add_column("listings", sa.Column("hazardous", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("listings", sa.Column("max_km", sa.Integer(), nullable=True))


def downgrade() -> None:
    for column in ("max_km", "hazardous", "waste_code", "quality"):
        op.drop_column("listings", column)

"""Strength as it was told: what signers of a consultation are together is written down when it is sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultations", sa.Column("strength", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("consultations", "strength")

"""Rooms for meetings: the one of its workspace that was chosen for them, and which rooms are private."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rooms", sa.Column("meetings", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("rooms", sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("rooms", "private")
    op.drop_column("rooms", "meetings")

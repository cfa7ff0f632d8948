"""Of which minutes an agenda item is a late correction, so that each reader has its title in their language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agenda_items", sa.Column("corrects", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("agenda_items", sa.Column("corrects_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("agenda_items", "corrects_on")
    op.drop_column("agenda_items", "corrects")

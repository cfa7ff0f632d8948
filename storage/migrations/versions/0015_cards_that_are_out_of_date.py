"""Cards that could not be redrawn are found among all that were sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAME = "ix_deliveries_stale"


def upgrade() -> None:
    op.create_index(NAME, "deliveries", ["room_id"], sqlite_where=sa.text("stale"), postgresql_where=sa.text("stale"))


def downgrade() -> None:
    op.drop_index(NAME, "deliveries")

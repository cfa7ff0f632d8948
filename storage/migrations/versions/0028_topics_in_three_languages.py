"""Topics in three languages: what they are about, as their names are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("description_nn", "description_en"):
        op.add_column("topics", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("description_en", "description_nn"):
        op.drop_column("topics", name)

"""What sources say: of each field of a consultation what its source last said, so that what was changed here stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultations", sa.Column("source_says", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("consultations", "source_says")

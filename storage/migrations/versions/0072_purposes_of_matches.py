"""What a match is about: an exchange, or two needs that talk to one grid company together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("matches") as matches:
        matches.add_column(sa.Column("purpose", sa.String(length=12), server_default="supply", nullable=False))
        matches.create_check_constraint(op.f("ck_matches_purpose"), "purpose IN ('supply','grid_talk')")


def downgrade() -> None:
    op.execute("DELETE FROM matches WHERE purpose <> 'supply'")
    with op.batch_alter_table("matches") as matches:
        matches.drop_constraint(op.f("ck_matches_purpose"), type_="check")
        matches.drop_column("purpose")

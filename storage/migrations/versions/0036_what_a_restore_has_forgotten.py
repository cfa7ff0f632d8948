"""What a restored database has forgotten: from when to when, and the numbers that may be out since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "restores",
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_restores")),
    )
    op.create_table(
        "code_floors",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_code_floors")),
    )


def downgrade() -> None:
    op.drop_table("code_floors")
    op.drop_table("restores")

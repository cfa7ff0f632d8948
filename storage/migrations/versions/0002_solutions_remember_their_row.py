"""Solutions remember the row they were read from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("solutions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seeded", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("solutions", schema=None) as batch_op:
        batch_op.alter_column(
            "seeded", server_default=None, existing_type=sa.String(length=64), existing_nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("solutions", schema=None) as batch_op:
        batch_op.drop_column("seeded")

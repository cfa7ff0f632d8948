"""What holds a match up, and why a side refused one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("matches") as matches:
        matches.add_column(sa.Column("stalled", sa.Integer(), server_default="0", nullable=False))
        matches.add_column(sa.Column("stalled_on", sa.Date(), nullable=True))
    with op.batch_alter_table("match_votes") as votes:
        votes.add_column(sa.Column("reasons", sa.JSON(), server_default="[]", nullable=False))
        votes.add_column(sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False))
        votes.add_column(sa.Column("note", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("match_votes") as votes:
        votes.drop_column("note")
        votes.drop_column("shared")
        votes.drop_column("reasons")
    with op.batch_alter_table("matches") as matches:
        matches.drop_column("stalled_on")
        matches.drop_column("stalled")

"""How much an exchange takes, as its two sides agree; and since when a line to the facilitator waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("matches", sa.Column("amount", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("match_votes", sa.Column("noted_at", Instant(), nullable=True))
    # nobody was told of these lines: each of them stood on its closed match alone
    op.execute("UPDATE match_votes SET noted_at = voted_at WHERE note <> ''")
    which = sa.text("noted_at IS NOT NULL")
    op.create_index("ix_match_votes_noted", "match_votes", ["noted_at"], sqlite_where=which, postgresql_where=which)


def downgrade() -> None:
    op.drop_index("ix_match_votes_noted", "match_votes")
    op.drop_column("match_votes", "noted_at")
    op.drop_column("matches", "amount")

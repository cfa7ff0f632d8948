"""Whether what is offered is a product, a by-product or a waste, as its owner sees it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listings", sa.Column("standing", sa.String(length=12), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("listings", "standing")

"""At which temperature what is offered or needed comes back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listings", sa.Column("back", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("listings", "back")

"""On which day a listing was matched with everything in force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("listings") as listings:
        listings.add_column(sa.Column("matched_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_listings_matched_on"), "listings", ["matched_on"])


def downgrade() -> None:
    op.drop_index(op.f("ix_listings_matched_on"), "listings")
    with op.batch_alter_table("listings") as listings:
        listings.drop_column("matched_on")

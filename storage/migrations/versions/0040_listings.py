"""Listings: what organisations have to spare at their sites, and what they need there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: columns that have an index of their own
INDEXED = ("contact_id", "organisation_id", "reach_id", "site_id", "topic_id", "valid_to")


def upgrade() -> None:
    op.create_table(
        "listings",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("amount", sa.String(length=40), nullable=False),
        sa.Column("temperature", sa.Double(), nullable=True),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("reach_id", KEY, nullable=True),
        sa.Column("topic_id", KEY, nullable=True),
        sa.Column("contact_id", KEY, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("sendings", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("direction IN ('offer','need')", name=op.f("ck_listings_direction")),
        sa.CheckConstraint("level IN ('open','members','hidden')", name=op.f("ck_listings_level")),
        sa.CheckConstraint("state IN ('open','down','expired','hidden')", name=op.f("ck_listings_state")),
        sa.ForeignKeyConstraint(["contact_id"], ["people.id"], name=op.f("fk_listings_contact_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_listings_organisation_id")),
        sa.ForeignKeyConstraint(["reach_id"], ["reaches.id"], name=op.f("fk_listings_reach_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_listings_site_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_listings_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
        sa.UniqueConstraint("code", name=op.f("uq_listings_code")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_listings_{column}"), "listings", [column])
    op.create_index("ix_listings_state_direction_type", "listings", ["state", "direction", "type"])


def downgrade() -> None:
    op.drop_table("listings")

"""Sites of organisations: where what flows in or out of their plants is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sites",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=False),
        sa.Column("latitude", sa.Integer(), nullable=True),
        sa.Column("longitude", sa.Integer(), nullable=True),
        sa.Column("grid_company", sa.String(length=100), nullable=False),
        sa.Column("price_area", sa.String(length=3), nullable=False),
        sa.Column("quay", sa.Boolean(), nullable=True),
        sa.Column("rail", sa.Boolean(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_sites_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("code", name=op.f("uq_sites_code")),
    )
    op.create_index(op.f("ix_sites_organisation_id"), "sites", ["organisation_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sites_organisation_id"), table_name="sites")
    op.drop_table("sites")

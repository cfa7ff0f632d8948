"""Limits of matching that the secretariat has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "matching_limits",
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("factor", sa.String(length=8), nullable=False),
        sa.Column("stretch", sa.Double(), nullable=False),
        sa.Column("changed_by_id", KEY, nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("factor IN ('distance','amount')", name=op.f("ck_matching_limits_factor")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_matching_limits_changed_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("type", "factor", name=op.f("pk_matching_limits")),
    )


def downgrade() -> None:
    op.drop_table("matching_limits")

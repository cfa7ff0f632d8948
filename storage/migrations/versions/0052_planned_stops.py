"""When a side of a running match stops or runs low."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "planned_stops",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("match_id", KEY, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("said_at", Instant(), nullable=False),
        sa.CheckConstraint("side IN ('offer','need')", name=op.f("ck_planned_stops_side")),
        sa.CheckConstraint("share >= 0 AND share < 100", name=op.f("ck_planned_stops_share")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_planned_stops_days")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["matches.id"], name=op.f("fk_planned_stops_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_planned_stops_organisation_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_planned_stops_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_stops")),
    )
    for column in ("by_id", "last_day", "match_id", "organisation_id"):
        op.create_index(op.f(f"ix_planned_stops_{column}"), "planned_stops", [column])


def downgrade() -> None:
    op.drop_table("planned_stops")

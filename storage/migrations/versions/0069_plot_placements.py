"""What was taken into use of plots in a year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "plot_placements",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("plot_id", KEY, nullable=True),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("area", sa.Double(), nullable=True),
        sa.Column("power", sa.Double(), nullable=True),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("told_at", Instant(), nullable=False),
        sa.CheckConstraint("area > 0 OR power > 0", name=op.f("ck_plot_placements_something")),
        sa.ForeignKeyConstraint(
            ["plot_id"], ["plots.id"], name=op.f("fk_plot_placements_plot_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_plot_placements_organisation_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_plot_placements_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plot_placements")),
    )
    op.create_index(op.f("ix_plot_placements_plot_id"), "plot_placements", ["plot_id"])
    op.create_index(op.f("ix_plot_placements_organisation_id"), "plot_placements", ["organisation_id"])
    op.create_index(op.f("ix_plot_placements_year"), "plot_placements", ["year"])


def downgrade() -> None:
    op.drop_table("plot_placements")

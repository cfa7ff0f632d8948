"""Plots with their grid, and what was changed of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REFERENCES = (
    ("organisation_id", "organisations"), ("contact_id", "people"), ("topic_id", "topics"), ("reach_id", "reaches"),
)  # fmt: skip
_TEXTS = (
    ("code", 16), ("reference", 40), ("language", 2), ("level", 8), ("state", 8), ("name", 100), ("municipality", 64),
    ("zoning", 8), ("ground", 8), ("nature_notes", 500), ("picture", 300), ("picture_credit", 100), ("road", 100),
    ("grid_company", 100), ("grid_source", 8), ("ownership", 100),
)  # fmt: skip
_FLAGS = (
    "ground_investigated", "quay", "quay_crane", "quay_isps", "rail", "sewage", "heat", "steam", "gas", "fibre",
    "mature", "option",
)  # fmt: skip
_POWERS = ("firm", "conditional", "reserved", "queued", "needed")
_NUMBERS = (
    "free_area", "quay_length", "quay_draught", "water", "voltage", *(f"{power}_power" for power in _POWERS)
)  # fmt: skip
_YEARS = (*(f"{power}_year" for power in _POWERS), "earliest_year")


def upgrade() -> None:
    op.create_table(
        "plots",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        *(sa.Column(column, KEY, nullable=True) for column, _ in _REFERENCES[1:]),
        *(sa.Column(column, sa.String(length=length), nullable=False) for column, length in _TEXTS),
        sa.Column("open_parts", sa.JSON(), nullable=False),
        sa.Column("area", sa.Double(), nullable=False),
        *(sa.Column(column, sa.Double(), nullable=True) for column in _NUMBERS),
        *(sa.Column(column, sa.Boolean(), nullable=True) for column in _FLAGS),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in _YEARS),
        sa.Column("zoned_on", sa.Date(), nullable=True),
        sa.Column("option_until", sa.Date(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("level IN ('open','members','hidden')", name=op.f("ck_plots_level")),
        sa.CheckConstraint("state IN ('open','hidden')", name=op.f("ck_plots_state")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_plots_{column}"))
            for column, table in _REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plots")),
        sa.UniqueConstraint("code", name=op.f("uq_plots_code")),
    )
    for column, _ in _REFERENCES:
        op.create_index(op.f(f"ix_plots_{column}"), "plots", [column])
    op.create_table(
        "plot_changes",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("plot_id", KEY, nullable=False),
        sa.Column("changed_by_id", KEY, nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plot_id"], ["plots.id"], name=op.f("fk_plot_changes_plot_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_plot_changes_changed_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plot_changes")),
    )
    op.create_index(op.f("ix_plot_changes_plot_id"), "plot_changes", ["plot_id"])


def downgrade() -> None:
    op.drop_table("plot_changes")
    op.drop_table("plots")

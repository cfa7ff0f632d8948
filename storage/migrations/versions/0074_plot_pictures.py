"""Pictures of plots, and which of them stand on which version of an investor sheet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "plot_pictures",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("plot_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["plot_id"], ["plots.id"], name=op.f("fk_plot_pictures_plot_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_plot_pictures_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plot_pictures")),
    )
    for column in ("plot_id", "author_id"):
        op.create_index(op.f(f"ix_plot_pictures_{column}"), "plot_pictures", [column])
    op.create_table(
        "sheet_pictures",
        sa.Column("sheet_id", KEY, autoincrement=False, nullable=False),
        sa.Column("picture_id", KEY, autoincrement=False, nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["investor_sheets.id"], name=op.f("fk_sheet_pictures_sheet_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["plot_pictures.id"], name=op.f("fk_sheet_pictures_picture_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sheet_id", "picture_id", name=op.f("pk_sheet_pictures")),
    )
    op.create_index(op.f("ix_sheet_pictures_picture_id"), "sheet_pictures", ["picture_id"])


def downgrade() -> None:
    op.drop_table("sheet_pictures")
    op.drop_table("plot_pictures")

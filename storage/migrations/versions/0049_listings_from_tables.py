"""Listings that are known again by a name in their organisation's table, and tables that wait for a yes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("listings") as listings:
        listings.add_column(sa.Column("reference", sa.String(length=40), server_default="", nullable=False))
    op.create_table(
        "import_drafts",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_import_drafts_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_drafts")),
    )
    for column in ("created_at", "person_id"):
        op.create_index(op.f(f"ix_import_drafts_{column}"), "import_drafts", [column])


def downgrade() -> None:
    op.drop_table("import_drafts")
    with op.batch_alter_table("listings") as listings:
        listings.drop_column("reference")

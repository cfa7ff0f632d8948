"""What flows in and out of sites, which organisations have none, and which tables are of streams."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REFERENCES = (("organisation_id", "organisations"), ("site_id", "sites"))


def upgrade() -> None:
    op.create_table(
        "streams",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("amount", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("temperature", sa.Double(), nullable=True),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("destination", sa.String(length=200), nullable=False),
        sa.Column("waste_code", sa.String(length=9), nullable=False),
        sa.Column("listing_id", KEY, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("direction IN ('in','out')", name=op.f("ck_streams_direction")),
        sa.CheckConstraint("basis IN ('','measured','calculated','estimated')", name=op.f("ck_streams_basis")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_streams_{column}"))
            for column, table in _REFERENCES
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_streams_listing_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_streams")),
        sa.UniqueConstraint("code", name=op.f("uq_streams_code")),
    )
    for column in ("listing_id", "organisation_id", "site_id"):
        op.create_index(op.f(f"ix_streams_{column}"), "streams", [column])
    op.create_table(
        "stream_declarations",
        sa.Column("organisation_id", KEY, autoincrement=False, nullable=False),
        sa.Column("declared_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_stream_declarations_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_stream_declarations")),
    )
    with op.batch_alter_table("import_drafts") as drafts:
        drafts.add_column(sa.Column("kind", sa.String(length=16), server_default="listings", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("import_drafts") as drafts:
        drafts.drop_column("kind")
    op.drop_table("stream_declarations")
    op.drop_table("streams")

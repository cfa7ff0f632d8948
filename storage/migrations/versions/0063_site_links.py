"""Links with which colleagues write down what flows at a site, and what they wrote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "site_links",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_site_links_{column}"), ondelete="CASCADE"
            )
            for column, table in (
                ("organisation_id", "organisations"), ("site_id", "sites"), ("made_by_id", "people"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_site_links_token_hash")),
    )  # fmt: skip
    for column in ("organisation_id", "site_id", "made_by_id", "expires_at"):
        op.create_index(op.f(f"ix_site_links_{column}"), "site_links", [column])
    op.create_table(
        "proposed_streams",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("link_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["site_links.id"], name=op.f("fk_proposed_streams_link_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_proposed_streams_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_streams")),
    )  # fmt: skip
    for column in ("link_id", "organisation_id"):
        op.create_index(op.f(f"ix_proposed_streams_{column}"), "proposed_streams", [column])


def downgrade() -> None:
    op.drop_table("proposed_streams")
    op.drop_table("site_links")

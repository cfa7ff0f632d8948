"""How many places of a listing each organisation takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "seat_claims",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("listing_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("claimed_at", Instant(), nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_seat_claims_seats")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_seat_claims_by_id")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_seat_claims_listing_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_seat_claims_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_claims")),
        sa.UniqueConstraint("listing_id", "organisation_id", name=op.f("uq_seat_claims_listing_id_organisation_id")),
    )
    for column in ("by_id", "listing_id", "organisation_id"):
        op.create_index(op.f(f"ix_seat_claims_{column}"), "seat_claims", [column])


def downgrade() -> None:
    op.drop_table("seat_claims")

"""Matches: one offer and one need that fit, and what each side has said of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: columns that have an index of their own
INDEXED = (
    "facilitator_id", "need_id", "need_organisation_id", "next_on", "offer_id", "offer_organisation_id", "stage",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "matches",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("offer_id", KEY, nullable=True),
        sa.Column("need_id", KEY, nullable=True),
        sa.Column("offer_organisation_id", KEY, nullable=False),
        sa.Column("need_organisation_id", KEY, nullable=False),
        sa.Column("facts_key", sa.String(length=32), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.Column("first_side", sa.String(length=8), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("stage_at", Instant(), nullable=False),
        sa.Column("known_at", Instant(), nullable=True),
        sa.Column("facilitator_id", KEY, nullable=True),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("closing", sa.String(length=8), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "closing IN ('','refused','changed','over','left','ended')", name=op.f("ck_matches_closing")
        ),
        sa.CheckConstraint("first_side IN ('both','offer','need','nobody')", name=op.f("ck_matches_first_side")),
        sa.CheckConstraint(
            "stage IN ('proposed','interest','talks','study','pilot','running','closed')", name=op.f("ck_matches_stage")
        ),
        sa.ForeignKeyConstraint(["facilitator_id"], ["people.id"], name=op.f("fk_matches_facilitator_id")),
        sa.ForeignKeyConstraint(["need_id"], ["listings.id"], name=op.f("fk_matches_need_id")),
        sa.ForeignKeyConstraint(
            ["need_organisation_id"], ["organisations.id"], name=op.f("fk_matches_need_organisation_id")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["listings.id"], name=op.f("fk_matches_offer_id")),
        sa.ForeignKeyConstraint(
            ["offer_organisation_id"], ["organisations.id"], name=op.f("fk_matches_offer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sa.UniqueConstraint("code", name=op.f("uq_matches_code")),
        sa.UniqueConstraint("offer_id", "need_id", "facts_key", name=op.f("uq_matches_offer_id_need_id_facts_key")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_matches_{column}"), "matches", [column])
    op.create_table(
        "match_votes",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("match_id", KEY, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("vote", sa.String(length=8), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("voted_at", Instant(), nullable=True),
        sa.Column("silent_at", Instant(), nullable=True),
        sa.CheckConstraint("side IN ('offer','need')", name=op.f("ck_match_votes_side")),
        sa.CheckConstraint("vote IN ('','yes','later','no')", name=op.f("ck_match_votes_vote")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_match_votes_by_id")),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_match_votes_match_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_match_votes_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_votes")),
        sa.UniqueConstraint("match_id", "side", name=op.f("uq_match_votes_match_id_side")),
    )
    for column in ("by_id", "organisation_id"):
        op.create_index(op.f(f"ix_match_votes_{column}"), "match_votes", [column])


def downgrade() -> None:
    op.drop_table("match_votes")
    op.drop_table("matches")

"""Consultations: what authorities ask, what organisations say, the steps up to the answer, and watched sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("sendings", sa.Integer(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reach_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft_link", sa.String(length=500), nullable=False),
        sa.Column("draft_text", sa.Text(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_link", sa.String(length=500), nullable=False),
        sa.Column("sent_text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("announced_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('found','left','open','sent','closed','dropped')", name=op.f("ck_consultations_state")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_consultations_owner_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["reach_id"], ["reaches.id"], name=op.f("fk_consultations_reach_id")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["people.id"], name=op.f("fk_consultations_registered_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("code", name=op.f("uq_consultations_code")),
        sa.UniqueConstraint("origin", name=op.f("uq_consultations_origin")),
    )
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultations_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultations_reach_id"), ["reach_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultations_registered_by_id"), ["registered_by_id"], unique=False)

    op.create_table(
        "watched_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("tried_at", Instant(), nullable=True),
        sa.Column("read_at", Instant(), nullable=True),
        sa.Column("failure", sa.String(length=16), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_watched_sources_added_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_sources")),
        sa.UniqueConstraint("link", name=op.f("uq_watched_sources_link")),
    )
    op.create_table(
        "consultation_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_notes_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_consultation_notes_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_consultation_notes_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_notes")),
    )
    with op.batch_alter_table("consultation_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_notes_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "consultation_steps",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_steps_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "name", name=op.f("pk_consultation_steps")),
    )
    op.create_table(
        "consultation_topics",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_topics_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_consultation_topics_topic_id")),
        sa.PrimaryKeyConstraint("consultation_id", "topic_id", name=op.f("pk_consultation_topics")),
    )
    with op.batch_alter_table("consultation_topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_topics_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "consultation_voices",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("affected", sa.String(length=3), nullable=False),
        sa.Column("signs", sa.String(length=3), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mw", sa.Double(), nullable=True),
        sa.Column("tonnes", sa.Double(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("given_at", Instant(), nullable=False),
        sa.CheckConstraint("affected IN ('','yes','no')", name=op.f("ck_consultation_voices_affected")),
        sa.CheckConstraint("signs IN ('','yes','no')", name=op.f("ck_consultation_voices_signs")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultations.id"],
            name=op.f("fk_consultation_voices_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_consultation_voices_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_consultation_voices_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("consultation_id", "organisation_id", name=op.f("pk_consultation_voices")),
    )
    with op.batch_alter_table("consultation_voices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_voices_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("consultation_voices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_voices_organisation_id"))

    op.drop_table("consultation_voices")
    with op.batch_alter_table("consultation_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_topics_topic_id"))

    op.drop_table("consultation_topics")
    op.drop_table("consultation_steps")
    with op.batch_alter_table("consultation_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_notes_consultation_id"))

    op.drop_table("consultation_notes")
    op.drop_table("watched_sources")
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultations_registered_by_id"))
        batch_op.drop_index(batch_op.f("ix_consultations_reach_id"))
        batch_op.drop_index(batch_op.f("ix_consultations_owner_id"))

    op.drop_table("consultations")

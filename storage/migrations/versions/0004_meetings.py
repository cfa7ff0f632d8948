"""Meetings and all that belongs to them; hours of people, helpers of topics, escalation of questions, trials."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("titles", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_feeds_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feeds_token_hash")),
    )
    op.create_index(op.f("ix_feeds_person_id"), "feeds", ["person_id"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("seeded", sa.String(length=64), nullable=False),
        sa.Column("uid", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("seats_each", sa.Integer(), nullable=True),
        sa.Column("signup_days", sa.Integer(), nullable=True),
        sa.Column("signup_time", sa.String(length=5), nullable=False),
        sa.Column("offsets", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("audience IN ('all','topics','organisations')", name=op.f("ck_meetings_audience")),
        sa.CheckConstraint("state IN ('proposed','planned','refused','cancelled')", name=op.f("ck_meetings_state")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_meetings_approved_by_id")),
        sa.ForeignKeyConstraint(["organiser_id"], ["people.id"], name=op.f("fk_meetings_organiser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("code", name=op.f("uq_meetings_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    op.create_index(op.f("ix_meetings_organiser_id"), "meetings", ["organiser_id"], unique=False)

    op.create_table(
        "meeting_organisations",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_organisations_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_meeting_organisations_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "organisation_id", name=op.f("pk_meeting_organisations")),
    )
    op.create_index(
        op.f("ix_meeting_organisations_organisation_id"), "meeting_organisations", ["organisation_id"], unique=False
    )

    op.create_table(
        "meeting_topics",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_topics_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_meeting_topics_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "topic_id", name=op.f("pk_meeting_topics")),
    )
    op.create_index(op.f("ix_meeting_topics_topic_id"), "meeting_topics", ["topic_id"], unique=False)

    op.create_table(
        "occurrences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(length=16), nullable=False),
        sa.Column("starts", sa.String(length=16), nullable=False),
        sa.Column("start_at", Instant(), nullable=False),
        sa.Column("end_at", Instant(), nullable=False),
        sa.Column("signup_by", Instant(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(length=8), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("agenda_sent_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('planned','cancelled','closed')", name=op.f("ck_occurrences_state")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_occurrences_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint("meeting_id", "original", name=op.f("uq_occurrences_meeting_id_original")),
    )
    op.create_index(op.f("ix_occurrences_start_at"), "occurrences", ["start_at"], unique=False)

    op.create_table(
        "meeting_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_drafts_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_meeting_drafts_occurrence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_meeting_drafts_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_drafts")),
    )
    op.create_index(op.f("ix_meeting_drafts_person_id"), "meeting_drafts", ["person_id"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("carried_to_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=True),
        sa.CheckConstraint("kind IN ('O','D','V','E')", name=op.f("ck_agenda_items_kind")),
        sa.CheckConstraint(
            "state IN ('proposed','accepted','refused','withdrawn','treated','carried')",
            name=op.f("ck_agenda_items_state"),
        ),
        sa.ForeignKeyConstraint(
            ["carried_to_id"], ["agenda_items.id"], name=op.f("fk_agenda_items_carried_to_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_agenda_items_occurrence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_agenda_items_owner_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_agenda_items_proposed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_agenda_items_question_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    op.create_index(op.f("ix_agenda_items_occurrence_id"), "agenda_items", ["occurrence_id"], unique=False)
    op.create_index(op.f("ix_agenda_items_question_id"), "agenda_items", ["question_id"], unique=False)
    op.create_index(
        "uq_agenda_items_year_number",
        "agenda_items",
        ["year", "number"],
        unique=True,
        sqlite_where=sa.text("state <> 'carried'"),
        postgresql_where=sa.text("state <> 'carried'"),
    )

    op.create_table(
        "agenda_numbers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_agenda_numbers")),
    )

    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_corrections_occurrence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_corrections_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_occurrence_id"), "corrections", ["occurrence_id"], unique=False)

    op.create_table(
        "minutes",
        sa.Column("occurrence_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("review_until", Instant(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("state IN ('draft','review','locked')", name=op.f("ck_minutes_state")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_minutes_approved_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["people.id"], name=op.f("fk_minutes_keeper_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_minutes_occurrence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_minutes")),
    )
    op.create_table(
        "rsvps",
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("waiting_since", Instant(), nullable=True),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("substitute_name", sa.String(length=200), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("remind", sa.String(length=8), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('going','online','maybe','declined','substitute')", name=op.f("ck_rsvps_answer")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_rsvps_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_rsvps_occurrence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_rsvps_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rsvps_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["people.id"], name=op.f("fk_rsvps_substitute_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("occurrence_id", "person_id", name=op.f("pk_rsvps")),
    )
    op.create_index(op.f("ix_rsvps_person_id"), "rsvps", ["person_id"], unique=False)

    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("state IN ('open','done','dropped')", name=op.f("ck_actions_state")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_actions_item_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_actions_occurrence_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_actions_organisation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_actions_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index(op.f("ix_actions_occurrence_id"), "actions", ["occurrence_id"], unique=False)
    op.create_index(op.f("ix_actions_owner_id"), "actions", ["owner_id"], unique=False)

    op.create_table(
        "solution_trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("solution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('','worked','partly','failed','unknown')", name=op.f("ck_solution_trials_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_solution_trials_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_solution_trials_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solutions.id"], name=op.f("fk_solution_trials_solution_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution_trials")),
        sa.UniqueConstraint("solution_id", "person_id", name=op.f("uq_solution_trials_solution_id_person_id")),
    )
    op.create_index(op.f("ix_solution_trials_ask_on"), "solution_trials", ["ask_on"], unique=False)
    op.create_index(op.f("ix_solution_trials_person_id"), "solution_trials", ["person_id"], unique=False)

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("zone", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("push_from", sa.String(length=5), server_default="", nullable=False))
        batch_op.add_column(sa.Column("push_to", sa.String(length=5), server_default="", nullable=False))
        batch_op.add_column(sa.Column("paused_until", Instant(), nullable=True))
        batch_op.add_column(sa.Column("digest", sa.Boolean(), server_default=sa.true(), nullable=False))

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("early", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("told_in_id", sa.String(length=36), nullable=True))
        for name, columns, which in (
            ("ix_deliveries_pushes", ["person_id", "due_at"], "kind = 'reminder'"),
            ("ix_deliveries_told", ["told_in_id"], "told_in_id IS NOT NULL"),
            ("ix_deliveries_target", ["target_id"], "target_id IS NOT NULL"),
        ):
            where = sa.text(which)
            batch_op.create_index(name, columns, unique=False, sqlite_where=where, postgresql_where=where)
        batch_op.drop_index("ix_deliveries_due")
        batch_op.create_index("ix_deliveries_due", ["state", "next_at", "id"], unique=False)

    op.create_table(
        "chains",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("behind", sa.Integer(), nullable=False),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("next_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "record_id", name=op.f("pk_chains")),
    )

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("escalation", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("resting", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(sa.Column("everywhere", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("topic_followers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("helps", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("asked_at", Instant(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("topic_followers", schema=None) as batch_op:
        batch_op.drop_column("asked_at")
        batch_op.drop_column("helps")
        batch_op.drop_column("follows")

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_column("everywhere")
        batch_op.drop_column("resting")
        batch_op.drop_column("escalation")

    op.drop_table("chains")

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        ready = sa.text("state = 'ready'")
        batch_op.drop_index("ix_deliveries_due")
        batch_op.create_index(
            "ix_deliveries_due", ["next_at", "id"], unique=False, sqlite_where=ready, postgresql_where=ready
        )
        batch_op.drop_index("ix_deliveries_target")
        batch_op.drop_index("ix_deliveries_told")
        batch_op.drop_index("ix_deliveries_pushes")
        batch_op.drop_column("told_in_id")
        batch_op.drop_column("early")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("digest")
        batch_op.drop_column("paused_until")
        batch_op.drop_column("push_to")
        batch_op.drop_column("push_from")
        batch_op.drop_column("zone")

    op.drop_table("solution_trials")
    op.drop_table("actions")
    op.drop_table("rsvps")
    op.drop_table("minutes")
    op.drop_table("corrections")
    op.drop_table("agenda_numbers")
    op.drop_table("agenda_items")
    op.drop_table("meeting_drafts")
    op.drop_table("occurrences")
    op.drop_table("meeting_topics")
    op.drop_table("meeting_organisations")
    op.drop_table("meetings")
    op.drop_table("feeds")

"""Issues: what members raise, who supports it, what it said before, its history and what stands behind it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("affected", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("addressee_kind", sa.String(length=16), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sendings", sa.Integer(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reach_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("news_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft','check','proposed','assessed','working','sent','decided','dropped','replaced','withdrawn')",
            name=op.f("ck_issues_state"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_issues_organisation_id")),
        sa.ForeignKeyConstraint(["other_id"], ["issues.id"], name=op.f("fk_issues_other_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_issues_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_issues_question_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["people.id"], name=op.f("fk_issues_raised_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["reach_id"], ["reaches.id"], name=op.f("fk_issues_reach_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        sa.UniqueConstraint("code", name=op.f("uq_issues_code")),
    )
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issues_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_raised_by_id"), ["raised_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issues_reach_id"), ["reach_id"], unique=False)

    op.create_table(
        "issue_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("figure", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("level IN ('named','aggregate','secretariat')", name=op.f("ck_issue_evidence_level")),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_evidence_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_issue_evidence_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_issue_evidence_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_evidence")),
    )
    with op.batch_alter_table("issue_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_evidence_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "issue_supports",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "stance IN ('support','conditional','neutral','against')", name=op.f("ck_issue_supports_stance")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_supports_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_issue_supports_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_issue_supports_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("issue_id", "organisation_id", name=op.f("pk_issue_supports")),
    )
    with op.batch_alter_table("issue_supports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_supports_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "issue_topics",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_issue_topics_issue_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_issue_topics_topic_id")),
        sa.PrimaryKeyConstraint("issue_id", "topic_id", name=op.f("pk_issue_topics")),
    )
    with op.batch_alter_table("issue_topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_topics_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "issue_versions",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_issue_versions_changed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_versions_issue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue_id", "version", name=op.f("pk_issue_versions")),
    )
    op.create_table(
        "issue_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_issue_notes_issue_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_issue_notes_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_issue_notes_organisation_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_issue_notes_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_notes")),
    )
    with op.batch_alter_table("issue_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_notes_issue_id"), ["issue_id"], unique=False)

    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("issue_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_agenda_items_issue_id"), ["issue_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_items_issue_id"), "issues", ["issue_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_agenda_items_issue_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_agenda_items_issue_id"))
        batch_op.drop_column("issue_id")

    with op.batch_alter_table("issue_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_notes_issue_id"))

    op.drop_table("issue_notes")
    op.drop_table("issue_versions")
    with op.batch_alter_table("issue_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_topics_topic_id"))

    op.drop_table("issue_topics")
    with op.batch_alter_table("issue_supports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_supports_organisation_id"))

    op.drop_table("issue_supports")
    with op.batch_alter_table("issue_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_evidence_issue_id"))

    op.drop_table("issue_evidence")
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issues_reach_id"))
        batch_op.drop_index(batch_op.f("ix_issues_raised_by_id"))
        batch_op.drop_index(batch_op.f("ix_issues_question_id"))

    op.drop_table("issues")

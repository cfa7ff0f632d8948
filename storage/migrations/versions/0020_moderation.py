"""Moderation: what is held, reported and hidden, and how much each person may send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

QUESTION = "'draft','accepted','triage','open','answered','solved','withdrawn'"
SOLUTION = "'draft','consent','published','retired'"


def upgrade() -> None:
    op.create_table(
        "held_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('kept', 'asked', 'passed', 'refused', 'dropped', 'read')", name=op.f("ck_held_posts_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_held_posts_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_held_posts_person_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_held_posts_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_posts")),
    )
    op.create_index(op.f("ix_held_posts_created_at"), "held_posts", ["created_at"])
    op.create_index(op.f("ix_held_posts_person_id"), "held_posts", ["person_id"])
    op.create_index("ix_held_posts_waiting", "held_posts", ["state", "id"])
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("objection", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_reports_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_reports_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_about", "reports", ["kind", "record_id"])
    op.create_index(op.f("ix_reports_settled_at"), "reports", ["settled_at"])
    op.create_table(
        "hidings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("was", sa.String(length=12), nullable=False),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_at", Instant(), nullable=False),
        sa.Column("restored_by_id", sa.Integer(), nullable=True),
        sa.Column("restored_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["people.id"], name=op.f("fk_hidings_hidden_by_id")),
        sa.ForeignKeyConstraint(["restored_by_id"], ["people.id"], name=op.f("fk_hidings_restored_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidings")),
    )
    in_force = sa.text("restored_at IS NULL")
    op.create_index(
        "uq_hidings_in_force",
        "hidings",
        ["kind", "record_id"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.create_table(
        "allowances",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("used", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_allowances_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_allowances")),
    )
    op.add_column("answers", sa.Column("hidden_at", Instant(), nullable=True))
    _states("questions", f"{QUESTION},'hidden'")
    _states("solutions", f"{SOLUTION},'hidden'")


def downgrade() -> None:
    """What is hidden stays out of sight: a question is taken back, a solution retired, an answer deleted."""
    op.execute("UPDATE questions SET state = 'withdrawn' WHERE state = 'hidden'")
    op.execute("UPDATE solutions SET state = 'retired' WHERE state = 'hidden'")
    op.execute("UPDATE answers SET deleted_at = hidden_at, text = '' WHERE hidden_at IS NOT NULL")
    _states("questions", QUESTION)
    _states("solutions", SOLUTION)
    with op.batch_alter_table("answers") as answers:
        answers.drop_column("hidden_at")
    for table in ("allowances", "hidings", "reports", "held_posts"):
        op.drop_table(table)


def _states(table: str, states: str) -> None:
    with op.batch_alter_table(table) as rows:
        rows.drop_constraint(op.f(f"ck_{table}_state"), type_="check")
        rows.create_check_constraint(op.f(f"ck_{table}_state"), f"state IN ({states})")
        if table == "questions":  # SQLite's copy of the table would write the default of this one in another way
            rows.alter_column("resting", server_default="", existing_type=sa.String(8), existing_nullable=False)

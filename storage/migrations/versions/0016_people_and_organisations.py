"""People belong to several organisations, link their accounts, leave and hand over; organisations lie within others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from storage.kit.base import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisations") as organisations:
        organisations.add_column(sa.Column("parent_id", sa.Integer()))
        organisations.add_column(sa.Column("employees", sa.Integer()))
        organisations.create_foreign_key(op.f("fk_organisations_parent_id"), "organisations", ["parent_id"], ["id"])
        _as_they_were(organisations)
    op.add_column("people", sa.Column("left_at", Instant()))
    op.add_column("topic_followers", sa.Column("pace", sa.String(8), nullable=False, server_default="at_once"))
    op.create_table(
        "organisation_topics",
        _key("organisation_id"),
        _key("topic_id"),
        sa.PrimaryKeyConstraint("organisation_id", "topic_id", name=op.f("pk_organisation_topics")),
        *_foreign("organisation_topics", ("organisation_id", "organisations"), ("topic_id", "topics")),
    )
    op.create_index(op.f("ix_organisation_topics_topic_id"), "organisation_topics", ["topic_id"])
    op.create_table(
        "memberships",
        _key("person_id"),
        _key("organisation_id"),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_memberships")),
        *_foreign("memberships", ("person_id", "people"), ("organisation_id", "organisations")),
    )
    op.create_index(op.f("ix_memberships_organisation_id"), "memberships", ["organisation_id"])
    op.create_table(
        "topic_news",
        _key("person_id"),
        _key("question_id"),
        sa.Column("slot", sa.String(32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "question_id", name=op.f("pk_topic_news")),
        *_foreign("topic_news", ("person_id", "people"), ("question_id", "questions")),
    )
    op.create_index(op.f("ix_topic_news_question_id"), "topic_news", ["question_id"])
    _create_links()
    _create_handovers()


def _create_links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        _key("account_id"),
        sa.Column("other_id", sa.Integer()),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.CheckConstraint("state IN ('open','waiting','done','refused')", name=op.f("ck_links_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        *_foreign("links", ("account_id", "accounts"), ("other_id", "accounts")),
    )
    op.create_index(op.f("ix_links_account_id"), "links", ["account_id"])
    op.create_index(op.f("ix_links_code_hash"), "links", ["code_hash"])
    op.create_table(
        "link_tries",
        _key("account_id"),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_link_tries")),
        *_foreign("link_tries", ("account_id", "accounts")),
    )


def _create_handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        _key("person_id"),
        _key("organisation_id"),
        sa.Column("by_id", sa.Integer()),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("acted", sa.String(16), nullable=False),
        sa.Column("last", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("undone_at", Instant()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        *_foreign("handovers", ("person_id", "people"), ("organisation_id", "organisations")),
        *_foreign("handovers", ("by_id", "people"), ondelete="SET NULL"),
    )
    op.create_index(op.f("ix_handovers_person_id"), "handovers", ["person_id"])
    op.create_table(
        "handed_over",
        _key("handover_id"),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer()),
        sa.Column("detail", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("handover_id", "what", "record_id", name=op.f("pk_handed_over")),
        *_foreign("handed_over", ("handover_id", "handovers")),
        *_foreign("handed_over", ("to_id", "people"), ondelete="SET NULL"),
    )


def downgrade() -> None:
    for name in ("handed_over", "handovers", "link_tries", "links", "topic_news", "memberships", "organisation_topics"):
        op.drop_table(name)
    op.drop_column("topic_followers", "pace")
    op.drop_column("people", "left_at")
    with op.batch_alter_table("organisations") as organisations:
        organisations.drop_constraint(op.f("fk_organisations_parent_id"), type_="foreignkey")
        organisations.drop_column("employees")
        organisations.drop_column("parent_id")
        _as_they_were(organisations)


def _as_they_were(organisations: BatchOperations) -> None:
    """SQLite builds the table anew, and would write these defaults in another way than they are elsewhere."""
    for name in ("region", "industry"):
        organisations.alter_column(name, existing_type=sa.String(64), existing_nullable=False, server_default="")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _foreign(table: str, *columns: tuple[str, str], ondelete: str = "CASCADE") -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{of}.id"], name=op.f(f"fk_{table}_{name}"), ondelete=ondelete)
        for name, of in columns
    ]

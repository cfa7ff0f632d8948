"""Input rounds and schemes: what organisations are asked for and answer, and what is published of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schemes")),
        sa.UniqueConstraint("name", name=op.f("uq_schemes_name")),
    )
    _rounds()
    _answers()
    _editions()


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('draft','open','closed','cancelled')", name=op.f("ck_rounds_state")),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_rounds_issue_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_rounds_made_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("code", name=op.f("uq_rounds_code")),
    )
    op.create_index(op.f("ix_rounds_issue_id"), "rounds", ["issue_id"])
    op.create_index(op.f("ix_rounds_made_by_id"), "rounds", ["made_by_id"])
    op.create_table(
        "round_fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("label", sa.String(length=150), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('number','choice','text','scheme')", name=op.f("ck_round_fields_kind")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_fields_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_round_fields_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_fields")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_round_fields_round_id_position")),
    )


def _answers() -> None:
    op.create_table(
        "round_answers",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("shared", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("said_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('asked','answered','declined')", name=op.f("ck_round_answers_state")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_round_answers_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_round_answers_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_answers_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "organisation_id", name=op.f("pk_round_answers")),
    )
    op.create_index(op.f("ix_round_answers_organisation_id"), "round_answers", ["organisation_id"])
    op.create_table(
        "scheme_reports",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shared", sa.String(length=8), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("given_at", Instant(), nullable=False),
        sa.CheckConstraint("verdict IN ('hit','missed')", name=op.f("ck_scheme_reports_verdict")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_scheme_reports_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_scheme_reports_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_scheme_reports_round_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["schemes.id"], name=op.f("fk_scheme_reports_scheme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("scheme_id", "organisation_id", "year", name=op.f("pk_scheme_reports")),
    )
    op.create_index(op.f("ix_scheme_reports_organisation_id"), "scheme_reports", ["organisation_id"])


def _editions() -> None:
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.CheckConstraint("(round_id IS NULL) <> (scheme_id IS NULL)", name=op.f("ck_editions_about")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_editions_made_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_editions_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_editions_scheme_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_editions_round_id_number")),
        sa.UniqueConstraint("scheme_id", "number", name=op.f("uq_editions_scheme_id_number")),
    )
    op.create_table(
        "counted",
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_counted_edition_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_counted_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("what", "organisation_id", name=op.f("pk_counted")),
    )
    op.create_index(op.f("ix_counted_edition_id"), "counted", ["edition_id"])


def downgrade() -> None:
    for table in (
        "counted", "editions", "scheme_reports", "round_answers", "round_fields", "rounds", "schemes",
    ):  # fmt: skip
        op.drop_table(table)

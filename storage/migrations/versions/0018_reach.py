"""Reach: which organisations may see a question or a solution, and who finds them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KINDS = "kind IN ('own','chosen','region','secretariat','except')"
REACHED = ("questions", "solutions")


def upgrade() -> None:
    op.create_table(
        "reaches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("region", sa.String(64), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_reaches_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaches")),
        sa.UniqueConstraint("key", name=op.f("uq_reaches_key")),
    )
    op.create_table(
        "reach_organisations",
        sa.Column("reach_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        _to("reach_organisations", "reach_id", "reaches", cascade=True),
        _to("reach_organisations", "organisation_id", "organisations", cascade=True),
        sa.PrimaryKeyConstraint("reach_id", "organisation_id", name=op.f("pk_reach_organisations")),
    )
    op.create_index(op.f("ix_reach_organisations_organisation_id"), "reach_organisations", ["organisation_id"])
    for name in REACHED:
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("reach_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{name}_reach_id"), "reaches", ["reach_id"], ["id"])
            batch.create_index(op.f(f"ix_{name}_reach_id"), ["reach_id"])
            _keep_defaults(batch, name)
    op.add_column("search_documents", sa.Column("reach_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """What was not for everybody is nobody's rather than everybody's: taken back, or the secretariat's alone."""
    op.execute("UPDATE questions SET state = 'withdrawn' WHERE reach_id IS NOT NULL")
    op.execute("UPDATE solutions SET level = 'circle' WHERE reach_id IS NOT NULL")
    limited = "SELECT id FROM search_documents WHERE reach_id IS NOT NULL"
    for table in ("search_postings", "search_letters", "search_vectors"):
        op.execute(f"DELETE FROM {table} WHERE document_id IN ({limited})")
    op.execute("DELETE FROM search_documents WHERE reach_id IS NOT NULL")
    op.drop_column("search_documents", "reach_id")
    for name in REACHED:
        with op.batch_alter_table(name) as batch:
            batch.drop_index(op.f(f"ix_{name}_reach_id"))
            batch.drop_constraint(op.f(f"fk_{name}_reach_id"), type_="foreignkey")
            batch.drop_column("reach_id")
            _keep_defaults(batch, name)
    op.drop_table("reach_organisations")
    op.drop_table("reaches")


def _keep_defaults(batch: BatchOperations, name: str) -> None:
    """SQLite's copy of the table would write this one in another way."""
    if name == "questions":
        batch.alter_column("resting", server_default="", existing_type=sa.String(8), existing_nullable=False)


def _to(table: str, column: str, other: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    on = "CASCADE" if cascade else None
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=on)
